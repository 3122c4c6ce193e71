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
from kaname.measures.realistic_range import RealisticRange, realistic_range

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
    ranges = ranges_by_hour(ahead)
    return [
        _taking(target=float(asked), achieved=float(done), left=float(hours), usual=usual)
        for asked, done, hours, usual in zip(target, achieved, left, ranges, strict=True)
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


def ranges_by_hour(ahead: Ahead) -> list[RealisticRange]:
    """Per hour, from the months whose working time is known; who has too few is compared with who leans on the same."""
    values = ahead.facts.monthly(ahead.metric.parts.value.key, ahead.units, ahead.scene, until=ahead.metric.until)
    hours = hours_by_month(ahead, values.shape[1])
    teams = ahead.units.teams
    return [
        realistic_range(
            values=values[number],
            hours=hours[number],
            period_hours=1.0,
            additive=True,
            comparable_values=values[teams == teams[number]],
            comparable_hours=hours[teams == teams[number]],
        )
        for number in range(len(values))
    ]


def hours_by_month(ahead: Ahead, n_months: int) -> Numbers:
    """Working time of each whole month of history, NaN of those before the span that is known. [h]"""
    scene, found = ahead.scene, np.full((len(ahead.units.owners), n_months), np.nan)
    begins = [*(step.astype(object) for step in ahead.facts.months.steps), scene.months.ends_on]
    for number in range(n_months):
        if begins[number] >= scene.past.starts_on:
            days = scene.days(Period(begins[number], begins[number + 1]))
            found[:, number] = np.nan_to_num(ahead.units.hours[:, days]).sum(axis=1)
    return found
