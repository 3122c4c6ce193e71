"""Where quarters and years end: the rest of the month, and the months after it. See docs/measures/outlook.md."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import stdtrit

from kaname.measures.outlook.days import Numbers
from kaname.measures.outlook.ends import AmountEnds, MeanEnds
from kaname.measures.outlook.outlooks import Outlooks

# Who is above what was expected of the rest of the month mostly stays there: correlation of both misses, as replayed on
# made-up organisations (.21 to .34 at any share of the month, for two and for five months after it).
DEPENDENCE = 0.3
# How far months stray is known from a year of them, hardly more.
FREEDOM = 10.0
# An 80 % interval of the normal distribution is so many standard deviations wide.
WIDTH = 2.563


@dataclass(frozen=True)
class LongerParts:
    """Mean and standard deviation of what is to come of this month, and of the months after it; (n_units,). [unit]"""

    month: Numbers
    month_deviation: Numbers
    later: Numbers
    later_deviation: Numbers
    dependence: float


def longer_outlooks(
    *,
    achieved: Numbers,
    month: Outlooks[Any],
    later_expected: Numbers,
    later_low: Numbers,
    later_high: Numbers,
    dependence: float = DEPENDENCE,
) -> Outlooks[LongerParts]:
    """Where a count or sum ends over several months, for every unit.

    Parameters
    ----------
    achieved : ndarray, shape (n_units,)
        In the months of the period that are over. [unit]
    month : Outlooks
        Of the month that is running.
    later_expected, later_low, later_high : ndarray, shape (n_units,)
        Middle and 80 % interval of what the months after it bring together; zeros where there are none. [unit]
    dependence : float
        Correlation of what both miss, -1 to 1.

    Raises
    ------
    ValueError
        If the dependence is out of range.
    """
    if not -1 <= dependence <= 1:
        raise ValueError("a correlation is -1 to 1")
    rest, deviation = month.expected - month.achieved, (month.high - month.low) / WIDTH
    later, later_deviation = _moments(later_expected, later_low, later_high)
    so_far = achieved + month.achieved
    to_come = rest + later
    noise = deviation**2 + later_deviation**2 + 2 * dependence * deviation * later_deviation
    known = np.isfinite(to_come) & np.isfinite(noise) & np.isfinite(so_far) & (to_come >= 0)
    mean, variance = np.where(known, to_come, 0.0), np.where(known, noise, 0.0)
    ends = AmountEnds(np.nan_to_num(so_far), mean, variance, np.zeros_like(mean))
    low, high = ends.interval()
    return Outlooks(
        achieved=so_far,
        expected=np.where(known, so_far + to_come, np.nan),
        low=np.where(known, low, np.nan),
        high=np.where(known, high, np.nan),
        ends=ends,
        noise=noise,
        shock_size=to_come,
        parts=LongerParts(rest, deviation, later, later_deviation, dependence),
        n_days=month.n_days,
        missing_days=month.missing_days,
        known_hours=month.known_hours,
    )


def at_least_as_wide(outlooks: Outlooks[Any], *, half: Numbers) -> Outlooks[Any]:
    """Outlooks of a rate or average whose eight-in-ten intervals are `half` to each side at least.

    Days tell what is known of the present level, not how far it moves over the months to come; months do.

    Parameters
    ----------
    outlooks : Outlooks
        By days.
    half : ndarray, shape (n_units,)
        Half the width that months say; NaN where they say nothing: then days alone count. [unit]
    """
    by_days = (outlooks.high - outlooks.low) / 2
    wider = np.isfinite(half) & np.isfinite(by_days) & (half > by_days)
    scale = np.where(wider, half, by_days) / float(stdtrit(FREEDOM, 0.9))
    ends = MeanEnds(np.nan_to_num(outlooks.expected), np.nan_to_num(scale), np.full(scale.shape, FREEDOM))
    known, (low, high) = np.isfinite(outlooks.expected), ends.interval()
    return replace(outlooks, low=np.where(known, low, np.nan), high=np.where(known, high, np.nan), ends=ends)


def _moments(middle: Numbers, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """Mean and standard deviation: log-normal where all is above 0, otherwise normal."""
    positive = (low > 0) & (middle > 0)
    ratio = np.divide(high, low, out=np.ones_like(high), where=positive)
    spread = (np.log(ratio) / WIDTH) ** 2
    mean = np.where(positive, middle * np.exp(spread / 2), middle)
    return mean, np.where(positive, mean * np.sqrt(np.expm1(spread)), (high - low) / WIDTH)
