"""Everybody who works in a goal's teams in its period, with what each part of it finds of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.goals.reader import Reader
from kaname.goals.spreading.settings import RampUp
from kaname.goals.spreading.teams import TeamTree
from kaname.measures.periods import Period
from kaname.measures.ramp_up import ramp_up_factors
from kaname.people.models import Membership, Person, Team
from kaname.people.queries import people_in
from kaname.people.working_hours import parts_of

Hours = NDArray[np.float64]
Places = NDArray[np.int64]
NOBODY = -1
# Differences of running sums, without the dust of binary fractions. [decimals]
EXACT = 6


@dataclass(frozen=True)
class Crew:
    """People with their stays in teams.

    `row` and `team` of each stay point into `people` and name a team's id; `days`, `hours`, `meetings` and `capacity`
    are what it has of each part, shape (n_stays, n_parts): days in the team, working time, meetings, and working time
    with ramp-up [d, h]. `began` is each person's first day, NaT for who was always there.
    """

    people: tuple[Person, ...]
    row: Places
    team: Places
    days: Hours
    hours: Hours
    meetings: Hours
    capacity: Hours
    began: NDArray[np.datetime64]

    def of_teams(self, ids: Collection[int], *, rows: Collection[int]) -> tuple[Hours, Hours, Hours]:
        """Capacity, working time and meetings of some people in some teams together, each shape (n_parts,). [h]"""
        here = np.isin(self.team, list(ids)) & np.isin(self.row, list(rows))
        return self.capacity[here].sum(axis=0), self.hours[here].sum(axis=0), self.meetings[here].sum(axis=0)

    def hours_in(self, ids: Collection[int], *, row: int | None = None) -> Hours:
        """Working time of each stay of everybody, or of one person, in some teams, shape (n_found, n_parts). [h]"""
        here = np.isin(self.team, list(ids))
        return self.hours[here if row is None else here & (self.row == row)]

    def teams_of(self, row: int) -> list[int]:
        """The teams that a person is in, by id."""
        found: list[int] = np.unique(self.team[self.row == row]).tolist()
        return found

    def rows_in(self, ids: Collection[int]) -> list[int]:
        """People with a stay in one of the teams, by name."""
        found: list[int] = np.unique(self.row[np.isin(self.team, list(ids))]).tolist()
        return found

    def of_person(self, name: str, row: int, team_id: int) -> Hours:
        """What a person has of each part in a team; 0 in parts of which they spend more in another one. [h]"""
        total: Hours = getattr(self, name)[self._stays_of[row, team_id]].sum(axis=0)
        return np.where(self.home[row] == team_id, total, 0.0)

    @cached_property
    def home(self) -> Places:
        """The team in which each person spends most of each part, shape (n_people, n_parts); NOBODY where in none.

        A person has one target for a part: it comes from one team's sheet.
        """
        found = np.full((len(self.people), self.days.shape[1]), NOBODY, dtype=np.int64)
        most = np.zeros(found.shape)
        for (row, team_id), stays in self._stays_of.items():
            # Days decide where there is no working time, and between equal hours.
            spent = self.hours[stays].sum(axis=0) + 1e-6 * self.days[stays].sum(axis=0)
            better = spent > most[row]
            found[row, better], most[row, better] = team_id, spent[better]
        return found

    @cached_property
    def _stays_of(self) -> dict[tuple[int, int], list[int]]:
        """Each person's stays in each team."""
        found: dict[tuple[int, int], list[int]] = {}
        for stay, pair in enumerate(zip(self.row.tolist(), self.team.tolist(), strict=True)):
            found.setdefault(pair, []).append(stay)
        return found


def crew_of(
    team: Team | None, *, period: Period, parts: Sequence[Period], ramp: RampUp, teams: TeamTree, reader: Reader
) -> Crew:
    """The people of the team and of those below it. Some ten queries, however many they are."""
    within = teams.within(team)
    people = people_in(None if team is None else teams.keys(within), period)
    found = parts_of(people, organisation=reader.organisation, period=period)
    stays = _stays(people, period)
    began = _began(people, stays)
    since = (found.days[np.newaxis, :] - began[:, np.newaxis]) / np.timedelta64(1, "D")
    ramped = found.hours * ramp_up_factors(days_since_joined=since, start=ramp.start, months=ramp.months)
    meetings = np.where(found.hours > 0, found.meetings, 0.0)
    row, ids, first, end = (np.array([one[at] for one in stays.inside], dtype=np.int64) for at in range(4))
    bounds = [((one.starts_on - period.starts_on).days, (one.ends_on - period.starts_on).days) for one in parts]

    def by_part(daily: Hours) -> Hours:
        return _by_part(daily, row, first, end, bounds)

    return Crew(
        people=tuple(people),
        row=row,
        team=ids,
        days=by_part(np.ones(found.hours.shape)),
        hours=by_part(found.hours),
        meetings=by_part(meetings),
        capacity=by_part(ramped),
        began=began,
    )


@dataclass(frozen=True)
class _Stays:
    """`inside`: row, team, first day and day after the last, counted within the period; `first` by person, if known."""

    inside: list[tuple[int, int, int, int]]
    first: dict[int, date | None]


def _stays(people: Sequence[Person], period: Period) -> _Stays:
    rows = {person.pk: row for row, person in enumerate(people)}
    inside: list[tuple[int, int, int, int]] = []
    first: dict[int, date | None] = {}
    every = Membership.objects.order_by("pk").values_list("person_id", "team_id", "starts_on", "ends_on")
    for person_id, team_id, starts_on, ends_on in every:
        if person_id not in rows:
            continue
        known = first.get(person_id, starts_on)
        first[person_id] = None if known is None or starts_on is None else min(known, starts_on)
        since = max(starts_on or period.starts_on, period.starts_on)
        until = min(ends_on or period.ends_on, period.ends_on)
        if since < until:
            day, end = (since - period.starts_on).days, (until - period.starts_on).days
            inside.append((rows[person_id], team_id, day, end))
    return _Stays(inside, first)


def _began(people: Sequence[Person], stays: _Stays) -> NDArray[np.datetime64]:
    return np.array([stays.first.get(person.pk) for person in people], dtype="datetime64[D]")


def _by_part(daily: Hours, row: Places, first: Places, end: Places, bounds: Sequence[tuple[int, int]]) -> Hours:
    """Sums over the days of each stay in each part, shape (n_stays, n_parts)."""
    before = np.pad(np.cumsum(daily, axis=1), ((0, 0), (1, 0)))
    found = np.zeros((len(row), len(bounds)))
    for place, (since, until) in enumerate(bounds):
        start = np.clip(first, since, until)
        found[:, place] = before[row, np.clip(end, start, until)] - before[row, start]
    return np.round(found, EXACT)
