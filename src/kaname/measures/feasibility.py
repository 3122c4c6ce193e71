"""Whether a target is within reach, from the organisation's own past. See docs/measures/feasibility.md."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kaname.measures.direction import Direction
from kaname.measures.required_change import RequiredChange, required_change

# From as many past changes on there is a verdict; below, they are only counted.
MIN_CHANGES = 3
# Share of the past changes that reached what is required. [0-1]
MET_OFTEN_FROM = 1 / 2
WITHIN_REACH_ABOVE = 1 / 4


class Grade(StrEnum):
    """How often what the target requires was reached before."""

    MET_OFTEN = "met_often"
    WITHIN_REACH = "within_reach"
    AMBITIOUS_WITHIN_REACH = "ambitious_within_reach"
    NEVER_REACHED = "never_reached"
    TOO_LITTLE_DATA = "too_little_data"


@dataclass(frozen=True)
class PastChange:
    """From one period to the comparable later one; `place` is where the later one stands among the values."""

    before: float
    now: float
    change: float
    reached: bool
    place: int | None = None


@dataclass(frozen=True)
class Feasibility:
    """The verdict with all of its arithmetic. Changes are ratios, or in the metric's unit for `Basis.DIFFERENCE`.

    `percentile`: place of what is required among the past changes; None below three. [0-1]
    `prior`: how the baseline's own period had changed against the year before it.
    `beyond_market`, `per_hour`: what is required beyond the market's growth, and of each working hour. [ratio]
    `needed`: how many more periods it takes until there is a verdict.
    """

    required: RequiredChange
    past: tuple[PastChange, ...]
    percentile: float | None
    prior: PastChange | None
    market: float | None
    beyond_market: float | None
    capacity: float | None
    per_hour: float | None
    grade: Grade
    needed: int

    @property
    def n(self) -> int:
        return len(self.past)

    @property
    def reached(self) -> int:
        return sum(change.reached for change in self.past)


def feasibility(
    *,
    baseline: float,
    target: float,
    direction: Direction,
    values: Sequence[float],
    periods_per_year: int,
    upper: float | None = None,
    year_before_baseline: float | None = None,
    market: float | None = None,
    capacity: float | None = None,
) -> Feasibility:
    """Hold what a target requires against every change between comparable periods of the past.

    Parameters
    ----------
    baseline, target, upper : float
        `upper` is the upper end of a range. [unit of the metric]
    values : sequence of float
        Successive periods as long as the goal's, oldest first, NaN where nothing is known. [unit of the metric]
    periods_per_year : int
        Each is compared with the one as many places before: 1 for years, 2 for halves, 4 for quarters, 12 for months.
    year_before_baseline : float or None
        The same period one year before the baseline. [unit of the metric]
    market : float or None
        Growth of the market from the baseline's period to the goal's, above -1. [ratio]
    capacity : float or None
        Change of working hours between the same periods, -1 or more; None for rates and means. [ratio]

    Raises
    ------
    ValueError
        If a number is not finite or out of range, or `upper` is below `target`.
    """
    _check(market=market, capacity=capacity, periods_per_year=periods_per_year)
    required = required_change(baseline=baseline, target=target, direction=direction, upper=upper)
    past = _past(values, lag=periods_per_year, required=required)
    enough = len(past) >= MIN_CHANGES
    return Feasibility(
        required=required,
        past=past,
        percentile=required.percentile_among([each.change for each in past]) if enough else None,
        prior=_compared(year_before_baseline, baseline, required=required),
        market=market,
        beyond_market=required.beyond(market),
        capacity=capacity,
        per_hour=required.beyond(capacity),
        grade=_grade(past) if enough else Grade.TOO_LITTLE_DATA,
        needed=_periods_needed(values, lag=periods_per_year, required=required, known=len(past)),
    )


def _check(*, market: float | None, capacity: float | None, periods_per_year: int) -> None:
    if market is not None and not -1 < market < math.inf:
        raise ValueError(f"a market's growth is above -1, not {market}")
    if capacity is not None and not -1 <= capacity < math.inf:
        raise ValueError(f"a change of working hours is -1 or more, not {capacity}")
    if periods_per_year < 1:
        raise ValueError(f"a year has at least one period, not {periods_per_year}")


def _past(values: Sequence[float], *, lag: int, required: RequiredChange) -> tuple[PastChange, ...]:
    compared = (
        _compared(values[place - lag], values[place], required=required, place=place)
        for place in range(lag, len(values))
    )
    return tuple(change for change in compared if change is not None)


def _compared(
    before: float | None, now: float, *, required: RequiredChange, place: int | None = None
) -> PastChange | None:
    change = required.change_between(before, now)
    if before is None or change is None:
        return None
    return PastChange(before=before, now=now, change=change, reached=required.is_reached_by(change), place=place)


def _grade(past: Sequence[PastChange]) -> Grade:
    share = sum(change.reached for change in past) / len(past)
    if share == 0:
        return Grade.NEVER_REACHED
    if share >= MET_OFTEN_FROM:
        return Grade.MET_OFTEN
    return Grade.WITHIN_REACH if share > WITHIN_REACH_ABOVE else Grade.AMBITIOUS_WITHIN_REACH


def _periods_needed(values: Sequence[float], *, lag: int, required: RequiredChange, known: int) -> int:
    """How many periods have to pass until there are enough changes, if each of them brings a value."""
    periods = 0
    while known < MIN_CHANGES:
        earlier = len(values) + periods - lag
        periods += 1
        known += earlier >= len(values) or (earlier >= 0 and required.counts(values[earlier]))
    return periods
