"""What a running period is compared with."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.comparison import Earlier, change_ratio, difference, same_share_day
from kaname.measures.pace import elapsed_share
from kaname.measures.periods import Period
from kaname.measures.working_time import days_of

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))


def weekdays(period):
    days = days_of(period)
    return days, np.where(np.is_busday(days), 8.0, 0.0)


def test_it_stops_where_as_many_working_hours_had_passed():
    days, hours = weekdays(OCTOBER)
    # 22 working days; 11 of them are over at the end of Thursday the 15th.
    assert same_share_day(hours=hours, days=days, share=0.5, elapsed_days=15) == date(2026, 10, 16)


def test_it_chooses_among_the_days_of_a_weekend_by_the_calendar():
    days, hours = weekdays(OCTOBER)
    after_friday_the_9th = 7 / 22
    assert same_share_day(hours=hours, days=days, share=after_friday_the_9th, elapsed_days=9) == date(2026, 10, 10)
    assert same_share_day(hours=hours, days=days, share=after_friday_the_9th, elapsed_days=10) == date(2026, 10, 11)
    assert same_share_day(hours=hours, days=days, share=after_friday_the_9th, elapsed_days=30) == date(2026, 10, 12)


def test_it_counts_days_where_nobody_worked():
    days = days_of(OCTOBER)
    assert same_share_day(hours=np.zeros(31), days=days, share=10 / 31, elapsed_days=10) == date(2026, 10, 11)


@given(
    hours=st.lists(st.sampled_from([0.0, 4.0, 7.5, 8.0]), min_size=31, max_size=31),
    share=st.floats(0, 1),
    elapsed=st.integers(0, 31),
)
def test_no_other_day_comes_nearer(hours, share, elapsed):
    days, worked = days_of(OCTOBER), np.array(hours)
    found = same_share_day(hours=worked, days=days, share=share, elapsed_days=elapsed)
    assert OCTOBER.starts_on <= found <= OCTOBER.ends_on

    def distance(day):
        return abs(elapsed_share(hours=worked, days=days, at=day) - share)

    others = [*days.tolist(), OCTOBER.ends_on]
    assert distance(found) <= min(map(distance, others)) + 1e-6 or not worked.any()


@pytest.mark.parametrize(
    ("now", "before", "expected"), [(12, 10, 0.2), (0, 10, -1), (5, 0, None), (None, 1, None), (1, -2, None)]
)
def test_a_change_is_a_share_of_what_was_before(now, before, expected):
    assert change_ratio(now=now, before=before) == (None if expected is None else pytest.approx(expected))


def test_a_difference_needs_both_values():
    assert difference(now=3, before=None) is None
    assert difference(now=0.2, before=0.25) == pytest.approx(-0.05)


def test_it_says_up_to_which_day_an_earlier_period_counts():
    assert not Earlier(OCTOBER, OCTOBER.ends_on).cut
    cut = Earlier(OCTOBER, date(2026, 10, 16))
    assert cut.cut
    assert cut.last_day == date(2026, 10, 15)
