import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.difference import of_counts, of_proportions

counts = st.integers(0, 400)


def test_newcombes_own_example():
    # Newcombe 1998, table II (a): 56/70 against 48/80, 95 %: difference .2000, method 10 gives .0524 to .3339.
    found = of_proportions(won=56, tried=70, won_before=48, tried_before=80, confidence=0.95)
    assert (found.size, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_a_difference_of_counts_by_hand():
    # 30 in 40 hours after 20 in 40 hours: 10 more. Given 50 in all, 30 of them now: Clopper-Pearson 80 % is
    # .4995 to .6942, as odds .9979 and 2.2701, times 20 less 20: -.04 to +25.40.
    found = of_counts(count=30, hours=40, count_before=20, hours_before=40)
    assert found.size == 10
    assert (found.low, found.high) == pytest.approx((-0.042, 25.401), abs=0.001)
    assert not found.is_sure


def test_hours_are_made_equal_first():
    found = of_counts(count=30, hours=40, count_before=10, hours_before=20)
    assert (found.before, found.size) == (20, 10)


@pytest.mark.parametrize("hours", [(0, 40), (40, 0)])
def test_without_time_there_is_nothing_to_compare(hours):
    assert of_counts(count=3, hours=hours[0], count_before=2, hours_before=hours[1]) is None


def test_without_trials_there_is_nothing_to_compare():
    assert of_proportions(won=0, tried=0, won_before=1, tried_before=5) is None
    assert of_counts(count=0, hours=8, count_before=0, hours_before=8) is None


@given(won=counts, lost=counts, won_before=counts, lost_before=counts)
def test_the_interval_of_proportions_holds_the_difference(won, lost, won_before, lost_before):
    tried, tried_before = won + lost, won_before + lost_before
    found = of_proportions(won=won, tried=tried, won_before=won_before, tried_before=tried_before)
    if found is None:
        assert not (tried and tried_before)
        return
    assert -1 - 1e-9 <= found.low <= found.size + 1e-9
    assert found.size - 1e-9 <= found.high <= 1 + 1e-9
    other = of_proportions(won=won_before, tried=tried_before, won_before=won, tried_before=tried)
    assert (other.low, other.high) == pytest.approx((-found.high, -found.low))


@given(count=counts, before=counts, hours=st.floats(1, 200), hours_before=st.floats(1, 200))
def test_the_interval_of_counts_holds_the_difference_and_widens_with_dispersion(count, before, hours, hours_before):
    found = of_counts(count=count, hours=hours, count_before=before, hours_before=hours_before)
    if found is None:
        assert count + before == 0
        return
    assert found.low <= found.size + 1e-6
    assert found.high >= found.size - 1e-6
    wide = of_counts(count=count, hours=hours, count_before=before, hours_before=hours_before, dispersion=3)
    assert wide.low <= found.low + 1e-6
    assert wide.high >= found.high - 1e-6


def test_four_of_five_intervals_hold_the_truth():
    # Exact intervals hold it at least as often as they say.
    rng = np.random.default_rng(7)
    held = 0
    for now, before in zip(rng.poisson(24, 2_000), rng.poisson(20, 2_000), strict=True):
        found = of_counts(count=int(now), hours=40, count_before=int(before), hours_before=40)
        ratio_low, ratio_high = 1 + found.low / found.before, 1 + found.high / found.before
        held += ratio_low <= 24 / 20 <= ratio_high
    assert 0.80 <= held / 2_000 <= 0.88
