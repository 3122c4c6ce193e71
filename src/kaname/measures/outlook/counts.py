"""Where counts end: calls, appointments, deals won. See docs/measures/outlook.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.outlook.correction import Correction
from kaname.measures.outlook.days import Numbers, OpenPeriod, Whole
from kaname.measures.outlook.ends import CountEnds
from kaname.measures.outlook.level import LEAST_DAYS, Level, level_of
from kaname.measures.outlook.outlooks import Outlooks


@dataclass(frozen=True)
class CountParts:
    """The remaining part: its mean and variance, the level behind it, and what earlier periods taught."""

    level: Level
    remaining: Numbers
    variance: Numbers
    correction: Correction


def count_outlooks(
    *, period: OpenPeriod, counts: Numbers, correction: Correction | None = None
) -> Outlooks[CountParts]:
    """Expected end, interval and distribution of a count, for every unit.

    Parameters
    ----------
    period : OpenPeriod
    counts : ndarray, shape (n_units, n_before)
        Counts of the days before the origin, NaN where nothing is known. [count]
    correction : Correction or None
        From earlier periods at the same share; None while there are none.

    Raises
    ------
    ValueError
        If the shape does not fit or a count is negative.
    """
    if np.any(period.checked(counts) < 0):
        raise ValueError("counts are 0 or more")
    correction, level = correction or Correction(), level_of(period, counts)
    remaining, noise = remaining_part(level)
    variance = correction.variance(noise=noise, size=remaining)
    achieved = period.achieved(counts)
    known = np.isfinite(remaining)
    ends = CountEnds(achieved, np.nan_to_num(remaining), np.nan_to_num(variance))
    low, high = ends.interval()
    return Outlooks(
        achieved=achieved,
        expected=achieved + remaining,
        low=np.where(known, low, np.nan),
        high=np.where(known, high, np.nan),
        ends=ends,
        noise=noise,
        shock_size=remaining,
        parts=CountParts(level, remaining, variance, correction),
        n_days=level.n_days,
        missing_days=missing_days(level),
        known_hours=np.isfinite(level.exposure_left),
    )


def remaining_part(level: Level) -> tuple[Numbers, Numbers]:
    """Its mean, and its variance from the noise of days and the level's own uncertainty. [unit; unit squared]"""
    remaining = level.rate * level.exposure_left
    relative = np.where(remaining > 0, level.uncertainty, 0.0)
    return remaining, level.dispersion * remaining + remaining**2 * relative


def missing_days(level: Level) -> Whole:
    """Days of history until there is a level; a unit whose team has one needs none, nor does a period without rest."""
    needs = ~level.has_team & (np.nan_to_num(level.exposure_left, nan=1.0) > 0)
    return np.where(needs, np.maximum(LEAST_DAYS - level.n_days, 0), 0)
