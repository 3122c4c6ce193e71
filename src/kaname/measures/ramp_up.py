"""Newcomers take a smaller share of a team's target at first. See docs/measures/spreading.md."""

import numpy as np
from numpy.typing import NDArray

from kaname.measures.working_time import Days, Hours

DAYS_IN_MONTH = 365.25 / 12


def ramp_up_factors(*, days_since_joined: NDArray[np.float64], start: float, months: float) -> NDArray[np.float64]:
    """What an hour of a newcomer counts: from `start` on the first day in a straight line to 1 after `months`.

    Parameters
    ----------
    days_since_joined : ndarray, any shape
        0 on the first day; below 0 before it, where nothing counts; NaN for who has been there always. [days]
    start : float
        The share on the first day. [0-1]
    months : float
        How long it takes, 0 or more; 0 for no ramp-up. [months of 30.44 days]

    Returns
    -------
    ndarray of the same shape
        [0-1]

    Raises
    ------
    ValueError
        If `start` is not within 0 and 1, or `months` is negative or not finite.
    """
    if not 0 <= start <= 1 or not 0 <= months < np.inf:
        raise ValueError(f"ramp-up goes from 0-1 over 0 or more months, not from {start} over {months}")
    days = np.nan_to_num(days_since_joined, nan=np.inf, posinf=np.inf, neginf=-np.inf)
    whole = months * DAYS_IN_MONTH
    passed = np.clip(days, 0.0, whole) / whole if whole > 0 else np.ones_like(days)
    factors: NDArray[np.float64] = np.where(days < 0, 0.0, start + (1.0 - start) * passed)
    return factors


def ramped_capacity(
    *, hours: Hours, days: Days, joined_on: NDArray[np.datetime64], start: float, months: float
) -> NDArray[np.float64]:
    """Working time with newcomers' hours counting less: the capacity to share a team's target by.

    Parameters
    ----------
    hours : ndarray, shape (n_people, n_days)
        Available hours: leave, part-time and meetings are in them. [h]
    days : ndarray of datetime64[D], shape (n_days,)
    joined_on : ndarray of datetime64[D], shape (n_people,)
        First day; NaT for who needs no ramp-up.
    start, months : float
        As in `ramp_up_factors`.

    Returns
    -------
    ndarray, shape (n_people,)
        Sum over the days of hours x factor. [h]
    """
    since = (days[np.newaxis, :] - joined_on[:, np.newaxis]) / np.timedelta64(1, "D")
    capacity: NDArray[np.float64] = (hours * ramp_up_factors(days_since_joined=since, start=start, months=months)).sum(
        axis=1
    )
    return capacity
