"""What other slices ask about people, teams, their calendar and who may see whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kaname.people.models import Membership, Organisation, Person, Team
from kaname.people.scope import Scope, ids_below, scope_of

if TYPE_CHECKING:
    from kaname.facts.directory import Directory
    from kaname.measures.periods import Period

__all__ = ["Scope", "TeamNode", "WorkingHours", "directory", "hours", "organisation", "scope_of", "team_hours"]


@dataclass(frozen=True)
class WorkingHours:
    """Available working time [h] of each person on each day; hours has shape (n_people, n_days)."""

    days: NDArray[np.datetime64]
    person_keys: tuple[str, ...]
    hours: NDArray[np.float64]


@dataclass(frozen=True)
class TeamNode:
    """A team and its depth in the tree, in the order in which a tree is read."""

    team: Team
    depth: int


def organisation() -> Organisation:
    """The organisation of this installation; before the first run is done, one with the defaults, not saved."""
    return Organisation.objects.first() or Organisation(name="")


def team_tree() -> list[TeamNode]:
    """Every active team below its parent, siblings by name."""
    children: dict[int | None, list[Team]] = {}
    for team in Team.objects.active():
        children.setdefault(team.parent_id, []).append(team)
    return list(_walk(children, None, 0))


def _walk(children: dict[int | None, list[Team]], parent_id: int | None, depth: int) -> Sequence[TeamNode]:
    nodes = []
    for team in children.get(parent_id, []):
        nodes.append(TeamNode(team, depth))
        nodes.extend(_walk(children, team.id, depth + 1))
    return nodes


def teams_below(team_keys: Collection[str]) -> frozenset[str]:
    """The keys of the given teams and of all below them."""
    teams = list(Team.objects.values_list("id", "key", "parent_id"))
    tops = {team_id for team_id, key, _ in teams if key in team_keys}
    found = ids_below(tops, {team_id: parent for team_id, _, parent in teams})
    return frozenset(key for team_id, key, _ in teams if team_id in found)


def people_in(team_keys: Collection[str] | None, period: Period) -> list[Person]:
    """People who were in one of the teams (not those below; None: in any team) on some day of the period, by name."""
    here = Membership.objects.touching(period.starts_on, period.ends_on)
    if team_keys is not None:
        here = here.filter(team__key__in=team_keys)
    return list(Person.objects.filter(id__in=here.values("person")))


def hours(person_keys: Sequence[str], period: Period) -> WorkingHours:
    """Available working time of the people, in their order, on every day of the period. [h]"""
    raise NotImplementedError


def team_hours(team_key: str | None, period: Period) -> tuple[NDArray[np.datetime64], NDArray[np.float64]]:
    """(days, hours): the working time of everybody who is in the team or below it on each day. [h]

    None is the organisation: everybody who is in any team. While nobody is in a team, one person with the
    organisation's own hours stands for it, so that elapsed time can be told before people are entered.
    """
    raise NotImplementedError


def directory() -> Directory:
    """The people and teams of the ledger as the fact store needs them. Names that two active people share are
    left out of the references; `ambiguous_names` lists them."""
    raise NotImplementedError
