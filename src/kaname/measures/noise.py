"""How much levels of counts and of shares vary by chance, from week to week. See docs/measures/effect.md."""

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

Numbers = NDArray[np.float64]
# A level of nothing has no logarithm; it counts as half an event. [count]
LEAST_EVENT = 0.5
# A run of weeks says little about how long good phases last; beyond this the correction would run away. [0-1]
MOST_AUTOCORRELATION = 0.9


class Outcome(StrEnum):
    """Events per unit of exposure (calls per hour), or successes of trials (won of tried)."""

    RATE = "rate"
    SHARE = "share"


class Stretch(NamedTuple):
    """Events and exposure, shape (n_units, n_periods); a period that does not count has 0 of both.

    [count; h or trials]
    """

    events: Numbers
    exposure: Numbers

    def part(self, first: int, last: int) -> "Stretch":
        return Stretch(self.events[:, first:last], self.exposure[:, first:last])

    def units(self, chosen: NDArray[np.bool_]) -> "Stretch":
        return Stretch(self.events[chosen], self.exposure[chosen])

    def periods_where(self, chosen: NDArray[np.bool_]) -> "Stretch":
        return Stretch(self.events[:, chosen], self.exposure[:, chosen])

    @property
    def periods(self) -> Numbers:
        """How many periods count, per unit."""
        return np.asarray((self.exposure > 0).sum(axis=1), dtype=np.float64)


def stretch(*, events: Numbers, exposure: Numbers) -> Stretch:
    """Leave out the periods of which nothing is known (NaN) and those without exposure; one unit or several."""
    count, time = np.atleast_2d(events), np.atleast_2d(exposure)
    counts = np.isfinite(count) & np.isfinite(time) & (time > 0)
    return Stretch(np.where(counts, count, 0.0), np.where(counts, time, 0.0))


def scaled(value: Numbers | float, *, outcome: Outcome) -> Numbers:
    """A rate as its logarithm, a share as its log odds: on this scale changes of different units are comparable."""
    return np.asarray(np.log(value) if outcome is Outcome.RATE else logit(value), dtype=np.float64)


def unscaled(value: Numbers | float, *, outcome: Outcome) -> Numbers:
    """The rate or share of a value of that scale."""
    return np.asarray(np.exp(value) if outcome is Outcome.RATE else expit(value), dtype=np.float64)


def level(part: Stretch, *, outcome: Outcome) -> Numbers:
    """The level of each unit over the whole stretch, on the scale; shape (n_units,), NaN without exposure."""
    count, time = _totals(part, outcome)
    return scaled(np.divide(count, time, out=np.full(count.shape, np.nan), where=time > 0), outcome=outcome)


def chance(part: Stretch, *, outcome: Outcome) -> Numbers:
    """Variance of `level` if every event were independent of the others: Poisson or binomial; shape (n_units,)."""
    count, time = _totals(part, outcome)
    return 1 / count if outcome is Outcome.RATE else 1 / count + 1 / np.maximum(time - count, LEAST_EVENT)


def inflation(*parts: Stretch, outcome: Outcome) -> tuple[float, float]:
    """How much more than by chance alone periods vary around the level of their stretch.

    Returns
    -------
    tuple of float
        The dispersion: Pearson's statistic ÷ degrees of freedom of all units and stretches together, 1 or more. And the
        correlation of neighbouring periods, with the usual correction for short series, (1 + 3r) / n: 0 or more.
    """
    squares = pairs = freedom = series = 0.0
    for part in parts:
        off = _residuals(part, outcome)
        counts = np.isfinite(off).sum(axis=1)
        freedom += float(np.maximum(counts - 1, 0).sum())
        series += float((counts > 1).sum())
        squares += float(np.nansum(off**2))
        pairs += float(np.nansum(off[:, 1:] * off[:, :-1]))
    if freedom <= 0 or squares <= 0:
        return 1.0, 0.0
    raw = pairs / squares
    corrected = raw + (1 + 3 * raw) * series / (freedom + series)
    return max(1.0, squares / freedom), min(max(corrected, 0.0), MOST_AUTOCORRELATION)


def lasting(*, autocorrelation: Numbers | float, periods: Numbers | float) -> Numbers:
    """Variance of a mean of neighbouring periods ÷ that of as many independent ones.

    1 + 2 times the sum of (1 - k / n) r^k over the lags k, in closed form.
    """
    n, r = np.maximum(periods, 1.0), autocorrelation
    return np.asarray((1 + r) / (1 - r) - 2 * r * (1 - r**n) / (n * (1 - r) ** 2), dtype=np.float64)


def _residuals(part: Stretch, outcome: Outcome) -> Numbers:
    """What each period is off its unit's level, in standard deviations of chance; NaN where that says nothing."""
    total, time = part.events.sum(axis=1, keepdims=True), part.exposure.sum(axis=1, keepdims=True)
    mean = np.divide(total, time, out=np.zeros_like(total), where=time > 0)
    expected = part.exposure * mean
    variance = expected if outcome is Outcome.RATE else expected * (1 - np.minimum(mean, 1.0))
    usable = variance > 1e-9
    off = np.divide(part.events - expected, np.sqrt(variance), out=np.full(variance.shape, np.nan), where=usable)
    return np.asarray(off, dtype=np.float64)


def _totals(part: Stretch, outcome: Outcome) -> tuple[Numbers, Numbers]:
    """Both sums of each unit, none of them without a logarithm or odds."""
    time = part.exposure.sum(axis=1)
    count = np.maximum(part.events.sum(axis=1), LEAST_EVENT)
    if outcome is Outcome.SHARE:
        count = np.minimum(count, np.maximum(time - LEAST_EVENT, time / 2))
    return count, time
