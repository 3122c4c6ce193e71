"""What one user may see and set, from their role and place in the tree of teams on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from kaname.people.models import Membership, Person, Role, Team, User

SEES_EVERYTHING = frozenset({Role.ADMINISTRATOR, Role.EXECUTIVE})


@dataclass(frozen=True)
class Scope:
    """Keys of the teams and people whose numbers a user may see; `everything` includes the organisation's own."""

    everything: bool
    team_keys: frozenset[str]
    person_keys: frozenset[str]
    managed_team_keys: frozenset[str]

    def sees(self, *, team: str | None, person: str | None) -> bool:
        """Whether the user may see the totals of a team, a person (within the team), or of the whole organisation."""
        if self.everything:
            return team in (None, *self.team_keys) and person in (None, *self.person_keys)
        if person is not None:
            return person in self.person_keys or team in self.managed_team_keys
        return team is not None and team in self.team_keys


NOTHING = Scope(everything=False, team_keys=frozenset(), person_keys=frozenset(), managed_team_keys=frozenset())


def scope_of(user: User, on: date) -> Scope:
    """Members: themselves and their team's totals. Managers: their teams, those below and the people there.

    People who have left stay visible to the manager of the team that they left from.
    """
    person = Person.objects.active().not_left_by(on).filter(user=user.pk).first()
    if person is None:
        return NOTHING
    if person.role in SEES_EVERYTHING:
        return _everything()
    own_team_ids = set(Membership.objects.in_force_on(on).filter(person=person).values_list("team_id", flat=True))
    if person.role == Role.MEMBER:
        return _of_member(person, own_team_ids)
    managed = Membership.objects.in_force_on(on).filter(manager=person).values_list("team_id", flat=True)
    return _of_manager(person, tops=own_team_ids | set(managed), on=on)


def ids_below(tops: set[int], parents: Mapping[int, int | None]) -> set[int]:
    """The given team ids and every id below them; `parents` maps each team to the one above it."""
    found, newest = set(tops), set(tops)
    while newest:
        newest = {child for child, parent in parents.items() if parent in newest} - found
        found |= newest
    return found


def _everything() -> Scope:
    teams = frozenset(Team.objects.values_list("key", flat=True))
    people = frozenset(Person.objects.values_list("key", flat=True))
    return Scope(everything=True, team_keys=teams, person_keys=people, managed_team_keys=teams)


def _of_member(person: Person, team_ids: set[int]) -> Scope:
    teams = frozenset(Team.objects.filter(id__in=team_ids).values_list("key", flat=True))
    return Scope(everything=False, team_keys=teams, person_keys=frozenset({person.key}), managed_team_keys=frozenset())


def _of_manager(person: Person, *, tops: set[int], on: date) -> Scope:
    teams = list(Team.objects.values_list("id", "key", "parent_id"))
    managed_ids = ids_below(tops, {team_id: parent for team_id, _, parent in teams})
    keys = frozenset(key for team_id, key, _ in teams if team_id in managed_ids)
    people = {person_key for person_key, team_id in _latest_teams(on).items() if team_id in managed_ids}
    return Scope(everything=False, team_keys=keys, person_keys=frozenset(people | {person.key}), managed_team_keys=keys)


def _latest_teams(on: date) -> dict[str, int]:
    """Everybody's team on that day by person key, or the last one they had before it."""
    began = Membership.objects.began_by(on).values_list("person__key", "team_id")
    return dict(began.order_by(F("starts_on").asc(nulls_first=True)))
