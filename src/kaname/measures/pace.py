"""Where a target should be by now, measured in available working time. See docs/measures/pace.md."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.measures.working_time import Days, Hours


def elapsed_shares(*, hours: Hours, days: Days, at: date) -> NDArray[np.float64]:
    """Share of each person's working time on the days before `at`; the day itself still counts as ahead.

    People without any hours in the period get the share of calendar days.

    Parameters
    ----------
    hours : ndarray, shape (n_people, n_days)
        Available hours over the whole period. [h]
    days : ndarray of datetime64[D], shape (n_days,)
    at : date
        The first day that does not count yet; may lie outside the period.

    Returns
    -------
    ndarray, shape (n_people,)
        0 before the period, 1 after it. [0-1]

    Raises
    ------
    ValueError
        If there are no days.
    """
    if days.size == 0:
        raise ValueError("a period has at least one day")
    past = days < np.datetime64(at)
    total = hours.sum(axis=-1)
    by_calendar = np.full_like(total, past.mean(), dtype=np.float64)
    # Rounding of the sums must neither leave a finished period open nor overfill it.
    if past.all():
        return np.ones_like(by_calendar)
    by_hours = np.divide(hours[..., past].sum(axis=-1), total, out=by_calendar, where=total > 0)
    nothing_left = (total > 0) & ~hours[..., ~past].any(axis=-1)
    shares: NDArray[np.float64] = np.where(nothing_left, 1.0, np.minimum(by_hours, 1.0))
    return shares


def elapsed_share(*, hours: Hours, days: Days, at: date) -> float:
    """`elapsed_shares` for one person or team: `hours` has shape (n_days,). [0-1]"""
    return float(elapsed_shares(hours=hours[np.newaxis, :], days=days, at=at)[0])


def expected_by_now(*, target: float, share: float, additive: bool) -> float:
    """What the actual should be by now: the elapsed share of an additive target; a rate or mean in full at any time."""
    return target * share if additive else target


def required_rate(*, remaining: float, hours_left: float) -> float | None:
    """What every remaining working hour must bring to reach the target; for "lower is better", may still cost.

    Parameters
    ----------
    remaining : float
        Target - actual to date; below 0 where it is reached already (or the budget is used up), then the rate is 0.
    hours_left : float
        Working time from today to the end of the period. [h]

    Returns
    -------
    float or None
        None where something remains and no working time does. [unit of the metric per h]
    """
    if remaining <= 0:
        return 0.0
    return remaining / hours_left if hours_left > 0 else None
