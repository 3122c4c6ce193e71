"""What the rest of a period has to bring, against what was really reached. See docs/measures/what-it-takes.md."""

from dataclasses import dataclass
from enum import StrEnum

from kaname.measures.attainment import bounds
from kaname.measures.direction import Direction
from kaname.measures.pace import required_rate
from kaname.measures.realistic_range import RealisticRange


class Place(StrEnum):
    """Where the required rate lies beside the range of what was really reached."""

    REACHED = "reached"
    EASY = "easy"
    WITHIN = "within"
    BEYOND = "beyond"
    NO_TIME = "no_time"
    NO_RANGE = "no_range"


@dataclass(frozen=True)
class WhatItTakes:
    """`rate` is what every remaining hour must bring (lower is better: may still cost), None where no time is left.

    `per_period` is that rate over a whole period, to be compared with `low` to `high`, the realistic range of it, and
    `position` where in it: 0 at the low end, 1 at the high end, None without a range. [unit per h; unit; ratio]
    """

    remaining: float
    rate: float | None
    per_period: float | None
    low: float | None
    high: float | None
    position: float | None
    place: Place


def what_it_takes(
    *,
    target: float,
    achieved: float,
    hours_left: float,
    period_hours: float,
    realistic: RealisticRange,
    direction: Direction,
    upper: float | None = None,
) -> WhatItTakes:
    """The required rate from here, and whether anybody comparable ever kept it up.

    Counts and sums only: how many more a rate or mean needs depends on the volume to come.

    Parameters
    ----------
    target, upper, achieved : float
        `upper` is the upper end of a range; its lower end has to be reached. [unit]
    hours_left, period_hours : float
        Working time from today to the end, and of the whole period that the range is for. [h]
    realistic : RealisticRange
        For a period of `period_hours`.

    Raises
    ------
    ValueError
        If `upper` is below `target`, or working time is negative.
    """
    if hours_left < 0 or period_hours < 0:
        raise ValueError("working time is 0 or more")
    low, high = bounds(target=target, direction=direction, upper=upper)
    remaining = (high if direction is Direction.LOWER else low) - achieved
    rate = required_rate(remaining=remaining, hours_left=hours_left)
    per_period = None if rate is None else rate * period_hours
    place = _place(remaining, per_period, realistic, direction)
    position = _position(per_period, realistic)
    return WhatItTakes(remaining, rate, per_period, realistic.low, realistic.high, position, place)


def _place(remaining: float, per_period: float | None, realistic: RealisticRange, direction: Direction) -> Place:
    if remaining <= 0 and direction is not Direction.LOWER:
        return Place.REACHED
    if per_period is None:
        return Place.EASY if direction is Direction.LOWER else Place.NO_TIME
    if remaining < 0:
        return Place.BEYOND
    if realistic.low is None or realistic.high is None:
        return Place.NO_RANGE
    if direction is Direction.LOWER:
        return _beside(-per_period, -realistic.high, -realistic.low)
    return _beside(per_period, realistic.low, realistic.high)


def _beside(asked: float, low: float, high: float) -> Place:
    """More is harder."""
    if asked < low:
        return Place.EASY
    return Place.WITHIN if asked <= high else Place.BEYOND


def _position(per_period: float | None, realistic: RealisticRange) -> float | None:
    if per_period is None or realistic.low is None or realistic.high is None or realistic.high <= realistic.low:
        return None
    return (per_period - realistic.low) / (realistic.high - realistic.low)
