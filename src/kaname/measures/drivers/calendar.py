"""What the calendar and slow changes of level do to a series. See docs/measures/drivers.md."""

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import BSpline

from kaname.measures.drivers.result import Step

Numbers = NDArray[np.float64]
Days = NDArray[np.datetime64]
# Knots of the level: what changes more slowly than within two months (or a year, by month) is a common trend. [periods]
KNOTS = {Step.DAY: 60, Step.WEEK: 26, Step.MONTH: 24}
# Harmonics of the year, once it was seen twice: the shortest wave is a month, a month and a half, half a year.
OF_YEAR = {Step.DAY: 12, Step.WEEK: 4, Step.MONTH: 2}
YEAR = {Step.DAY: 365.25, Step.WEEK: 52.18, Step.MONTH: 12.0}
OF_MONTH = 4
# Days from which on the course of a month was seen often enough. [days]
MONTHS_SEEN = 180
# Harmonics of the year in the weekdays' weight: where weekdays multiply with the season, they have its shape.
OF_WEEKDAYS = 2
# First and last days of a month, each by itself: invoices, closings and plans fall due there. [days]
EDGE = 3


def calendar_design(*, starts: Days, holidays: Numbers, step: Step, given: Numbers) -> Numbers:
    """Columns that calendar, level and what is given make: shape (n_periods, n_columns).

    Parameters
    ----------
    starts : ndarray of datetime64[D], shape (n_periods,)
        First day of each period.
    holidays : ndarray, shape (n_periods,)
        Days off in each period. [days]
    step : Step
    given : ndarray, shape (n_given, n_periods)
        Series whose part is not looked at, such as working time, all known.
    """
    n = starts.size
    time = np.linspace(-1.0, 1.0, n)
    columns = [_level(n, KNOTS[step]), np.column_stack([holidays, *given])]
    of_year = starts.astype("datetime64[D]").astype(np.int64) / 365.25
    seen_once, seen_twice = n >= YEAR[step], n >= 2 * YEAR[step]
    columns.append(_waves(of_year, OF_YEAR[step] if seen_twice else 0))
    if step is Step.DAY:
        changes = [np.ones((n, 1)), time[:, None] if seen_once else time[:, None][:, :0]]
        changes.append(_waves(of_year, OF_WEEKDAYS if seen_twice else 0))
        columns += [_weekdays(starts, np.hstack(changes)), _around(holidays)]
        if n >= MONTHS_SEEN:
            columns.append(_within_month(starts))
    return np.hstack(columns)


def _level(n: int, apart: int) -> Numbers:
    """Cubic B-splines."""
    pieces = max(round(n / apart), 1)
    knots = np.concatenate([[0.0] * 3, np.linspace(0, n - 1, pieces + 1), [n - 1.0] * 3])
    return np.asarray(BSpline.design_matrix(np.arange(n, dtype=np.float64), knots, 3).toarray())


def _waves(phase: Numbers, harmonics: int) -> Numbers:
    angles = 2 * np.pi * phase[:, None] * np.arange(1, harmonics + 1)
    return np.hstack([np.sin(angles), np.cos(angles)])


def _weekdays(starts: Days, changes: Numbers) -> Numbers:
    """Six weekdays beside the seventh, and how their weight changes over the years and within each."""
    days = starts.astype("datetime64[D]").astype(np.int64)
    each = ((days[:, None] + 3) % 7 == np.arange(6)).astype(np.float64)
    return np.asarray((each[:, :, None] * changes[:, None, :]).reshape(starts.size, -1))


def _within_month(starts: Days) -> Numbers:
    first = starts.astype("datetime64[M]")
    day = (starts - first.astype("datetime64[D]")).astype(np.int64)
    length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    places = np.arange(EDGE)
    edges = np.hstack([day[:, None] == places, length[:, None] - 1 - day[:, None] == places]).astype(np.float64)
    return np.hstack([_waves(day / length, OF_MONTH), edges])


def _around(holidays: Numbers) -> Numbers:
    """The day before and the day after."""
    return np.column_stack([np.append(holidays[1:], 0.0), np.append(0.0, holidays[:-1])])
