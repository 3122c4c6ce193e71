"""Pace: what should be there by now, in working time."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kaname.measures.pace import elapsed_share, elapsed_shares, expected_by_now, required_rate
from kaname.measures.periods import Period
from kaname.measures.working_time import days_of

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
DAYS = days_of(NOVEMBER)
CLOSED_ON = {date(2026, 11, 3), date(2026, 11, 23)}
HOURS = np.array([8.0 if day.weekday() < 5 and day not in CLOSED_ON else 0.0 for day in DAYS.tolist()])


def test_it_counts_working_days_before_today():
    # 19 working days; 2, 4, 5, 6 and 9 November are 5 of them before Tuesday 10.
    assert elapsed_share(hours=HOURS, days=DAYS, at=date(2026, 11, 10)) == pytest.approx(5 / 19)


def test_it_stands_still_over_a_weekend():
    friday_evening = elapsed_share(hours=HOURS, days=DAYS, at=date(2026, 11, 7))
    assert elapsed_share(hours=HOURS, days=DAYS, at=date(2026, 11, 9)) == friday_evening


def test_it_is_nothing_before_the_period_and_all_after_it():
    assert elapsed_share(hours=HOURS, days=DAYS, at=date(2026, 10, 1)) == 0.0
    assert elapsed_share(hours=HOURS, days=DAYS, at=NOVEMBER.starts_on) == 0.0
    assert elapsed_share(hours=HOURS, days=DAYS, at=NOVEMBER.ends_on) == 1.0
    assert elapsed_share(hours=HOURS, days=DAYS, at=date(2027, 1, 1)) == 1.0


def test_it_falls_back_to_calendar_days_without_working_time():
    assert elapsed_share(hours=np.zeros(30), days=DAYS, at=date(2026, 11, 16)) == pytest.approx(15 / 30)


def test_it_measures_who_joined_mid_period_by_their_own_time():
    joined = np.where(np.datetime64("2026-11-16") <= DAYS, HOURS, 0.0)
    before, later = (elapsed_share(hours=joined, days=DAYS, at=date(2026, 11, day)) for day in (16, 18))
    assert before == 0.0
    assert later == pytest.approx(2 / 10)  # 16 and 17 of the 10 working days from the 16th on


def test_it_measures_everybody_at_once():
    people = np.stack([HOURS, np.zeros(30), HOURS / 2])
    shares = elapsed_shares(hours=people, days=DAYS, at=date(2026, 11, 10))
    assert shares == pytest.approx([5 / 19, 9 / 30, 5 / 19])


def test_it_refuses_a_period_without_days():
    with pytest.raises(ValueError, match="at least one day"):
        elapsed_share(hours=np.array([]), days=np.array([], dtype="datetime64[D]"), at=date(2026, 11, 1))


def test_it_expects_a_share_of_a_count_and_all_of_a_rate():
    assert expected_by_now(target=50, share=0.4, additive=True) == 20
    assert expected_by_now(target=0.2, share=0.4, additive=False) == 0.2


@pytest.mark.parametrize(
    ("remaining", "hours_left", "expected"),
    [(30, 60, 0.5), (0, 60, 0.0), (-5, 60, 0.0), (-5, 0, 0.0), (30, 0, None)],
)
def test_it_asks_for_the_rest_in_the_hours_left(remaining, hours_left, expected):
    assert required_rate(remaining=remaining, hours_left=hours_left) == expected


@given(
    hours=arrays.arrays(np.float64, 30, elements=st.floats(0, 12)), first=st.integers(-5, 35), more=st.integers(0, 9)
)
def test_it_grows_from_nothing_to_all_and_never_falls(hours, first, more):
    day = NOVEMBER.starts_on + timedelta(days=first)
    now, later = (elapsed_share(hours=hours, days=DAYS, at=at) for at in (day, day + timedelta(days=more)))
    assert 0 <= now <= later + 1e-12
    assert later <= 1
