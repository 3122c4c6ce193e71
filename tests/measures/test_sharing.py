"""Splitting targets: nothing is lost, nobody is more than one unit off."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kaname.measures.sharing import NoCapacity, share_amount, share_target

hours = st.lists(st.floats(0, 400), min_size=1, max_size=40).map(lambda some: np.array(some, dtype=np.float64))


def test_it_splits_fifty_over_four_by_hand():
    # Exact shares 16.0, 16.0, 12.0, 6.0 of 160, 160, 120, 60 hours.
    assert share_target(target=50, capacity=np.array([160.0, 160.0, 120.0, 60.0])).tolist() == [16, 16, 12, 6]


def test_it_gives_what_is_left_over_to_the_largest_fractions():
    # Exact 4.7, 3.2, 2.1 (capacity 47, 32, 21 of 100): whole parts 4 + 3 + 2, one left for the .7.
    assert share_target(target=10, capacity=np.array([47.0, 32.0, 21.0])).tolist() == [5, 3, 2]


def test_it_prefers_earlier_people_on_ties():
    assert share_target(target=10, capacity=np.array([8.0, 8.0, 8.0, 8.0])).tolist() == [3, 3, 2, 2]


def test_it_gives_nothing_to_people_without_time():
    assert share_target(target=7, capacity=np.array([0.0, 120.0, 0.0])).tolist() == [0, 7, 0]


@pytest.mark.parametrize("capacity", [[], [0.0, 0.0]])
def test_it_refuses_when_nobody_has_time(capacity):
    with pytest.raises(NoCapacity):
        share_target(target=10, capacity=np.array(capacity))


@pytest.mark.parametrize(("target", "capacity"), [(-1, [8.0]), (1, [-8.0, 9.0]), (1, [np.nan, 1.0]), (1, [np.inf])])
def test_it_refuses_what_cannot_be(target, capacity):
    with pytest.raises(ValueError, match="0 or more"):
        share_target(target=target, capacity=np.array(capacity))


@given(target=st.integers(0, 100_000), capacity=hours)
def test_shares_add_up_and_stay_within_one_of_exact(target, capacity):
    assume(capacity.sum() > 0)
    shares = share_target(target=target, capacity=capacity)
    total = sum(Fraction(value) for value in capacity.tolist())
    assert shares.sum() == target
    for share, value in zip(shares.tolist(), capacity.tolist(), strict=True):
        assert abs(share - target * Fraction(value) / total) < 1


@given(target=st.integers(0, 100_000), capacity=hours)
def test_who_has_more_time_never_gets_less(target, capacity):
    assume(capacity.sum() > 0)
    by_capacity = share_target(target=target, capacity=np.sort(capacity)[::-1])
    assert (np.diff(by_capacity) <= 0).all()


@given(target=st.integers(0, 10**15), capacity=hours)
def test_it_is_exact_for_yen_in_the_billions(target, capacity):
    assume(capacity.sum() > 0)
    assert int(share_target(target=target, capacity=capacity).sum()) == target


def test_it_splits_yen_into_whole_man_and_keeps_the_rest():
    shares = share_amount(target=Decimal(10_005_000), capacity=np.array([80.0, 160.0]), step=Decimal(10_000))
    assert shares == [Decimal(3_330_000), Decimal(6_675_000)]


@given(
    target=st.decimals(min_value=0, max_value=10**9, places=4),
    capacity=hours,
    step=st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(10_000)]),
)
def test_amounts_add_up_to_the_last_digit(target, capacity, step):
    assume(capacity.sum() > 0)
    shares = share_amount(target=target, capacity=capacity, step=step)
    assert sum(shares) == target
    assert min(shares) >= 0
    assert sum(share % step != 0 for share in shares) <= 1


def test_it_refuses_a_step_of_nothing():
    with pytest.raises(ValueError, match="above 0"):
        share_amount(target=Decimal(1), capacity=np.array([1.0]), step=Decimal(0))
