"""Where a metric ends in any open period: days to the end of the month, and months after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaname.insights.outlook.estimating import Daily, Metric
from kaname.insights.outlook.replaying import replayed
from kaname.insights.outlook.scene import Scene
from kaname.insights.outlook.units import Facts, Units
from kaname.insights.outlook.usual import hours_by_month, usual_rates
from kaname.insights.series import Kind
from kaname.measures.outlook.correction import Correction, correction_at
from kaname.measures.outlook.longer import at_least_as_wide, longer_outlooks
from kaname.measures.outlook.outlooks import Outlooks
from kaname.measures.outlook.replay import Replay
from kaname.measures.outlook.total_ahead import mean_ahead, total_ahead
from kaname.measures.periods import Grain, Period, period_of
from kaname.measures.realistic_range import RealisticRange

Numbers = NDArray[np.float64]
EVERYTHING = slice(None)
# The months that can be looked ahead.
MOST_MONTHS = 24
DAYS_OF_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Found:
    """Outlooks of one metric and period; of `missing_months`, shape (n_units,), more are needed where not 0."""

    outlooks: Outlooks[Any]
    correction: Correction
    missing_months: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class Ahead:
    """One metric of the groups or of the people."""

    metric: Metric
    units: Units
    facts: Facts
    scene: Scene
    _found: dict[Period, Found] = field(default_factory=dict)

    @cached_property
    def daily(self) -> Daily:
        return Daily.of(self.metric, self.units, self.facts, self.scene)

    @cached_property
    def replay(self) -> Replay:
        return replayed(self.metric, self.daily, self.units, self.scene)

    @cached_property
    def _corrections(self) -> Mapping[float, Correction]:
        return self.replay.corrections

    def find(self, period: Period) -> Found:
        """By days within the month and for what does not add up; else by months after it."""
        if period not in self._found:
            adds = self.daily.kind in (Kind.COUNT, Kind.SUM)
            longer = period.ends_on > self.month.ends_on
            by_days = self._by_days if not longer else self._by_both
            self._found[period] = self._by_months(period) if longer and adds else by_days(period)
        return self._found[period]

    @cached_property
    def usual(self) -> list[RealisticRange]:
        """What an hour of each unit brought in past months, or of who leans on the same where there are too few."""
        values = self.facts.monthly(self.metric.parts.value.key, self.units, self.scene, until=self.metric.until)
        return usual_rates(values, hours_by_month(self.units, self.facts, self.scene), teams=self.units.teams)

    @cached_property
    def month(self) -> Period:
        """The one that is running."""
        return period_of(self.scene.today, grain=Grain.MONTH, calendar=self.scene.organisation.calendar())

    def _by_days(self, period: Period) -> Found:
        correction = correction_at(self._corrections, share=self.scene.share(period))
        opened = self.units.open_period(period, self.scene)
        return Found(self.daily.outlooks(opened, EVERYTHING, correction), correction)

    def _by_both(self, period: Period) -> Found:
        """A rate or average: the present level by days, how far it may move by months."""
        found, left = self._by_days(period), self._months_left
        weights = weights_of(self.month.ends_on, period.ends_on)
        weights[0] = left
        passed = months_between(period.starts_on, self.month.ends_on) - left
        achieved = np.nan_to_num(found.outlooks.achieved)
        ahead = mean_ahead(self._monthly_rates, weights=weights, achieved=achieved, achieved_weight=max(passed, 0.0))
        low, high = ahead.total.interval()
        return Found(at_least_as_wide(found.outlooks, half=(high - low) / 2), found.correction)

    @property
    def _months_left(self) -> float:
        """The part of the running month that is ahead. [0-1]"""
        return max(1.0 - self.scene.share(self.month), 1e-6)

    @cached_property
    def _monthly_rates(self) -> Numbers:
        """Shape (n_units, n_months); NaN in months without anything to divide by."""
        top, bottom = (
            self.facts.monthly(part.key, self.units, self.scene, until=self.metric.until)
            for part in self.metric.parts.all
        )
        return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)

    def _by_months(self, period: Period) -> Found:
        month = self.find(self.month)
        over = slice(self.scene.place(period.starts_on), self.scene.place(self.month.starts_on))
        history = self.facts.monthly(self.metric.parts.value.key, self.units, self.scene, until=self.metric.until)
        weights = weights_of(self.month.ends_on, period.ends_on)
        later = total_ahead(history, weights=weights)
        low, high = later.total.interval()
        found = longer_outlooks(
            achieved=np.nansum(self.daily.value[:, over], axis=1),
            month=month.outlooks,
            later_expected=later.total.expected,
            later_low=low,
            later_high=high,
        )
        return Found(found, month.correction, np.asarray(later.basis.needed, dtype=np.int64))


def months_between(starts_on: date, ends_on: date) -> float:
    """How many months lie between two days, in parts of 30.44 days. [months]"""
    return (ends_on - starts_on).days / DAYS_OF_A_MONTH


def weights_of(month_ends_on: date, ends_on: date) -> Numbers:
    """The part of each month from the running one on that lies after it and before the end: 0, 1, 1, … [ratio]"""
    weights = [0.0]
    begins = month_ends_on
    while begins < ends_on and len(weights) < MOST_MONTHS:
        following = date(begins.year + begins.month // 12, begins.month % 12 + 1, 1)
        weights.append(min((ends_on - begins).days / (following - begins).days, 1.0))
        begins = following
    return np.array(weights)
