"""The people whose actions are looked at, with their working time and teams on each day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.goals.models import Action
from kaname.measures.periods import Period
from kaname.measures.working_time import days_of, weekdays_of
from kaname.people.models import Organisation, Person, Role, Team
from kaname.people.scope import ids_below
from kaname.people.working_hours import hours_of, presence

Hours = NDArray[np.float64]


@dataclass(frozen=True)
class Crew:
    """`hours` is what each person can work on each day, (n_people, n_days); `usual` a full day's, (n_days,). [h]"""

    people: tuple[Person, ...]
    days: Period
    hours: Hours
    usual: Hours

    @classmethod
    def of(cls, people: Sequence[Person], days: Period, *, organisation: Organisation) -> Crew:
        found = hours_of(people, organisation=organisation, period=days)
        return cls(tuple(people), days, found.hours, usual_hours(days, organisation=organisation))

    @property
    def usual_of_a_day(self) -> Hours:
        """The same with an average working day for days off: somebody may work on a Saturday, shape (n_days,). [h]"""
        worked = self.usual[self.usual > 0]
        return np.where(self.usual > 0, self.usual, worked.mean() if len(worked) else 0.0)

    @cached_property
    def parents(self) -> dict[int, int | None]:
        return dict(Team.objects.order_by().values_list("pk", "parent_id"))

    def owns(self, action: Action) -> NDArray[np.bool_]:
        """Whether the action is each person's on each day, shape (n_people, n_days).

        A team's is that of its members: who manages is an owner by name only.
        """
        named = {one.person_id for one in action.owners.all() if one.person_id is not None}
        teams = {one.team_id for one in action.owners.all() if one.team_id is not None}
        mine = np.array([person.pk in named for person in self.people], dtype=bool)
        owned = np.repeat(mine[:, None], self.days.days, axis=1)
        return owned | self._members_of(frozenset(teams)) if teams else owned

    def _members_of(self, team_ids: frozenset[int]) -> NDArray[np.bool_]:
        if team_ids not in self._members:
            below: Collection[int] = ids_below(set(team_ids), self.parents)
            members = np.array([person.role == Role.MEMBER for person in self.people], dtype=bool)
            there = presence(self.people, team_ids=below, period=self.days)
            self._members[team_ids] = there & members[:, None]
        return self._members[team_ids]

    @cached_property
    def _members(self) -> dict[frozenset[int], NDArray[np.bool_]]:
        """By teams that own an action: many actions have the same."""
        return {}


def usual_hours(days: Period, *, organisation: Organisation) -> Hours:
    """What the organisation works on each weekday, holidays or not, shape (n_days,). [h]"""
    usual: Hours = np.array(organisation.weekday_hours, dtype=np.float64)[weekdays_of(days_of(days))]
    return usual
