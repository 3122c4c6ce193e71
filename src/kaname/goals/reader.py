"""Who reads or changes something now: what they may see, and the calendar and metrics of their organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import get_language

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.in_use import MetricInUse, all_metrics, in_use
from kaname.goals.outlooks import Outlooks, outlooks_in
from kaname.goals.setting import may_set
from kaname.measures.periods import FiscalCalendar, Period
from kaname.people.models import Organisation, Person, Team, User
from kaname.people.queries import organisation
from kaname.people.scope import Scope, scope_of
from kaname.web.formats.units import Unit, unit_of


@dataclass(frozen=True)
class Reader:
    """One user at one moment; everything else is read once, when it is first asked for."""

    user: User
    at: datetime

    @cached_property
    def organisation(self) -> Organisation:
        return organisation()

    @cached_property
    def today(self) -> date:
        return self.organisation.today(self.at)

    @cached_property
    def calendar(self) -> FiscalCalendar:
        return self.organisation.calendar()

    @cached_property
    def scope(self) -> Scope:
        return scope_of(self.user, self.today)

    @cached_property
    def metrics(self) -> dict[str, MetricInUse]:
        return all_metrics()

    @cached_property
    def definitions(self) -> dict[str, MetricDefinition]:
        return in_use(self.metrics)

    @property
    def currency(self) -> str:
        return self.organisation.currency

    @property
    def language(self) -> str:
        return "ja" if (get_language() or "").startswith("ja") else "en"

    @property
    def sets_targets(self) -> bool:
        """Whether there is anything whose targets the user may set."""
        return self.scope.everything or bool(self.scope.managed_team_keys)

    def may_set(self, *, team: Team | None, person: Person | None) -> bool:
        return may_set(self.scope, team=team, person=person)

    def outlooks_in(self, period: Period) -> Outlooks:
        """Where everybody's numbers will end in a period, read once."""
        if period not in self._outlooks:
            self._outlooks[period] = outlooks_in(period, today=self.today)
        return self._outlooks[period]

    @cached_property
    def _outlooks(self) -> dict[Period, Outlooks]:
        return {}

    def unit(self, definition: MetricDefinition) -> Unit:
        return unit_of(definition, currency=self.currency, language=self.language)
