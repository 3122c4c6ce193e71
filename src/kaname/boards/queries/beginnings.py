"""How far an installation is on its way to its first board."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.facts.store import FactStore
from kaname.goals.models import Target
from kaname.people.models import Person, Team


@dataclass(frozen=True)
class Beginnings:
    """How many people and teams there are, whether facts have come in, and how many targets are in force."""

    people: int
    teams: int
    has_facts: bool
    targets: int

    @property
    def has_people(self) -> bool:
        """Somebody besides the administrator who set it up."""
        return self.people > 1 and self.teams > 0


def beginnings(store: FactStore) -> Beginnings:
    return Beginnings(
        people=Person.objects.active().count(),
        teams=Team.objects.active().count(),
        has_facts=store.loaded_at() is not None,
        targets=Target.objects.in_force().count(),
    )
