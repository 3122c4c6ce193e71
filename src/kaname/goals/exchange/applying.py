"""A file of goals that was checked, into the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kaname.goals.defining import change_metric, create_metric
from kaname.goals.errors import GoalsError
from kaname.goals.exchange.comparing import Compared
from kaname.goals.exchange.document import GoalsFile
from kaname.goals.exchange.found import Found
from kaname.goals.exchange.ledger import Ledger
from kaname.goals.exchange.writing import write_goal
from kaname.goals.kept import Kept
from kaname.goals.models import Goal
from kaname.people.models import Role, User
from kaname.people.operations import add_team, create_person, edit_organisation
from kaname.people.queries import organisation
from kaname.web.live import hub


@dataclass(frozen=True)
class Importer:
    """Who brings in what the file names; nobody is the command line."""

    found: Found
    by: User | None
    at: datetime

    @transaction.atomic
    def apply(self, head: GoalsFile, goals: Iterable[Compared]) -> None:
        """Make what is missing, then the goals that differ.

        Raises
        ------
        GoalsError
            not_yours_to_create, not_yours_to_define, or what is wrong with a metric.
        PeopleError
            What is wrong with a team or a person.
        """
        self._currency(head)
        self._teams()
        self._people()
        self._metrics()
        written = [one for one in goals if one.kind != "unchanged"]
        for one in written:
            write_goal(one.part, one.goal, Ledger(self.found, self.by, self.at, Kept(replaced=one.replaced())))
        for one in written:
            parent = Goal.objects.filter(key=one.part.parent).first()
            Goal.objects.filter(key=one.part.key).update(parent=parent)
        transaction.on_commit(hub.publish)

    def _require_may_create(self) -> None:
        if self.by is not None and self.by.role != Role.ADMINISTRATOR:
            raise GoalsError("not_yours_to_create")

    def _currency(self, head: GoalsFile) -> None:
        if head.currency is not None and head.currency != organisation().currency:
            self._require_may_create()
            edit_organisation(currency=head.currency, by=self.by, at=self.at)

    def _teams(self) -> None:
        teams = self.found.teams
        for key, part in teams.new.items():
            self._require_may_create()
            parent = teams.known[teams.key_of(part.parent) or ""] if part.parent else None
            teams.known[key] = add_team(key=key, name=part.name, parent=parent, by=self.by, at=self.at)

    def _people(self) -> None:
        people = self.found.people
        for key, part in people.new.items():
            self._require_may_create()
            people.known[key] = create_person(key=key, name=part.name, email=part.email, by=self.by, at=self.at)

    def _metrics(self) -> None:
        reason = _("Imported with goals")
        for definition in self.found.metrics.new.values():
            create_metric(definition, by=self.by, at=self.at, reason=reason)
        for definition in self.found.metrics.changed.values():
            change_metric(definition, by=self.by, at=self.at, reason=reason)
