"""Who worked for a team or with a person, in which team, and how many hours, day by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.measures.periods import Period
from kaname.measures.working_time import Days, Hours, days_of
from kaname.people.models import Membership, Organisation, Person
from kaname.people.queries import people_in, team_hours
from kaname.people.working_hours import WorkingHours, hours_of

NO_TEAM = -1


@dataclass(frozen=True)
class Roster:
    """Working time [h] and team of each person on each day of a span.

    `hours` and `teams` have shape (n_people, n_days); `teams` holds positions in `team_keys`, NO_TEAM for none.
    `hours_of_all`, shape (n_days,), is the working time of everybody together.
    """

    span: Period
    person_keys: tuple[str, ...]
    names: tuple[str, ...]
    team_keys: tuple[str, ...]
    hours: Hours
    teams: NDArray[np.int64]
    hours_of_all: Hours

    @cached_property
    def days(self) -> Days:
        return days_of(self.span)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        return {key: row for row, key in enumerate(self.person_keys)}

    def within(self, period: Period) -> Roster:
        """The same people on the days of a period inside the span."""
        first = (period.starts_on - self.span.starts_on).days
        part = slice(first, first + period.days)
        return replace(
            self,
            span=period,
            hours=self.hours[:, part],
            teams=self.teams[:, part],
            hours_of_all=self.hours_of_all[part],
        )

    def here(self, team_keys: Collection[str] | None) -> NDArray[np.bool_]:
        """Whether each person is in one of the teams (None: counts wherever they are) on each day."""
        if team_keys is None:
            return np.ones(self.teams.shape, dtype=bool)
        wanted = [number for number, key in enumerate(self.team_keys) if key in team_keys]
        return np.isin(self.teams, wanted)

    def hours_in(self, team_keys: Collection[str]) -> Hours:
        """Working time in some teams together, shape (n_days,). [h]"""
        total: Hours = (self.hours * self.here(team_keys)).sum(axis=0)
        return total

    @property
    def working(self) -> WorkingHours:
        return WorkingHours(self.days, self.person_keys, self.hours)


def roster_of_teams(team_keys: Sequence[str] | None, *, organisation: Organisation, span: Period) -> Roster:
    """Everybody who was in one of the teams (None: in any) on some day of the span."""
    people = people_in(team_keys, span)
    worked = hours_of(people, organisation=organisation, period=span)
    known, teams = _teams_by_day(people, span)
    roster = _roster(people, span, worked, known, teams)
    if not people and team_keys is None:
        return replace(roster, hours_of_all=team_hours(None, span)[1])
    inside = roster.teams != NO_TEAM if team_keys is None else roster.here(team_keys)
    return replace(roster, hours_of_all=(roster.hours * inside).sum(axis=0))


def roster_of_person(
    person: Person, *, within: Collection[str] | None, organisation: Organisation, span: Period
) -> Roster:
    """One person, whatever team they were in; `hours_of_all` counts what they worked within some teams (None: all)."""
    worked = hours_of([person], organisation=organisation, period=span)
    known, teams = _teams_by_day([person], span)
    roster = _roster([person], span, worked, known, teams)
    return replace(roster, hours_of_all=(worked.hours * roster.here(within))[0])


def _roster(
    people: Sequence[Person], span: Period, worked: WorkingHours, known: Sequence[str], teams: NDArray[np.int64]
) -> Roster:
    return Roster(
        span=span,
        person_keys=worked.person_keys,
        names=tuple(person.name for person in people),
        team_keys=tuple(known),
        hours=worked.hours,
        teams=teams,
        hours_of_all=np.zeros(span.days),
    )


def _teams_by_day(people: Sequence[Person], span: Period) -> tuple[list[str], NDArray[np.int64]]:
    """The keys of all teams that somebody was in, and each person's on each day."""
    rows = {person.pk: row for row, person in enumerate(people)}
    numbers: dict[str, int] = {}
    teams = np.full((len(people), span.days), NO_TEAM, dtype=np.int64)
    stays = Membership.objects.touching(span.starts_on, span.ends_on)
    for person, team, starts_on, ends_on in stays.values_list("person", "team__key", "starts_on", "ends_on"):
        if person in rows:
            number = numbers.setdefault(team, len(numbers))
            first = (max(starts_on or span.starts_on, span.starts_on) - span.starts_on).days
            last = (min(ends_on or span.ends_on, span.ends_on) - span.starts_on).days
            teams[rows[person], first:last] = number
    return list(numbers), teams
