"""The statistic that fits a metric, applied to its daily numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaname.facts.metrics.definition import MetricDefinition
from kaname.insights.outlook.scene import Scene
from kaname.insights.outlook.units import Facts, Units
from kaname.insights.series import Kind, Parts
from kaname.measures.outlook.averages import average_outlooks
from kaname.measures.outlook.correction import Correction
from kaname.measures.outlook.counts import count_outlooks
from kaname.measures.outlook.days import OpenPeriod, season_of_days
from kaname.measures.outlook.outlooks import Outlooks
from kaname.measures.outlook.rates import rate_outlooks
from kaname.measures.outlook.sums import sum_outlooks
from kaname.measures.season import Season

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Metric:
    """One metric with the parts it is estimated from; facts are known of the days before `until`."""

    definition: MetricDefinition
    parts: Parts
    until: date


@dataclass(frozen=True)
class Daily:
    """A metric's daily numbers, shape (n_units, n_days): what is counted or added up, and what that is counted on."""

    kind: Kind
    value: Numbers
    events: Numbers | None
    season: Callable[[date], Season]

    @classmethod
    def of(cls, metric: Metric, units: Units, facts: Facts, scene: Scene) -> Daily:
        """A rate whose successes are dated by another day than their trials is taken for an average."""
        value, *events = (facts.daily(part.key, units, scene, until=metric.until) for part in metric.parts.all)
        kind, on = metric.parts.kind, events[0] if events else None
        if kind is Kind.COUNT and np.any(value < 0):
            kind = Kind.SUM
        if kind is Kind.RATE and on is not None and np.any((value > on) | (value < 0)):
            kind = Kind.AVERAGE
        counted = metric.parts.events if metric.parts.kind in (Kind.RATE, Kind.AVERAGE) else metric.parts.value
        key = (counted or metric.parts.value).key
        return cls(kind, value, on, lambda day: facts.season(key, scene, before=day))

    def outlooks(self, period: OpenPeriod, known: slice, correction: Correction) -> Outlooks[Any]:
        """Of an open period from the days, and the season, that were known then."""
        period = replace(period, season=season_of_days(days=period.days, season=self.season(period.starts_on)))
        value, events = self.value[:, known], None if self.events is None else self.events[:, known]
        match self.kind, events:
            case Kind.COUNT, _:
                return count_outlooks(period=period, counts=value, correction=correction)
            case Kind.SUM, _:
                return sum_outlooks(period=period, sums=value, counts=events, correction=correction)
            case Kind.RATE, events if events is not None:
                return rate_outlooks(period=period, won=value, decided=events, correction=correction)
            case Kind.AVERAGE, events if events is not None:
                return average_outlooks(period=period, sums=value, counts=events, correction=correction)
        raise ValueError(f"a {self.kind} needs what it is divided by")
