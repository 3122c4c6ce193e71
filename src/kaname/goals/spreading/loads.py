"""What a sheet asks of people beside what comparable people ever reached in as much time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from kaname.goals.kpis.carriers import threshold_for
from kaname.goals.spreading.grounds import Ground, Grounds
from kaname.goals.spreading.handing_out import value_of
from kaname.goals.spreading.sharers import Sharer
from kaname.goals.spreading.sheet import Sheet
from kaname.measures.direction import Direction
from kaname.measures.overload import Threshold, overload
from kaname.measures.periods import Period
from kaname.people.models import Person


@dataclass(frozen=True)
class Load:
    """One value that asks too much: of a person, or of a team's people together.

    `hours` and `meetings` are those of the part [h]; without any hours no `threshold` is needed to say so.
    """

    sharer: Sharer
    place: int
    period: Period
    value: Decimal
    hours: float
    meetings: float
    people: int
    threshold: Threshold

    @property
    def reached(self) -> float:
        """What 9 of 10 comparable people never went above in as much time. [unit of the metric]"""
        return (self.threshold.rate or 0.0) * self.hours

    @property
    def times(self) -> float:
        """How many times that is asked, without an end where there is no time."""
        return float(self.value) / self.reached if self.reached > 0 else np.inf


def loads_of(sheet: Sheet, grounds: Grounds, ground: Ground) -> list[Load]:
    """Values of parts that are not over; nothing where less is better."""
    reader = grounds.reader
    if reader.definitions[grounds.metric_key].direction is not Direction.HIGHER:
        return []
    coming = [at for at, period in enumerate(ground.periods) if period.ends_on > reader.today]
    return [
        load
        for sharer, people, threshold in _compared(grounds, ground)
        for load in _of(sheet, sharer, people, threshold, [(at, ground.periods[at]) for at in coming])
    ]


def _compared(grounds: Grounds, ground: Ground) -> Iterator[tuple[Sharer, int, Threshold]]:
    """Each sharer, how many people that is, and what they are held against."""
    sharing = [one for one in ground.sharers if one.takes_share]
    own = threshold_for(grounds.record, [one.person for one in sharing if one.person])
    for sharer in sharing:
        if sharer.team is None:
            yield sharer, 1, own
        else:
            people = _people_of(grounds, sharer)
            yield sharer, len(people), threshold_for(grounds.record, people)


def _people_of(grounds: Grounds, sharer: Sharer) -> list[Person]:
    crew = grounds.crew
    rows = grounds.takers.below(sharer.team) if sharer.team else ()
    return [crew.people[row] for row in rows or crew.rows_in(grounds.teams.within(sharer.team))]


def _of(
    sheet: Sheet, sharer: Sharer, people: int, threshold: Threshold, parts: Sequence[tuple[int, Period]]
) -> Iterator[Load]:
    for place, period in parts:
        value, hours = value_of(sheet, sharer, period), float(sharer.hours[place])
        if value <= 0 or not sharer.shares_in(place):
            continue
        rate = float(value) / hours if hours > 0 else np.inf
        if hours <= 0 or overload(required_rate=rate, threshold=threshold):
            yield Load(sharer, place, period, value, hours, float(sharer.meetings[place]), people, threshold)
