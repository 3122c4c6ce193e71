"""Who is in which team on which days, and how much working time that makes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kaname.goals.resolution.owners import Owner, Owners
from kaname.measures.periods import Period
from kaname.people.models import Membership, Team
from kaname.people.queries import hours as hours_of_people
from kaname.people.queries import team_hours
from kaname.people.working_hours import WorkingHours


@dataclass(frozen=True)
class Roster:
    """The tree of teams and everybody's stays in them that touch a span of days; owners as numbers, days as ordinals.

    `parents` maps each team to the one above it (0, the organisation, above the top ones), parents before children.
    """

    span: Period
    parents: dict[int, int]
    person_keys: tuple[str, ...]
    stay_person: NDArray[np.int64]
    stay_team: NDArray[np.int64]
    stay_starts: NDArray[np.int64]
    stay_ends: NDArray[np.int64]

    @classmethod
    def over(cls, span: Period, *, owners: Owners) -> Roster:
        """Read teams and stays: two queries. People come by name; stay_person points into person_keys."""
        teams = _teams(owners)
        stays = list(
            Membership.objects.touching(span.starts_on, span.ends_on)
            .order_by("person__name", "person_id", "pk")
            .values_list("person__key", "team_id", "starts_on", "ends_on")
        )
        people = {key: number for number, key in enumerate(dict.fromkeys(stay[0] for stay in stays))}
        first, end = span.starts_on, span.ends_on
        return cls(
            span=span,
            parents=_parents_first(teams.values()),
            person_keys=tuple(people),
            stay_person=np.array([people[key] for key, *_ in stays], dtype=np.int64),
            stay_team=np.array([teams[team][0] for _, team, *_ in stays], dtype=np.int64),
            stay_starts=np.array([max(starts or first, first).toordinal() for *_, starts, _ in stays], dtype=np.int64),
            stay_ends=np.array([min(ends or end, end).toordinal() for *_, ends in stays], dtype=np.int64),
        )

    def within(self, period: Period) -> Roster:
        """The stays that touch the period, clipped to it; days and people are numbered as before."""
        starts = np.maximum(self.stay_starts, period.starts_on.toordinal())
        ends = np.minimum(self.stay_ends, period.ends_on.toordinal())
        here = starts < ends
        return replace(
            self,
            stay_person=self.stay_person[here],
            stay_team=self.stay_team[here],
            stay_starts=starts[here],
            stay_ends=ends[here],
        )

    def at_or_below(self, tops: Collection[int]) -> list[int]:
        """These teams and all below them; the organisation (0) is above all."""
        found = set(tops)
        for team, parent in self.parents.items():
            if parent in found:
                found.add(team)
        return list(found)

    def hours(self, person_keys: Sequence[str], *, known: WorkingHours | None) -> NDArray[np.float64]:
        """Working time of the people on each day of the span, from `known` where that holds it. [h]"""
        if known is not None and set(person_keys) <= set(known.person_keys) and self._within(known):
            row_of = {key: row for row, key in enumerate(known.person_keys)}
            first = int((np.datetime64(self.span.starts_on) - known.days[0]).astype(int))
            return known.hours[[row_of[key] for key in person_keys], first : first + self.span.days]
        return hours_of_people(person_keys, self.span).hours

    def _within(self, known: WorkingHours) -> bool:
        days = known.days
        return bool(
            len(days)
            and days[0] <= np.datetime64(self.span.starts_on)
            and np.datetime64(self.span.ends_on) <= days[-1] + np.timedelta64(1)
        )

    def hours_of_teams(self, hours: NDArray[np.float64], *, n_owners: int) -> NDArray[np.float64]:
        """Working time of every team with those below, and of the organisation, from that of `person_keys`. [h]

        Returns
        -------
        ndarray, shape (n_owners, n_days)
            Rows of owners that are people stay 0.
        """
        total = np.zeros((n_owners, self.span.days))
        first = self.span.starts_on.toordinal()
        stays = zip(self.stay_person, self.stay_team, self.stay_starts - first, self.stay_ends - first, strict=True)
        for person, team, start, end in stays:
            total[team, start:end] += hours[person, start:end]
        for team, parent in reversed(self.parents.items()):
            total[parent] += total[team]
        if not len(self.person_keys):
            total[0] = team_hours(None, self.span)[1]
        return total


def parents_of(owners: Owners) -> dict[int, int]:
    """The team above each team (0, the organisation, above the top ones), parents before children: one query."""
    return _parents_first(_teams(owners).values())


def _teams(owners: Owners) -> dict[int, tuple[int, int]]:
    """The number of each team and of the one above it, by id."""
    rows = {pk: (key, parent) for pk, key, parent in Team.objects.values_list("pk", "key", "parent_id")}
    numbers = {pk: owners.add(Owner(team=key)) for pk, (key, _) in rows.items()}
    return {pk: (number, numbers.get(rows[pk][1] or 0, 0)) for pk, number in numbers.items()}


def _parents_first(teams: Iterable[tuple[int, int]]) -> dict[int, int]:
    above = dict(teams)
    ordered: dict[int, int] = {}
    known = {0}
    while waiting := {team: parent for team, parent in above.items() if team not in known}:
        ready = {team: parent for team, parent in waiting.items() if parent in known}
        ordered |= ready
        known |= set(ready)
        if not ready:
            raise ValueError(f"teams {sorted(waiting)} are above themselves")
    return ordered
