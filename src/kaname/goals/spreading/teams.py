"""The tree of teams, read once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kaname.people.models import Team
from kaname.people.scope import ids_below


@dataclass(frozen=True)
class TeamTree:
    """Every team by id, those that were closed too, by name."""

    by_id: dict[int, Team]

    @classmethod
    def read(cls) -> TeamTree:
        return cls({team.pk: team for team in Team.objects.all()})

    def right_below(self, team: Team | None) -> list[Team]:
        """Active teams whose parent this is; None: those without one."""
        parent = None if team is None else team.pk
        return [one for one in self.by_id.values() if one.parent_id == parent and one.is_active]

    def within(self, team: Team | None) -> frozenset[int]:
        """Ids of the team and all below it; None: of every team."""
        if team is None:
            return frozenset(self.by_id)
        return frozenset(ids_below({team.pk}, {pk: one.parent_id for pk, one in self.by_id.items()}))

    def keys(self, ids: Collection[int]) -> list[str]:
        return [self.by_id[pk].key for pk in ids]

    def above(self, team: Team | None) -> list[Team | None]:
        """The teams above, the nearest first, and the organisation (None) at the end."""
        found: list[Team | None] = []
        while team is not None:
            team = self.by_id.get(team.parent_id or 0)
            found.append(team)
        return found
