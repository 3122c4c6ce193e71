"""Ramp-up: newcomers take less at first."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.periods import Period
from kaname.measures.ramp_up import DAYS_IN_MONTH, ramp_up_factors, ramped_capacity
from kaname.measures.sharing import share_target
from kaname.measures.working_time import days_of

APRIL = days_of(Period(date(2026, 4, 1), date(2026, 5, 1)))
NOT_A_DAY = np.datetime64("NaT")


def factors(*days, start=0.4, months=3.0):
    return ramp_up_factors(days_since_joined=np.array(days, dtype=np.float64), start=start, months=months)


def test_it_rises_in_a_straight_line():
    # 40 % on the first day, 70 % after half of three months, all after three.
    assert factors(0, 1.5 * DAYS_IN_MONTH, 3 * DAYS_IN_MONTH, 4000) == pytest.approx([0.4, 0.7, 1, 1])


def test_it_counts_nothing_before_the_first_day_and_all_of_old_hands():
    assert factors(-1, np.nan, -np.inf, np.inf).tolist() == [0, 1, 0, 1]


def test_it_counts_all_without_ramp_up():
    assert factors(0, 5, months=0).tolist() == [1, 1]


@pytest.mark.parametrize(
    "wrong", [{"start": -0.1}, {"start": 1.1}, {"months": -1}, {"months": np.inf}, {"start": np.nan}]
)
def test_it_refuses_what_cannot_be(wrong):
    with pytest.raises(ValueError, match="ramp-up"):
        factors(0, **wrong)


def test_it_shares_a_target_by_hours_and_ramp_up():
    # 8 h on 30 days, newcomers from 50 % over 60.875 days. Ben is an old hand: 240 h. Chie joined on 1 April:
    # 8 x (30 x 0.5 + 0.5 x (0 + ... + 29) / 60.875) = 148.58 h. Aiko joins on the 16th: 8 x (7.5 + 0.5 x 105 / 60.875).
    capacity = ramped_capacity(
        hours=np.full((3, 30), 8.0),
        days=APRIL,
        joined_on=np.array([NOT_A_DAY, "2026-04-01", "2026-04-16"], dtype="datetime64[D]"),
        start=0.5,
        months=2.0,
    )
    assert capacity == pytest.approx([240, 148.583, 66.899], abs=1e-3)
    # Of 100: 52.69, 32.62 and 14.69.
    assert share_target(target=100, capacity=capacity).tolist() == [53, 32, 15]


def test_it_leaves_leave_and_part_time_as_they_are():
    hours = np.zeros((1, 30))
    hours[0, 10] = 3.5
    capacity = ramped_capacity(
        hours=hours, days=APRIL, joined_on=np.array([NOT_A_DAY], dtype="datetime64[D]"), start=0.5, months=3.0
    )
    assert capacity.tolist() == [3.5]


@given(
    days=st.lists(st.integers(-400, 4000), min_size=1, max_size=30),
    start=st.floats(0, 1),
    months=st.floats(0, 60),
)
def test_it_never_falls_and_stays_between_start_and_one(days, start, months):
    found = factors(*sorted(days), start=start, months=months)
    assert (np.diff(found) >= 0).all()
    here = found[np.array(sorted(days)) >= 0]
    assert ((here >= start) & (here <= 1)).all()
