"""Whether a KPI should be looked at again, from the running period and its past. See docs/measures/kpi-check.md."""

from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from kaname.measures.difference import CONFIDENCE
from kaname.measures.realistic_range import realistic_range

Values = NDArray[np.float64]

# A target that is reached with a fifth of the working time still ahead was too low, or luck. [0-1]
EARLY_BEFORE = 0.8
# Two rows of numbers that go together by chance alone often seem to with fewer months.
LEAST_MONTHS = 12
# A connection of this size has to be visible before its absence is stated. [rank correlation]
NOTABLE = 0.5
# A team whose working time changed by less is still the same team. [share of before]
TEAM_CHANGE = 0.2


@dataclass(frozen=True)
class OutOfReach:
    """What is still needed, and the most that is realistic in the time left (P90). [unit of the metric]"""

    needed: float
    realistic: float
    n: int


@dataclass(frozen=True)
class Connection:
    """Spearman's rank correlation of two rows of `n` months with its interval. [-1 to 1]"""

    value: float
    low: float
    high: float
    n: int


def reached_early(*, actual: float, target: float, share: float, early_before: float = EARLY_BEFORE) -> bool:
    """Whether a target of what adds up is reached while more than a fifth of the working time is ahead.

    Parameters
    ----------
    actual, target : float
        To date, and of the whole period. [unit of the metric]
    share, early_before : float
        How much of the period's working time is over, and until when that is early. [0-1]
    """
    return target > 0 and actual >= target and share < early_before


def out_of_reach(
    *, needed: float, values: Values, hours: Values, hours_left: float, additive: bool
) -> OutOfReach | None:
    """Whether more is needed than the best tenth of the past months would bring in the time left.

    Parameters
    ----------
    needed : float
        Target - actual to date of what adds up; the target itself of a rate or mean. [unit of the metric]
    values, hours : ndarray, shape (n_months,)
        Complete months, NaN where nothing is known. [unit of the metric; h]
    hours_left : float
        [h]

    Returns
    -------
    OutOfReach or None
        None where it is within reach, or fewer than six months are known.
    """
    found = realistic_range(values=values, hours=hours, period_hours=hours_left, additive=additive)
    if found.high is None or needed <= found.high:
        return None
    return OutOfReach(needed=needed, realistic=found.high, n=found.n)


def connection(*, first: Values, second: Values, confidence: float = CONFIDENCE) -> Connection | None:
    """How two rows of months go together, by ranks; the interval by Fisher's z with Bonett and Wright's variance [1]_.

    Parameters
    ----------
    first, second : ndarray, shape (n_months,)
        NaN where nothing is known; such months are left out.
    confidence : float
        [0-1]

    Returns
    -------
    Connection or None
        None with fewer than twelve common months, or where one of the rows never changes.

    References
    ----------
    .. [1] Bonett and Wright, "Sample size requirements for estimating Pearson, Kendall and Spearman correlations",
       Psychometrika 65, 2000.
    """
    known = np.isfinite(first) & np.isfinite(second)
    n = int(known.sum())
    if n < LEAST_MONTHS or np.ptp(first[known]) == 0 or np.ptp(second[known]) == 0:
        return None
    value = float(np.corrcoef(rankdata(first[known]), rankdata(second[known]))[0, 1])
    inside = min(max(value, -1 + 1e-12), 1 - 1e-12)
    wide = float(norm.ppf((1 + confidence) / 2)) * sqrt((1 + inside**2 / 2) / (n - 3))
    return Connection(value, tanh(atanh(inside) - wide), tanh(atanh(inside) + wide), n)


def no_effect(*, kpi: Values, kgi: Values, confidence: float = CONFIDENCE) -> Connection | None:
    """The best connection of the KPI with the KGI of the same and of the following month, where neither is sure.

    A connection as notable as `NOTABLE` would have been seen: neither interval reaches it.

    Parameters
    ----------
    kpi, kgi : ndarray, shape (n_months,)
        Oldest first, turned so that more is better; per working hour where they add up. [unit of each]

    Returns
    -------
    Connection or None
        None where a connection is seen, or months are too few, or vary too much, to see one.
    """
    found = [
        one
        for one in (
            connection(first=kpi, second=kgi, confidence=confidence),
            connection(first=kpi[:-1], second=kgi[1:], confidence=confidence),
        )
        if one is not None
    ]
    if not found or any(one.low > 0 or one.high >= NOTABLE for one in found):
        return None
    return max(found, key=lambda one: one.value)


def team_changed(*, hours: float, hours_before: float, least: float = TEAM_CHANGE) -> float | None:
    """By how much a team's usual working time changed, where that is a fifth or more. [share of before]"""
    if hours_before <= 0:
        return None
    change = hours / hours_before - 1.0
    return change if abs(change) >= least else None
