"""What every working hour from here has to bring for a target, beside what hours brought so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.insights.outlook.ahead import Ahead
from kaname.insights.series import Kind
from kaname.measures.direction import Direction
from kaname.measures.pace import required_rate
from kaname.measures.periods import ONE_DAY, Period
from kaname.measures.realistic_range import RealisticRange

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Taking:
    """For one unit: the required rate, and P10 to P90 of what its (or comparable) hours brought. [unit per h]"""

    required: float | None
    low: float | None
    high: float | None


def takings(ahead: Ahead, period: Period, target: Numbers) -> list[Taking]:
    """For every unit; empty where the metric does not grow, or less of it is better."""
    direction, kind = ahead.metric.definition.direction, ahead.daily.kind
    if direction is not Direction.HIGHER or kind not in (Kind.COUNT, Kind.SUM):
        return [Taking(None, None, None)] * len(target)
    achieved = ahead.find(period).outlooks.achieved
    left = hours_left(ahead, period)
    return [
        _taking(target=float(asked), achieved=float(done), left=float(hours), usual=usual)
        for asked, done, hours, usual in zip(target, achieved, left, ahead.usual, strict=True)
    ]


def _taking(*, target: float, achieved: float, left: float, usual: RealisticRange) -> Taking:
    if not np.isfinite(target - achieved) or target <= achieved:
        return Taking(None, None, None)
    return Taking(required_rate(remaining=target - achieved, hours_left=left), usual.low, usual.high)


def hours_left(ahead: Ahead, period: Period) -> Numbers:
    scene = ahead.scene
    days = scene.days(Period(scene.today, max(period.ends_on, scene.today + ONE_DAY)))
    left: Numbers = np.nan_to_num(ahead.units.hours[:, days]).sum(axis=1)
    return left
