"""Whom a change of targets concerns, and who decides about a proposal: by the teams and managers of one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kaname.goals.models import Target
from kaname.measures.periods import Period
from kaname.people.models import Membership, Person, Role, Team

LEADERS = frozenset({Role.MANAGER, Role.EXECUTIVE, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Stay:
    """Who is in a team and who manages them there, by id."""

    person: int
    team: int
    manager: int | None


@dataclass(frozen=True)
class Audience:
    """Answers for all of `changed` from at most four queries; people who cannot sign in are left out.

    A person's target concerns the person. A team's concerns the people in the team and their managers, and those in
    the teams below whose target is a part of it, because nothing nearer is set for them. The organisation's concerns
    the executives and, in the same way, everybody in a team.
    """

    day: date
    changed: Sequence[Target]

    def of(self, target: Target) -> set[int]:
        """Ids of the users whom a change of the target concerns."""
        if target.person_id is not None:
            return self._users([target.person_id])
        told = self._sharing(target)
        told |= self._with_role(Role.EXECUTIVE) if target.team_id is None else self._in(target.team_id)
        return self._users(told)

    def deciders(self, target: Target) -> set[int]:
        """Ids of the users who are asked to decide: the nearest managers; where there are none, the executives."""
        stays = self._stays_of.get(target.person_id or 0, [])
        named = self._users(stay.manager for stay in stays if self._leads(stay.manager))
        if named:
            return named
        team = target.team_id if target.person_id is None else next((stay.team for stay in stays), None)
        while team is not None:
            if managers := self._users(self._managers_of(team)):
                return managers
            team = self._parents.get(team)
        return self._users(self._with_role(Role.EXECUTIVE)) or self._users(self._with_role(Role.ADMINISTRATOR))

    def _in(self, team: int) -> set[int]:
        stays = self._stays_in.get(team, [])
        return {stay.person for stay in stays} | {stay.manager for stay in stays if stay.manager is not None}

    def _sharing(self, target: Target) -> set[int]:
        """People below the target's owner for whom nothing nearer is set, and their managers."""
        found: set[int] = set()
        waiting = list(self._children.get(target.team_id, ()))
        while waiting:
            team = waiting.pop()
            if self._covered(target, team=team):
                continue
            waiting += self._children.get(team, ())
            for stay in self._stays_in.get(team, []):
                if not self._covered(target, person=stay.person):
                    found |= {stay.person} if stay.manager is None else {stay.person, stay.manager}
        return found

    def _covered(self, target: Target, *, team: int | None = None, person: int | None = None) -> bool:
        """Whether the team or person has targets of their own for every day of this one."""
        reached = target.starts_on
        for starts_on, ends_on in self._spans.get((target.metric_key, team, person), ()):
            if starts_on <= reached < ends_on:
                reached = ends_on
        return reached >= target.ends_on

    def _managers_of(self, team: int) -> set[int]:
        stays = self._stays_in.get(team, [])
        inside = {stay.person for stay in stays if self._roles.get(stay.person) == Role.MANAGER}
        return inside | {stay.manager for stay in stays if stay.manager is not None and self._leads(stay.manager)}

    def _leads(self, person: int | None) -> bool:
        return self._roles.get(person or 0) in LEADERS

    def _with_role(self, role: Role) -> set[int]:
        return {person for person, has in self._roles.items() if has == role}

    def _users(self, people: Iterable[int | None]) -> set[int]:
        return {self._people[person][0] for person in people if person in self._people}

    @cached_property
    def _roles(self) -> dict[int, str]:
        return {person: role for person, (_user, role) in self._people.items()}

    @cached_property
    def _people(self) -> dict[int, tuple[int, str]]:
        """User and role of everybody who can sign in, by person."""
        people = Person.objects.active().not_left_by(self.day).filter(user__is_active=True)
        return {person: (user, role) for person, user, role in people.values_list("pk", "user_id", "role")}

    @cached_property
    def _stays(self) -> list[Stay]:
        rows = Membership.objects.in_force_on(self.day).values_list("person_id", "team_id", "manager_id")
        return [Stay(*row) for row in rows]

    @cached_property
    def _stays_in(self) -> dict[int, list[Stay]]:
        found = defaultdict(list)
        for stay in self._stays:
            found[stay.team].append(stay)
        return dict(found)

    @cached_property
    def _stays_of(self) -> dict[int, list[Stay]]:
        return {stay.person: [stay] for stay in self._stays}

    @cached_property
    def _parents(self) -> dict[int, int | None]:
        return dict(Team.objects.values_list("pk", "parent_id"))

    @cached_property
    def _children(self) -> dict[int | None, list[int]]:
        found = defaultdict(list)
        for team, parent in self._parents.items():
            found[parent].append(team)
        return dict(found)

    @cached_property
    def _spans(self) -> dict[tuple[str, int | None, int | None], list[tuple[date, date]]]:
        """Days of targets by metric, team and person, the earliest first: those in force, and those that just changed.

        What is withdrawn together with the team's target was nearer until now.
        """
        shared = [target for target in self.changed if target.person_id is None]
        whole = Period(min(target.starts_on for target in shared), max(target.ends_on for target in shared))
        found: dict[tuple[str, int | None, int | None], set[tuple[date, date]]] = defaultdict(set)
        for target in self.changed:
            found[target.metric_key, target.team_id, target.person_id].add((target.starts_on, target.ends_on))
        for metric, team, person, starts_on, ends_on in _in_force({one.metric_key for one in shared}, whole):
            found[metric, team, person].add((starts_on, ends_on))
        return {owner: sorted(spans) for owner, spans in found.items()}


def _in_force(metrics: Collection[str], whole: Period) -> Iterable[tuple[str, int | None, int | None, date, date]]:
    targets = Target.objects.touching(whole).of_metrics(metrics).order_by()
    return targets.values_list("metric_key", "team_id", "person_id", "starts_on", "ends_on")
