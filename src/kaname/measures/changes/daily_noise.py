"""What days do anyhow: weekdays, outliers, dispersion, runs of good days. See docs/measures/watch.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.measures.changes.scan import Kind, Numbers, Places

DAYS_OF_WEEK = 7
# A day beyond so many standard deviations is an event of its own and no level. [sd]
WINSORISED_AT, ROUNDS = 3.0, 6
# MAD of a normal distribution to its standard deviation.
MAD_TO_SD = 1.4826
# Beyond it the correction for autocorrelation would run away.
MOST_LAG = 0.8
# Weeks are off two levels whose border was looked for too: three numbers taken from them.
LEAST_WEEKS, TAKEN = 6, 3


def weekday_factors(*, y: Numbers, e: Numbers, weekday: Places) -> Numbers:
    """What each day's weekday brings relative to the mean day of its series; shape of `y`. [ratio]

    Raw factors are shrunk towards 1 as far as chance explains that they differ (Gamma-Poisson, the spread of the true
    factors by moments), so that rare events do not make weekdays up.
    """
    days = (weekday[:, None] == np.arange(DAYS_OF_WEEK)).astype(np.float64)
    total = e.sum(axis=1, keepdims=True)
    level = _ratio(y.sum(axis=1, keepdims=True), total)
    due, came = (e @ days) * level, y @ days
    excess, size = ((came - due) ** 2 - due).sum(axis=1, keepdims=True), (due**2).sum(axis=1, keepdims=True)
    spread = _ratio(np.maximum(excess, 0.0), size)
    factors = np.where(spread > 0, _ratio(came * spread + 1.0, due * spread + 1.0), 1.0)
    factors = factors * _ratio(total, (factors * (e @ days)).sum(axis=1, keepdims=True), empty=1.0)
    return np.asarray(factors[:, weekday], dtype=np.float64)


@dataclass(frozen=True)
class Around:
    """Days around the levels before and from `place` on: what was due, its variance if the dispersion were 1."""

    y: Numbers
    e: Numbers
    place: Places
    kind: Kind
    due: Numbers
    variance: Numbers

    @classmethod
    def two_levels(cls, *, y: Numbers, e: Numbers, place: Places, kind: Kind) -> "Around":
        """Of days of shape (n_series, n_days); a level for the days before and one for those from `place` on."""
        later = np.arange(y.shape[1]) >= place[:, None]
        before, after = (
            _ratio((y * part).sum(axis=1, keepdims=True), (e * part).sum(axis=1, keepdims=True))
            for part in (~later, later)
        )
        level = np.where(later, after, before)
        due = e * level
        variance = {Kind.RATE: due, Kind.SHARE: due * (1 - np.minimum(level, 1.0)), Kind.MEAN: due * level}[kind]
        return cls(y, e, place, kind, due, variance)

    @property
    def off(self) -> Numbers:
        """Pearson residuals, NaN where nothing was due."""
        usable = self.variance > 1e-9
        off = np.divide(self.y - self.due, np.sqrt(self.variance), out=np.full(self.y.shape, np.nan), where=usable)
        return np.asarray(off, dtype=np.float64)

    def winsorised(self) -> Numbers:
        """The days, none farther than three robust standard deviations from levels that are found without outliers.

        The levels themselves are drawn by an outlier at first, and follow what is left of it in a few rounds (Huber).
        """
        around = self
        for _ in range(ROUNDS):
            held = around._within_reach(self.y)
            around = Around.two_levels(y=held, e=self.e, place=self.place, kind=self.kind)
        return held

    def _within_reach(self, y: Numbers) -> Numbers:
        """Upwards with a term for skewness (Cornish-Fisher for counts), or rare events would count for less."""
        off = self.off
        spread = MAD_TO_SD * _median(np.abs(off - _median(off)))
        if self.kind is not Kind.MEAN:
            spread = np.maximum(spread, 1.0)
        reach = np.where(spread > 0, WINSORISED_AT * spread * np.sqrt(self.variance), np.inf)
        skewed = 0.0 if self.kind is Kind.MEAN else (WINSORISED_AT**2 - 1) / 6 * spread**2
        return np.asarray(np.clip(y, self.due - reach, self.due + reach + skewed), dtype=np.float64)

    def inflation(self, *, fitted: int) -> Numbers:
        """Variance of a level / what it were by chance alone, by days and by weeks in the mean; shape (n_series,).

        By days: Pearson's dispersion x (1 + r) / (1 - r) with the lag-1 correlation r. By weeks: how much the sums of
        seven days vary, which also sees waves of several weeks. `fitted` is how many numbers were estimated.
        """
        by_days, by_weeks = self._by_days(fitted), self._by_weeks()
        both = (by_days + np.where(np.isfinite(by_weeks), by_weeks, by_days)) / 2
        # A price that never varies leaves no noise; what divides by it must not fail.
        return np.asarray(np.maximum(both, 1e-6), dtype=np.float64)

    def _by_days(self, fitted: int) -> Numbers:
        off = self.off
        n = np.isfinite(off).sum(axis=1)
        squares = np.nansum(off**2, axis=1)
        pairs = off[:, 1:] * off[:, :-1]
        many = np.isfinite(pairs).sum(axis=1)
        raw = np.nansum(pairs, axis=1) / np.maximum(many * squares / np.maximum(n, 1), 1e-12)
        # Residuals around a mean of n correlate too little, by (1 + 3r) / n (Marriott and Pope 1954); there are two.
        corrected = raw + (1 + 3 * raw) * 2 / np.maximum(many, 1)
        lag = np.clip(np.where(many > 0, corrected, 0.0), 0.0, MOST_LAG)
        dispersion = self._at_least_chance(squares / np.maximum(n - fitted, 1))
        return np.asarray(dispersion * (1 + lag) / (1 - lag), dtype=np.float64)

    def _by_weeks(self) -> Numbers:
        """NaN with fewer than six weeks, whose spread would say nothing."""
        weeks = self.y.shape[1] // DAYS_OF_WEEK
        off = self.off[:, self.y.shape[1] - weeks * DAYS_OF_WEEK :].reshape(len(self.y), weeks, DAYS_OF_WEEK)
        days = np.isfinite(off).sum(axis=2)
        known = (days > 0).sum(axis=1)
        spread = (np.nansum(off, axis=2) ** 2).sum(axis=1) / np.maximum(days.sum(axis=1), 1)
        spread = self._at_least_chance(spread * known / np.maximum(known - TAKEN, 1))
        return np.asarray(np.where(known >= LEAST_WEEKS, spread, np.nan), dtype=np.float64)

    def _at_least_chance(self, dispersion: Numbers) -> Numbers:
        """Counts never vary less than by chance; means have no such bound."""
        return dispersion if self.kind is Kind.MEAN else np.asarray(np.maximum(dispersion, 1.0), dtype=np.float64)


def _median(values: Numbers) -> Numbers:
    """Of each series, 0 where nothing is known; shape (n_series, 1)."""
    known = np.isfinite(values)
    count = known.sum(axis=1)
    ordered = np.sort(np.where(known, values, np.inf), axis=1)
    low, high = (np.maximum(count - 1, 0)) // 2, np.maximum(count // 2, 0)
    rows = np.arange(len(values))
    middle = (ordered[rows, low] + ordered[rows, np.minimum(high, values.shape[1] - 1)]) / 2
    return np.asarray(np.where(count > 0, middle, 0.0)[:, None], dtype=np.float64)


def _ratio(y: NDArray[np.float64], e: NDArray[np.float64], *, empty: float = 0.0) -> Numbers:
    shape = np.broadcast_shapes(y.shape, e.shape)
    return np.asarray(np.divide(y, e, out=np.full(shape, empty), where=e > 0), dtype=np.float64)
