"""What the last and the first working days of a month bring beside the others. See docs/measures/outlook.md."""

import numpy as np

from kaname.measures.outlook.days import Numbers, OpenPeriod, Whole

# Working days from the end of the month, and from its start, that are looked at together.
LAST, BEFORE_LAST, NEAR_END, START = slice(-1, None), slice(-3, -1), slice(-5, -3), slice(0, 3)
PLACES = (START, NEAR_END, BEFORE_LAST, LAST)
# Days of one person that bring as much as others, before what was seen counts.
PRIOR_DAYS = 40.0
# A month is measured by its other days, if there are enough.
LEAST_OTHERS = 5


def month_end_factors(period: OpenPeriod, values: Numbers, exposure: Numbers) -> Numbers:
    """What an hour of each day brings for its place in the month, all units together: shape (n_days,). [ratio]

    Each month's last and first days are compared with its own other days, so that a good month is no month's end.

    Parameters
    ----------
    values : ndarray, shape (n_units, n_before)
    exposure : ndarray, shape (n_units, n_days)
        Working time in mean hours, NaN where unknown.
    """
    places, n = places_in_month(period), period.n_before
    known = np.isfinite(values) & np.isfinite(exposure[:, :n])
    worked, brought = np.where(known, exposure[:, :n], 0.0), np.where(known, values, 0.0)
    hours = worked.sum(axis=1)
    level = np.divide(brought.sum(axis=1), hours, out=np.zeros_like(hours), where=hours > 0)
    actual, due = brought.sum(axis=0), level @ worked
    prior = PRIOR_DAYS * actual.sum() / max(int((worked > 0).sum()), 1)
    if prior <= 0:
        return np.ones(places.size)
    due = due * _of_month(period, actual, due, places)
    told = np.isfinite(due)
    factors = np.ones(len(PLACES) + 1)
    for place in range(1, factors.size):
        days = told & (places[:n] == place)
        factors[place] = max(actual[days].sum() + prior, 0.0) / (due[days].sum() + prior)
    return factors[places]


def places_in_month(period: OpenPeriod) -> Whole:
    """1 to 4 for the days of `PLACES`, 0 for the others; days count when anybody works. Shape (n_days,)."""
    works = (np.nan_to_num(period.time).sum(axis=0) > 0) & ~period.closed
    months = period.days.astype("datetime64[M]")
    places = np.zeros(months.size, dtype=np.int64)
    for month in np.unique(months):
        days = np.flatnonzero((months == month) & works)
        begins = period.days[0] <= month.astype("datetime64[D]")
        ends = period.days[-1] + 1 >= (month + 1).astype("datetime64[D]")
        for place, part in enumerate(PLACES, start=1):
            if begins if part is START else ends:
                places[days[part]] = place
    return places


def _of_month(period: OpenPeriod, actual: Numbers, due: Numbers, places: Whole) -> Numbers:
    """How good each day's month is apart from its first and last days, NaN where there are too few others."""
    months = period.days[: actual.size].astype("datetime64[M]")
    found = np.full(actual.size, np.nan)
    for month in np.unique(months):
        days = months == month
        others = days & (places[: actual.size] == 0) & (due > 0)
        if others.sum() >= LEAST_OTHERS:
            found[days] = actual[others].sum() / due[others].sum()
    return found
