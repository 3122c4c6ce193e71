"""What a working hour brought in past months, unit by unit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaname.insights.outlook.scene import Scene
from kaname.insights.outlook.units import Facts, Units
from kaname.measures.periods import Period
from kaname.measures.realistic_range import RealisticRange, realistic_range

Numbers = NDArray[np.float64]


def usual_rates(values: Numbers, hours: Numbers, *, teams: NDArray[np.int64]) -> list[RealisticRange]:
    """P10 to P90 of each unit's months per hour; who has too few is compared with who leans on the same team."""
    found = []
    for number, team in enumerate(teams):
        beside = teams == team
        found.append(
            realistic_range(
                values=values[number],
                hours=hours[number],
                period_hours=1.0,
                additive=True,
                comparable_values=values[beside],
                comparable_hours=hours[beside],
            )
        )
    return found


def hours_by_month(units: Units, facts: Facts, scene: Scene) -> Numbers:
    """Working time of each whole month of history, NaN of those before the days that are known. [h]"""
    begins = [*(step.astype(object) for step in facts.months.steps), scene.months.ends_on]
    found = np.full((len(units.owners), len(facts.months.steps)), np.nan)
    for number in range(found.shape[1]):
        if begins[number] >= scene.past.starts_on:
            days = scene.days(Period(begins[number], begins[number + 1]))
            found[:, number] = np.nan_to_num(units.hours[:, days]).sum(axis=1)
    return found
