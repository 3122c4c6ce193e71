"""Available working time in hours, people by days. See docs/measures/working-time.md."""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaname.measures.periods import Period

Days = NDArray[np.datetime64]
Hours = NDArray[np.float64]

# 1970-01-01, day 0 of datetime64, was a Thursday; weekdays count from Monday = 0.
WEEKDAY_OF_DAY_ZERO = 3


def days_of(period: Period) -> Days:
    """Every day of the period as datetime64[D], shape (n_days,)."""
    return np.arange(np.datetime64(period.starts_on, "D"), np.datetime64(period.ends_on, "D"))


def weekdays_of(days: Days) -> NDArray[np.int64]:
    """Weekday of each day, Monday = 0."""
    return (days.astype("datetime64[D]").astype(np.int64) + WEEKDAY_OF_DAY_ZERO) % 7


def available_hours(
    *, days: Days, weekday_hours: NDArray[Any], closed: NDArray[np.bool_], leave: NDArray[Any], meetings: NDArray[Any]
) -> Hours:
    """Hours that are left for work after closed days, leave and meetings.

    On an open day: share of the day not on leave x (hours of that weekday - meeting hours), never below 0.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (n_days,)
    weekday_hours : ndarray, shape (n_people, 7)
        Contract hours per weekday, Monday first. [h]
    closed : ndarray of bool, shape (n_days,)
        Public and company holidays.
    leave : ndarray, shape (n_people, n_days)
        Share of the day on leave; overlapping leave beyond the whole day counts once. [0-1]
    meetings : ndarray, shape (n_people, n_days)
        Meeting hours of the day. [h]

    Returns
    -------
    ndarray, shape (n_people, n_days)
        Available hours, 0 or more. [h]
    """
    contract = np.asarray(weekday_hours, dtype=np.float64)[:, weekdays_of(days)]
    present = 1.0 - np.clip(leave, 0.0, 1.0)
    hours: Hours = present * np.maximum(contract - meetings, 0.0)
    hours[:, np.asarray(closed, dtype=bool)] = 0.0
    return hours


def meeting_hours(*, days: Days, weekday_hours: NDArray[Any], hours_per_week: NDArray[Any]) -> Hours:
    """Spread recurring meetings over the week in proportion to the contract hours of its weekdays.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (n_days,)
    weekday_hours : ndarray, shape (n_people, 7)
        Contract hours per weekday, Monday first. [h]
    hours_per_week : ndarray, shape (n_people, n_days)
        Meeting hours in a whole week, as in force on each day. [h]

    Returns
    -------
    ndarray, shape (n_people, n_days)
        Meeting hours of each day; 0 for people without contract hours. [h]
    """
    contract = np.asarray(weekday_hours, dtype=np.float64)
    week = contract.sum(axis=1, keepdims=True)
    share_of_week = np.divide(contract, week, out=np.zeros_like(contract), where=week > 0)
    spread: Hours = share_of_week[:, weekdays_of(days)] * hours_per_week
    return spread


def hours_between(*, hours: Hours, days: Days, since: date, until: date) -> NDArray[np.float64]:
    """Hours of `since <= day < until`, summed over the last axis: shape (n_people, n_days) gives (n_people,). [h]"""
    inside = (days >= np.datetime64(since)) & (days < np.datetime64(until))
    total: NDArray[np.float64] = hours[..., inside].sum(axis=-1)
    return total
