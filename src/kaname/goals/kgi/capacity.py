"""Working time of a goal's team, in the goal's period and in the one that it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.measures.periods import FiscalCalendar, Grain, Period, periods_between
from kaname.measures.working_time import hours_between
from kaname.people.models import Team
from kaname.people.queries import people_in, team_hours, teams_below


@dataclass(frozen=True)
class Capacity:
    """People, and their available hours after holidays, leave and meetings, before and now. [h]"""

    hours_before: float
    hours_now: float
    people_before: int
    people_now: int

    @property
    def change(self) -> float | None:
        """Hours now ÷ hours before - 1, where there were any. [ratio]"""
        return self.hours_now / self.hours_before - 1 if self.hours_before > 0 else None


@dataclass(frozen=True)
class MonthHours:
    """The part of a month in which something can still be done, and the team's working time in it. [h]"""

    period: Period
    hours: float


def capacity_of(team: Team | None, *, period: Period, compared: Period) -> Capacity:
    key = team.key if team else None
    keys = None if key is None else teams_below({key})
    before, now = (float(team_hours(key, one)[1].sum()) for one in (compared, period))
    return Capacity(before, now, len(people_in(keys, compared)), len(people_in(keys, period)))


def months_left(team: Team | None, *, period: Period, today: date, calendar: FiscalCalendar) -> list[MonthHours]:
    """The months of the period from today on; nothing once it is over."""
    since = max(period.starts_on, today)
    if since >= period.ends_on:
        return []
    days, hours = team_hours(team.key if team else None, Period(since, period.ends_on))
    months = periods_between(since=since, until=period.ends_on, grain=Grain.MONTH, calendar=calendar)
    parts = [Period(max(one.starts_on, since), min(one.ends_on, period.ends_on)) for one in months]
    return [
        MonthHours(part, float(hours_between(hours=hours, days=days, since=part.starts_on, until=part.ends_on)))
        for part in parts
    ]


def hours_of_periods(team: Team | None, periods: Sequence[Period]) -> NDArray[np.float64]:
    """The team's working time in each of the periods, which follow each other. [h]"""
    if not periods:
        return np.array([])
    whole = Period(periods[0].starts_on, periods[-1].ends_on)
    days, hours = team_hours(team.key if team else None, whole)
    return np.array(
        [hours_between(hours=hours, days=days, since=one.starts_on, until=one.ends_on) for one in periods], dtype=float
    )
