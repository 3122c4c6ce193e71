"""The organisation, its teams and its people over a span of days, each with its working time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.goals.resolution.owners import ORGANISATION, Owner
from kaname.measures.periods import Period
from kaname.measures.working_time import Days, Hours
from kaname.people.models import Organisation
from kaname.people.staffing import NO_TEAM, Roster, roster_of_teams
from kaname.people.team_lines import Teams

ALONE = -1


@dataclass(frozen=True)
class Crew:
    """Everybody over `span`, and the teams they are in on `today`."""

    organisation: Organisation
    roster: Roster
    teams: Teams
    today: date

    @classmethod
    def read(cls, organisation: Organisation, *, span: Period, today: date) -> Crew:
        """People, stays, calendars and teams: as many queries however many people there are."""
        roster = roster_of_teams(None, organisation=organisation, span=span)
        return cls(organisation, roster, Teams.read(), today)

    @property
    def days(self) -> Days:
        return self.roster.days

    @cached_property
    def groups(self) -> tuple[Owner, ...]:
        """The organisation and every active team, from the top."""
        return (ORGANISATION, *(Owner(team=node.key) for node, _depth in self.teams.walk()))

    @cached_property
    def people(self) -> tuple[Owner, ...]:
        """Who is in a team today."""
        return tuple(
            Owner(person=key)
            for key, team in zip(self.roster.person_keys, self._team_today, strict=True)
            if team != NO_TEAM
        )

    @cached_property
    def leaning_on(self) -> NDArray[np.int64]:
        """For each of `people` the place of their team among `groups`, ALONE where it is no longer active."""
        place = {owner.team: number for number, owner in enumerate(self.groups)}
        here = self._team_today[self._team_today != NO_TEAM]
        return np.array([place.get(self.roster.team_keys[team], ALONE) for team in here], dtype=np.int64)

    def below(self, owner: Owner) -> frozenset[str] | None:
        """The keys of the teams whose facts are the owner's; None is every team and none."""
        return None if owner.team is None else self.teams.below(owner.team)

    @cached_property
    def hours_of_groups(self) -> Hours:
        """Working time of everybody in each of `groups` on each day, shape (n_groups, n_days). [h]"""
        rows = [
            self.roster.hours_of_all if below is None else self.roster.hours_in(below)
            for below in (self.below(owner) for owner in self.groups)
        ]
        return np.array(rows)

    @cached_property
    def hours_of_people(self) -> Hours:
        """The same of `people`, shape (n_people, n_days). [h]"""
        hours: Hours = self.roster.hours[self._team_today != NO_TEAM]
        return hours

    @cached_property
    def _team_today(self) -> NDArray[np.int64]:
        place = int((np.datetime64(self.today) - self.days[0]).astype(int))
        teams: NDArray[np.int64] = self.roster.teams[:, place]
        return teams
