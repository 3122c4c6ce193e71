"""The months or weeks of a goal, and what each of them can carry: working time and season."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kaname.goals.kpi_tree.months import past_months
from kaname.goals.kpi_tree.values import history_until
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.spreading.settings import season_by_hand
from kaname.measures.periods import Grain, Period, periods_between
from kaname.measures.season import Season, season_indices, season_weights
from kaname.measures.working_time import Days
from kaname.people.models import Team
from kaname.people.queries import team_hours

Weights = NDArray[np.float64]


@dataclass(frozen=True)
class Parts:
    """`weights`, shape (n_parts,), are working time x season; `hours` working time alone. [h]

    `season` is what was measured, `by_hand` what somebody typed instead, by month of the year. Without any working time
    the calendar's days stand for it (`by_calendar`), and `hours` are 0.
    """

    periods: tuple[Period, ...]
    hours: Weights
    weights: Weights
    indices: Weights
    season: Season
    by_hand: dict[int, float]
    by_calendar: bool


def parts_of(goal: Goal, metric_key: str, *, team: Team | None, periods: tuple[Period, ...], reader: Reader) -> Parts:
    """The parts of the goal's period for a team."""
    days, hours = team_hours(team.key if team else None, goal.period)
    by_calendar = not hours.any()
    time = np.ones(len(days)) if by_calendar else hours
    season, by_hand = season_of(goal, metric_key, team=team, reader=reader), season_by_hand(goal, metric_key)
    used = replace(season, indices=tuple(by_hand.get(place + 1, one) for place, one in enumerate(season.indices)))
    weights = by_part(season_weights(hours=time, months=_months(days), season=used), days, periods)
    whole = by_part(time, days, periods)
    return Parts(
        periods=periods,
        hours=np.zeros(len(periods)) if by_calendar else whole,
        weights=weights,
        indices=np.divide(weights, whole, out=np.ones(len(periods)), where=whole > 0),
        season=season,
        by_hand=by_hand,
        by_calendar=by_calendar,
    )


def parts_between(period: Period, *, grain: Grain, reader: Reader) -> tuple[Period, ...]:
    """Every month or week of the period, clipped to it."""
    whole = periods_between(since=period.starts_on, until=period.ends_on, grain=grain, calendar=reader.calendar)
    return tuple(part for one in whole if (part := one.intersection(period)))


def season_of(goal: Goal, metric_key: str, *, team: Team | None, reader: Reader) -> Season:
    """From the last 24 complete months of the team."""
    past = past_months(
        [metric_key],
        before=history_until(goal, reader),
        team=team,
        definitions=reader.definitions,
        calendar=reader.calendar,
    )
    months = np.array([period.starts_on.month for period in past.periods], dtype=np.int64)
    return season_indices(values=past.of(metric_key), hours=past.hours, month_of=months)


def by_part(hours: Weights, days: Days, periods: tuple[Period, ...]) -> Weights:
    """Hours of days summed over parts: shape (..., n_days) becomes (..., n_parts). [h]"""
    starts = np.array([np.datetime64(period.starts_on) for period in periods])
    first = np.searchsorted(days, starts)
    summed: Weights = np.add.reduceat(hours, first, axis=-1)
    return summed


def _months(days: Days) -> NDArray[np.int64]:
    return days.astype("datetime64[M]").astype(np.int64) % 12 + 1
