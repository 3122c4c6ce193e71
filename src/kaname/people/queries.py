"""What other slices ask about people, teams, their calendar and who may see whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from kaname.measures.periods import Period
from kaname.measures.working_time import Days, Hours
from kaname.people.models import Membership, Organisation, Person, Team
from kaname.people.reference import ambiguous_names, directory
from kaname.people.scope import Scope, ids_below, scope_of
from kaname.people.working_hours import WorkingHours, hours_of, presence

__all__ = [
    "Scope",
    "TeamNode",
    "WorkingHours",
    "ambiguous_names",
    "directory",
    "hours",
    "organisation",
    "people_in",
    "scope_of",
    "team_hours",
    "team_tree",
    "teams_below",
]


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
    """Available working time of the people, in their order, on every day of the period; unknown keys have none. [h]"""
    known = {person.key: person for person in Person.objects.filter(key__in=person_keys)}
    found = hours_of(list(known.values()), organisation=organisation(), period=period)
    row_of = {key: row for row, key in enumerate(found.person_keys)}
    ordered = np.zeros((len(person_keys), period.days))
    for row, key in enumerate(person_keys):
        if key in row_of:
            ordered[row] = found.hours[row_of[key]]
    return WorkingHours(found.days, tuple(person_keys), ordered)


def team_hours(team_key: str | None, period: Period) -> tuple[Days, Hours]:
    """(days, hours): the working time of everybody who is in the team or below it on each day. [h]

    None is the organisation: everybody who is in any team. While nobody is in a team, one person with the
    organisation's own hours stands for it, so that elapsed time can be told before people are entered.
    """
    keys = None if team_key is None else teams_below({team_key})
    people = people_in(keys, period)
    if not people and team_key is None:
        alone = hours_of([Person(pk=0, name="")], organisation=organisation(), period=period)
        return alone.days, alone.hours[0]
    team_ids = None if keys is None else set(Team.objects.filter(key__in=keys).values_list("id", flat=True))
    found = hours_of(people, organisation=organisation(), period=period)
    here = presence(people, team_ids=team_ids, period=period)
    return found.days, (found.hours * here).sum(axis=0)
