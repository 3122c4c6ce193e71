"""The statistic that fits a metric, applied to its daily numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaname.facts.metrics.definition import MetricDefinition
from kaname.insights.outlook.scene import Scene
from kaname.insights.outlook.units import Facts, Units
from kaname.insights.series import Kind, Parts
from kaname.measures.outlook.correction import Correction
from kaname.measures.outlook.counts import count_outlooks
from kaname.measures.outlook.outlooks import Outlooks
from kaname.measures.periods import Period

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Metric:
    """One metric with the parts it is estimated from; facts are known of the days before `until`."""

    definition: MetricDefinition
    parts: Parts
    until: date


def estimate(
    metric: Metric, period: Period, units: Units, facts: Facts, scene: Scene, *, correction: Correction
) -> Outlooks[Any]:
    """Where the metric ends in a period, for every unit."""
    opened = units.open_period(period, scene)

    def daily(part: MetricDefinition) -> Numbers:
        return facts.daily(part.key, units, scene, until=metric.until)

    match metric.parts.kind:
        case Kind.COUNT:
            return count_outlooks(period=opened, counts=daily(metric.parts.value), correction=correction)
    return count_outlooks(period=opened, counts=np.maximum(daily(metric.parts.value), 0), correction=correction)
