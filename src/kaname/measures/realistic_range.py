"""What a team, or comparable ones, really achieved: P10 to P90. See docs/measures/realistic-range.md."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

QUANTILES = (0.10, 0.50, 0.90)
# Hyndman and Fan's type 8: with few observations the usual type 7 (Excel, pandas) draws the range too narrow.
METHOD: Final = "median_unbiased"
MIN_OBSERVATIONS = 6
LATEST = 24

Values = NDArray[np.float64]


class RangeSource(StrEnum):
    """Whose past the range is from."""

    OWN = "own"
    COMPARABLE = "comparable"


@dataclass(frozen=True)
class RealisticRange:
    """P10, P50 and P90 for the period asked, or all three and the source None while too little is known.

    `n` counts the observations that the range is from, or the own ones where there is none; `needed` is how many
    observations of its own the team still lacks for a range of its own, 0 once it has one. [unit of the metric]
    """

    low: float | None
    middle: float | None
    high: float | None
    n: int
    source: RangeSource | None
    needed: int


def realistic_range(
    *,
    values: Values,
    hours: Values,
    period_hours: float,
    additive: bool,
    comparable_values: Values | None = None,
    comparable_hours: Values | None = None,
    latest: int = LATEST,
) -> RealisticRange:
    """The range from the own past, or from comparable members or teams where the own past is too short.

    Parameters
    ----------
    values, hours : ndarray, shape (n_months,)
        Complete months (or another grain), oldest first, and their working time. Months without working time or
        without a value (NaN) do not count. [unit of the metric; h]
    period_hours : float
        Working time of the period that the range is for; a rate or mean does not need it. [h]
    additive : bool
        Counts and sums, taken per working hour; False for rates and means, taken as they are.
    comparable_values, comparable_hours : ndarray, shape (n_comparable, n_months), or None
        The same months of comparable members or teams; their months count one by one.
    latest : int
        How many of the last months are looked at.

    Raises
    ------
    ValueError
        If shapes differ, or `latest` or the working time is out of range.

    References
    ----------
    .. [1] Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50(4), 1996.
    """
    if latest < 1 or not (np.isfinite(period_hours) and period_hours >= 0):
        raise ValueError("a range needs at least one month and working time of 0 or more")
    own = _observations(values, hours, additive=additive, latest=latest)
    needed = max(MIN_OBSERVATIONS - own.size, 0)
    factor = period_hours if additive else 1.0
    if not needed:
        return _range(own, factor=factor, source=RangeSource.OWN, needed=0)
    if comparable_values is not None and comparable_hours is not None:
        others = _observations(comparable_values, comparable_hours, additive=additive, latest=latest)
        if others.size >= MIN_OBSERVATIONS:
            return _range(others, factor=factor, source=RangeSource.COMPARABLE, needed=needed)
    return RealisticRange(low=None, middle=None, high=None, n=own.size, source=None, needed=needed)


def _observations(values: Values, hours: Values, *, additive: bool, latest: int) -> Values:
    """One number per month that counts: the value per hour, or the value itself."""
    if values.shape != hours.shape:
        raise ValueError(f"every value needs its hours, not {values.shape} and {hours.shape}")
    value, time = values[..., -latest:], hours[..., -latest:]
    known = np.isfinite(value) & np.isfinite(time) & (time > 0)
    observed: Values = value[known] / time[known] if additive else value[known]
    return observed


def _range(observed: Values, *, factor: float, source: RangeSource, needed: int) -> RealisticRange:
    low, middle, high = (float(edge) * factor for edge in np.quantile(observed, np.array(QUANTILES), method=METHOD))
    return RealisticRange(low=low, middle=middle, high=high, n=observed.size, source=source, needed=needed)
