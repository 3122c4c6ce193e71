"""Whose numbers are watched: the organisation, its teams, and segments of what the whole organisation does."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.goals.resolution.owners import Owner


@dataclass(frozen=True)
class Group:
    """A team (None: the organisation), or the facts of the organisation that have one value in a field."""

    team: str | None = None
    field: str = ""
    value: str = ""

    @property
    def owner(self) -> Owner:
        return Owner(team=self.team)
