"""How far earlier outlooks strayed, and what the next ones make of it. See docs/measures/outlook.md."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, log, sqrt

import numpy as np

from kaname.measures.outlook.days import Numbers

# While nothing was replayed yet: what a month brings beyond what days tell, as a share of the remaining part. [ratio]
UNKNOWN_SHOCK = 0.15
# Fewer outlooks say less about how far they stray, in proportion.
ENOUGH_ROWS = 30
# People of one month err together: what is known grows with periods, and so many count for "as usual".
PRIOR_PERIODS = 3.0
# One in ten outlooks may miss for reasons of its own (a new job, a typo) without widening the others. [0-1]
KEPT = 0.9
# The mean square of a standard normal variable within its middle 90 %, and its 80 % quantile of the size.
MEAN_SQUARE_KEPT, EIGHTY = 0.6230, 1.2816
# Nothing is believed beyond these. [ratio]
MOST_SHOCK, SPREADS = 1.0, (0.6, 2.5)
HALVINGS = 14
# Intervals are to miss two of ten. A period in which all miss widens the next ones by 40 %, one without a miss narrows
# them by 8 %: fast enough to follow a changed world within half a year, slow enough not to follow chance.
MEANT_TO_MISS, STEP = 0.2, 0.42
WIDENINGS = (0.7, 3.0)


@dataclass(frozen=True)
class Correction:
    """`shock` (tau): spread of the remaining part beyond noise and level; `spread` (c): factor on the whole interval.

    From `n_periods` earlier periods with `n_rows` outlooks at the same share of the period. `widening` is a further
    factor that follows how often the intervals that were given missed, period by period. [ratio]
    """

    shock: float = UNKNOWN_SHOCK
    spread: float = 1.0
    widening: float = 1.0
    n_periods: int = 0
    n_rows: int = 0

    def variance(self, *, noise: Numbers, size: Numbers) -> Numbers:
        """Variance of the end: noise and level, and shocks of the remaining part of this size, corrected."""
        variance: Numbers = (self.spread * self.widening) ** 2 * (noise + (size * self.shock) ** 2)
        return variance


def correction_from(*, misses: Numbers, noise: Numbers, sizes: Numbers, before: Correction | None = None) -> Correction:
    """The correction that would have made earlier intervals hold eight of ten.

    Parameters
    ----------
    misses : ndarray, shape (n_periods, n_units)
        What came true minus what was expected, NaN where one of them is not known. [unit]
    noise, sizes : ndarray, shape (n_periods, n_units)
        Variance that days and level explain, and what a shock of 1 would change. [unit squared; unit]
    before : Correction or None
        What is believed as far as there are too few periods: from all shares together, or what is usual.
    """
    before = before or Correction()
    use = np.isfinite(misses) & np.isfinite(noise) & (noise > 0)
    n_rows, n_periods = int(use.sum()), int(use.any(axis=-1).sum())
    if n_rows == 0:
        return before
    squares, noise, sizes = misses[use] ** 2, noise[use], sizes[use]
    trust = n_periods / (n_periods + PRIOR_PERIODS) * min(n_rows / ENOUGH_ROWS, 1.0)
    shock = sqrt(trust * _shock(squares, noise, sizes) ** 2 + (1 - trust) * before.shock**2)
    away = float(np.quantile(np.sqrt(squares / (noise + (sizes * shock) ** 2)), 0.8)) / EIGHTY
    away = min(max(away, SPREADS[0]), SPREADS[1])
    spread = exp(trust * log(away) + (1 - trust) * log(before.spread))
    return Correction(shock=shock, spread=spread, n_periods=n_periods, n_rows=n_rows)


def correction_at(corrections: Mapping[float, Correction], *, share: float) -> Correction:
    """The correction at a share of the period, between those of the two nearest shares in proportion."""
    shares = sorted(corrections)
    if not shares:
        return Correction()
    known = [corrections[one] for one in shares]
    shock = float(np.interp(share, shares, [one.shock for one in known]))
    spread = float(np.interp(share, shares, [one.spread for one in known]))
    widening = float(np.interp(share, shares, [one.widening for one in known]))
    nearest = corrections[min(shares, key=lambda one: abs(one - share))]
    return replace(nearest, shock=shock, spread=spread, widening=widening)


def widening(*, held: Numbers) -> float:
    """The factor that follows drifting coverage.

    Parameters
    ----------
    held : ndarray, shape (n_periods, n_units)
        1 where the interval that was given held what came true, 0 where not, NaN where there was none; oldest first.
    """
    told = np.isfinite(held).sum(axis=1)
    missed = 1 - np.divide(np.nansum(held, axis=1), told, out=np.full(told.shape, 1 - MEANT_TO_MISS), where=told > 0)
    size = 0.0
    for share in missed:
        size = min(max(size + STEP * (share - MEANT_TO_MISS), log(WIDENINGS[0])), log(WIDENINGS[1]))
    return exp(size)


def _shock(squares: Numbers, noise: Numbers, sizes: Numbers) -> float:
    """The shock with which the trimmed mean square is what a normal variable's would be."""
    low, high, last = 0.0, MOST_SHOCK, max(int(KEPT * squares.size), 1)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = np.partition(squares / (noise + (sizes * middle) ** 2), last - 1)[:last].mean()
        low, high = (middle, high) if found > MEAN_SQUARE_KEPT else (low, middle)
    return (low + high) / 2
