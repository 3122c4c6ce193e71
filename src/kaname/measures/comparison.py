"""Comparing a running period with an earlier one: up to where the same share of working time had passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from kaname.measures.periods import Period
from kaname.measures.working_time import Days, Hours

# Shares that differ by less are the same: a sum of hours is not exact.
SAME = 1e-9


@dataclass(frozen=True)
class Earlier:
    """The part of an earlier period that a board compares with; `cut` where it is not the whole."""

    period: Period
    until: date

    @property
    def cut(self) -> bool:
        return self.until < self.period.ends_on

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)


def same_share_day(*, hours: Hours, days: Days, share: float, elapsed_days: int) -> date:
    """The day before which the share of working time that had passed comes nearest to `share`.

    Parameters
    ----------
    hours : ndarray, shape (n_days,)
        Working time of the earlier period; without any, days count instead. [h]
    days : ndarray of datetime64[D], shape (n_days,)
    share : float
        What has passed of the running period. [0-1]
    elapsed_days : int
        Days that have passed of it: chooses among days with the same share, such as those of a weekend. [d]

    Returns
    -------
    date
        From the first day to the day after the last one.
    """
    weights = hours if hours.sum() > 0 else np.ones(len(days))
    passed = np.concatenate([[0.0], np.cumsum(weights)]) / weights.sum()
    distance = np.abs(passed - share)
    nearest = np.flatnonzero(distance <= distance.min() + SAME)
    chosen = int(nearest[np.argmin(np.abs(nearest - elapsed_days))])
    first: date = days[0].astype(object)
    return first + timedelta(days=chosen)


def change_ratio(*, now: float | None, before: float | None) -> float | None:
    """Change as a share of what was before; None where either is missing or nothing, or less, was before. [ratio]"""
    if now is None or before is None or before <= 0:
        return None
    return now / before - 1


def difference(*, now: float | None, before: float | None) -> float | None:
    """Change in the metric's own unit; None where either is missing."""
    return None if now is None or before is None else now - before
