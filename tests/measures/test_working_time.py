"""Working time: hours that are really available."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kaname.measures.periods import Period
from kaname.measures.working_time import available_hours, days_of, hours_between, meeting_hours, weekdays_of

FULL_TIME = [8, 8, 8, 8, 8, 0, 0]
THREE_DAYS = [6, 0, 6, 0, 6, 0, 0]
GOLDEN_WEEK = days_of(Period(date(2026, 4, 27), date(2026, 5, 11)))  # Monday to Sunday a fortnight later
CLOSED = np.isin(GOLDEN_WEEK, np.array(["2026-04-29", "2026-05-04", "2026-05-05", "2026-05-06"], dtype="datetime64[D]"))


def nothing() -> np.ndarray:
    return np.zeros((2, GOLDEN_WEEK.size))


def test_it_adds_up_golden_week_for_full_time_and_part_time():
    hours = available_hours(
        days=GOLDEN_WEEK,
        weekday_hours=np.array([FULL_TIME, THREE_DAYS]),
        closed=CLOSED,
        leave=nothing(),
        meetings=nothing(),
    )
    # Mon Tue Thu Fri, then Thu Fri: 6 days of 8 h; part time Mon 27 April, Fri 1 and Fri 8 May: 3 days of 6 h.
    assert hours.sum(axis=1).tolist() == [48.0, 18.0]


def test_it_takes_leave_from_what_meetings_left():
    leave, meetings = nothing(), nothing()
    leave[0, 0] = 0.5
    meetings[0, :] = 1.0
    leave[0, 1] = 1.0
    hours = available_hours(
        days=GOLDEN_WEEK,
        weekday_hours=np.array([FULL_TIME, THREE_DAYS]),
        closed=CLOSED,
        leave=leave,
        meetings=meetings,
    )
    assert hours[0, :5].tolist() == [3.5, 0.0, 0.0, 7.0, 7.0]


def test_it_counts_overlapping_leave_and_too_many_meetings_as_nothing_left():
    leave, meetings = nothing(), nothing()
    leave[0, 0] = 1.5
    meetings[0, 1] = 9.0
    hours = available_hours(
        days=GOLDEN_WEEK,
        weekday_hours=np.array([FULL_TIME, THREE_DAYS]),
        closed=CLOSED,
        leave=leave,
        meetings=meetings,
    )
    assert hours[0, :2].tolist() == [0.0, 0.0]


def test_it_spreads_five_meeting_hours_a_week_over_the_days_worked():
    spread = meeting_hours(
        days=GOLDEN_WEEK[:7], weekday_hours=np.array([FULL_TIME, THREE_DAYS]), hours_per_week=np.full((2, 7), 6.0)
    )
    assert spread[0] == pytest.approx([1.2, 1.2, 1.2, 1.2, 1.2, 0, 0])
    assert spread[1] == pytest.approx([2, 0, 2, 0, 2, 0, 0])


def test_it_spreads_no_meetings_over_somebody_without_hours():
    spread = meeting_hours(days=GOLDEN_WEEK[:7], weekday_hours=np.zeros((1, 7)), hours_per_week=np.full((1, 7), 6.0))
    assert spread.sum() == 0


def test_it_sums_a_half_open_range():
    hours = np.arange(28.0).reshape(2, 14)
    found = hours_between(hours=hours, days=GOLDEN_WEEK, since=date(2026, 4, 28), until=date(2026, 4, 30))
    assert found.tolist() == [1 + 2, 15 + 16]


@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_it_knows_weekdays_as_python_does(day):
    assert weekdays_of(np.array([np.datetime64(day)]))[0] == day.weekday()


@given(
    data=st.data(),
    n_people=st.integers(1, 4),
    start=st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    n_days=st.integers(1, 40),
)
def test_it_agrees_with_a_loop_and_is_never_below_zero(data, n_people, start, n_days):
    days = np.arange(np.datetime64(start), np.datetime64(start) + n_days)
    draw = lambda shape, high: data.draw(arrays.arrays(np.float64, shape, elements=st.floats(0, high)))  # noqa: E731
    week, leave, meetings = draw((n_people, 7), 12), draw((n_people, n_days), 2), draw((n_people, n_days), 14)
    closed = data.draw(arrays.arrays(np.bool_, n_days))
    found = available_hours(days=days, weekday_hours=week, closed=closed, leave=leave, meetings=meetings)
    for person in range(n_people):
        for index, day in enumerate(days.tolist()):
            left = max(week[person, day.weekday()] - meetings[person, index], 0) * max(1 - leave[person, index], 0)
            assert found[person, index] == pytest.approx(0 if closed[index] else left)
    assert (found >= 0).all()
