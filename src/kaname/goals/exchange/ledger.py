"""Who is who while a file is written into the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models

from kaname.goals.exchange.found import Found
from kaname.goals.exchange.target_document import ProposalPart
from kaname.goals.kept import Kept
from kaname.goals.models import Target, TargetProposal
from kaname.people.models import Person, Team, User


@dataclass
class Ledger:
    """Rows by the keys that a renamed goal has. `by` imports `at`; `kept` takes the names of one goal's authors."""

    found: Found
    by: User | None
    at: datetime
    kept: Kept = field(default_factory=Kept)

    def team(self, key: str | None) -> Team | None:
        return None if key is None else self.found.teams.known[key]

    def person(self, key: str | None) -> Person | None:
        return None if key is None else self.found.people.known[key]

    def user(self, key: str | None) -> User | None:
        return None if key is None else self.found.people.user_of(key)

    def keep_author(self, row: models.Model, key: str | None) -> None:
        """Keep the name of who did it, where no sign-in stands for them."""
        if key is not None and self.user(key) is None:
            self.kept.keep_author(row, self.found.people.named(key))

    def keep_decider(self, proposal: TargetProposal, key: str | None) -> None:
        if key is not None and self.user(key) is None:
            self.kept.keep_decider(proposal, self.found.people.named(key))

    def keep_proposal(self, target: Target, part: ProposalPart) -> None:
        """Keep a whole proposal, as no row can be without its author."""
        for key in filter(None, (part.by, part.decided_by)):
            self.kept.people[key] = self.found.people.named(key)
        data = part.model_dump(mode="json", exclude_defaults=True)
        self.kept.proposals.setdefault(str(target.pk), []).append(data)
