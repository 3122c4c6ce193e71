"""How much wider intervals have to be after they held too seldom. See docs/measures/calibration.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.outlook.calibration import LEAST_PERIODS, PastOutlooks
from kaname.measures.outlook.distribution import COVERAGE
from kaname.measures.outlook.history import Numbers
from kaname.measures.outlook.shares import Share, share

# So many latest periods count; what went wrong earlier was another time. [periods]
LATEST = 12
# Evidence of so many periods counts half, that of four two thirds; a few odd months make no rule. [periods]
HALF_AT = 2
# No outlook is widened beyond this; one that would have to be is no outlook. [ratio]
MOST = 3.0


@dataclass(frozen=True)
class Widening:
    """By how much half widths are to be multiplied, 1 or more, and why.

    `covered`: how often the latest intervals would have held if none had been widened. `is_drifting`: that is surely
    too seldom, which the page says; only then the factor is above 1. `raw` is the factor with which eight of ten would
    have held, None without any. `needed`: how many more periods until anything can be said.
    """

    factor: float
    raw: float | None
    covered: Share
    is_drifting: bool
    needed: int


def widening(past: PastOutlooks, *, given_with: Numbers | float = 1.0) -> Widening:
    """The factor for coming outlooks, from how far the latest ones missed, drawn towards 1 by the number of periods.

    Parameters
    ----------
    past : PastOutlooks
        Those of the latest twelve periods count.
    given_with : float or ndarray, shape (n_outlooks,)
        The factor that each was given with already, 1 or more.

    Raises
    ------
    ValueError
        If a factor is below 1.
    """
    with_factor = np.broadcast_to(np.asarray(given_with, dtype=np.float64), past.period.shape)
    if np.any(with_factor < 1):
        raise ValueError("outlooks are given with a factor of 1 or more")
    known = np.isfinite(past.low) & np.isfinite(past.high) & np.isfinite(past.actual) & np.isfinite(past.expected)
    latest = np.isin(past.period, np.unique(past.period[known])[-LATEST:])
    known &= latest
    missed = _missed(past)[known] * with_factor[known]
    covered, periods = share(missed <= 1, past.period[known]), int(np.unique(past.period[known]).size)
    raw = float(np.quantile(missed, COVERAGE)) if missed.size else None
    drifting = periods >= LEAST_PERIODS and covered.high is not None and covered.high < COVERAGE
    factor = 1.0 if raw is None or not drifting else float(np.clip(raw ** (periods / (periods + HALF_AT)), 1.0, MOST))
    return Widening(factor, raw, covered, drifting, max(LEAST_PERIODS - periods, 0))


def _missed(past: PastOutlooks) -> Numbers:
    """How far what came was off, in half widths on its side; inf where there was no width on it."""
    off = past.actual - past.expected
    half = np.where(off > 0, past.high - past.expected, past.expected - past.low)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(off == 0, 0.0, np.abs(off) / half)
