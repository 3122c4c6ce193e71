"""Shares of outlooks that came true, where those of a period share a shock. See docs/measures/calibration.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from kaname.measures.outlook.history import Numbers

Places = NDArray[np.int64]
# How sure an interval of a share or of a mean is. [0-1]
CONFIDENCE = 0.8


@dataclass(frozen=True)
class Share:
    """How many of `n` outlooks of `periods` periods, and the interval that holds the true share; None without any."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    periods: int


def share(came_true: NDArray[np.bool_], period: Places) -> Share:
    """A share with Wilson's interval [1]_, for as many independent outlooks as those of one period are worth together.

    Outlooks of one period miss together where the period was odd. What they are worth follows from how much shares
    differ between periods; the interval is Student's t by the number of periods. Of a single period nothing is known
    but its share.

    References
    ----------
    .. [1] Wilson, "Probable inference", Journal of the American Statistical Association 22, 1927.
    """
    n, groups = came_true.size, np.unique(period, return_inverse=True)[1]
    periods = int(groups.max(initial=-1)) + 1
    if not n:
        return Share(None, None, None, 0, 0)
    value = float(came_true.mean())
    if periods < 2:
        return Share(value, 0.0, 1.0, n, periods)
    worth = _worth(came_true, value, groups, periods)
    away = float(stdtrit(periods - 1, 0.5 + CONFIDENCE / 2))
    middle = (value + away**2 / (2 * worth)) / (1 + away**2 / worth)
    half = away * np.sqrt(value * (1 - value) / worth + (away / (2 * worth)) ** 2) / (1 + away**2 / worth)
    return Share(value, max(float(middle - half), 0.0), min(float(middle + half), 1.0), n, periods)


def _worth(came_true: NDArray[np.bool_], value: float, groups: Places, periods: int) -> float:
    """How many independent outlooks these are worth: at least one a period, and no more than there are."""
    sums = np.bincount(groups, weights=came_true - value)
    variance = float((sums**2).sum()) / came_true.size**2 * periods / (periods - 1)
    if variance <= 0:
        return float(came_true.size if 0 < value < 1 else periods)
    return float(np.clip(value * (1 - value) / variance, periods, came_true.size))


@dataclass(frozen=True)
class Gain:
    """By how much one score is better than another, in the mean, with its interval; None without two periods."""

    value: float | None
    low: float | None
    high: float | None


def gain(difference: Numbers, period: Places) -> Gain:
    """The mean of differences, its interval by how much periods differ (Student's t)."""
    if not difference.size:
        return Gain(None, None, None)
    groups = np.unique(period, return_inverse=True)[1]
    periods, mean = int(groups.max()) + 1, float(difference.mean())
    if periods < 2:
        return Gain(mean, None, None)
    sums = np.bincount(groups, weights=difference - mean)
    error = np.sqrt((sums**2).sum() * periods / (periods - 1)) / difference.size
    half = float(stdtrit(periods - 1, 0.5 + CONFIDENCE / 2) * error)
    return Gain(mean, mean - half, mean + half)
