"""A change of a count before anybody knows its season. See docs/measures/watch.md."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from kaname.measures.changes.evidence import DRIFT, log_bayes_factor
from kaname.measures.changes.scan import Numbers, Places

# By how much the season alone moves a level of two months against the four before it: three in ten of the monthly
# series of firms and industries in M3 have more. Chosen so that made-up KPIs of such seasons keep within .1 alarms
# a year. What a part does not share of the season of its whole is taken as half: an assumption. [log ratio]
SEASON, OWN = 0.10, 0.05


@dataclass(frozen=True)
class Rest:
    """What the rest of the same whole did at the same time: `change` with its `variance`; NaN where there is none."""

    change: Numbers
    variance: Numbers

    @classmethod
    def of(cls, *, counts: Numbers, exposure: Numbers, at: Places, since: Places, inflation: Numbers) -> Self:
        """Between the days from `since` and those from `at` on, both places of shape (n_series,).

        Parameters
        ----------
        counts, exposure : ndarray, shape (n_series, n_days)
            Of the rest. A day of which either is NaN, or that has no exposure, does not count. [count; unit]
        inflation : ndarray, shape (n_series,)
            How much more than by chance the level varies; that of the series itself will do. [ratio]
        """
        days = np.arange(counts.shape[1])
        used = np.isfinite(counts) & np.isfinite(exposure) & (np.nan_to_num(exposure) > 0)
        later = days >= at[:, None]
        ends = [used & (days >= since[:, None]) & ~later, used & later]
        n, worked = ([np.where(end, values, 0.0).sum(axis=1) for end in ends] for values in (counts, exposure))
        known = (n[0] > 0) & (n[1] > 0)
        safe = [np.where(known, one, 1.0) for one in (*n, *worked)]
        change = np.log(safe[1] / safe[3]) - np.log(safe[0] / safe[2])
        variance = inflation * (1 / safe[0] + 1 / safe[1]) + DRIFT**2
        return cls(np.where(known, change, np.nan), np.where(known, variance, np.nan))

    @classmethod
    def none(cls, n_series: int) -> Self:
        """Of wholes, which have no rest."""
        return cls(np.full(n_series, np.nan), np.full(n_series, np.nan))


def log_odds_beside_season(*, log_odds: Numbers, change: Numbers, variance: Numbers, rest: Rest) -> Numbers:
    """Log odds of a change if some of it may be the season: less than `log_odds`, which know of none.

    Without a rest the level has to move beyond SEASON. With one, either that is enough, or that the part moved
    otherwise than its rest, beyond OWN: the season of a whole is that of its parts.

    Parameters
    ----------
    log_odds, change, variance : ndarray, shape (n_series,)
        As the watch found them: log odds of a change, its log ratio, and that one's variance with drift.
    rest : Rest

    Returns
    -------
    ndarray, shape (n_series,)
    """
    seen = log_bayes_factor(change, variance)
    alone = log_odds + log_bayes_factor(change, variance + SEASON**2) - seen
    known = np.isfinite(rest.change)
    apart, spread = np.where(known, change - rest.change, 0.0), np.where(known, rest.variance, 1.0)
    beside = log_odds + log_bayes_factor(apart, variance + spread + OWN**2) - seen
    # What goes the other way once the rest is taken off is no change of this direction.
    beside = np.where(apart * change > 0, beside, -np.inf)
    return np.asarray(np.minimum(np.where(known, np.maximum(alone, beside), alone), log_odds), dtype=np.float64)
