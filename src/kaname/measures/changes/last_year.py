"""Last year's level as what is to be expected, so that seasons are no changes. See docs/measures/watch.md."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from kaname.measures.changes.scan import Numbers

# 52 weeks, so that weekdays meet.
YEAR = 364
# Three weeks around the day: whole weeks, wide enough for holidays that move, narrow enough for a December.
AROUND = 10


def last_year_level(*, counts: Numbers) -> Numbers:
    """Mean of the three weeks around the same day a year before, to be given to `watch` as exposure.

    Parameters
    ----------
    counts : ndarray, shape (n_series, n_days)
        Successive days, NaN where nothing is known. [count]

    Returns
    -------
    ndarray of the same shape
        NaN where less than half of those days is known, as in the whole first year. [count / d]
    """
    n_series, n_days = counts.shape
    padded = np.full((n_series, n_days + YEAR + 2 * AROUND), np.nan)
    padded[:, YEAR + AROUND : YEAR + AROUND + n_days] = counts
    around = sliding_window_view(padded, 2 * AROUND + 1, axis=1)[:, :n_days]
    known = np.isfinite(around)
    many = known.sum(axis=2)
    total = np.where(known, around, 0.0).sum(axis=2)
    enough = many > AROUND
    level = np.divide(total, many, out=np.full(total.shape, np.nan), where=enough)
    return np.asarray(level, dtype=np.float64)
