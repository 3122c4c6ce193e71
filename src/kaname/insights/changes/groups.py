"""Whose numbers are watched: the organisation, its teams, segments of what it does, and the largest of each team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaname.goals.resolution.owners import Owner

TEAM = "team"


@dataclass(frozen=True)
class Group:
    """A team (None: the organisation); with `field` only its facts that have one value there."""

    team: str | None = None
    field: str = ""
    value: str = ""

    @property
    def owner(self) -> Owner:
        return Owner(team=self.team)

    @property
    def is_cell(self) -> bool:
        """A segment of one team."""
        return bool(self.team and self.field)

    @property
    def where(self) -> dict[str, Sequence[str | None]]:
        """As a question about facts has it."""
        found: dict[str, Sequence[str | None]] = {self.field: [self.value]} if self.field else {}
        return found | ({TEAM: [self.team]} if self.team else {})
