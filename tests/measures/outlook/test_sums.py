"""Where sums end in an open period."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures.outlook.cases import END, period, steady

from kaname.measures.direction import Direction
from kaname.measures.outlook.correction import Correction
from kaname.measures.outlook.judgement import Judgement
from kaname.measures.outlook.sums import sum_outlooks


def deals(asked, seed=1, per_hour=0.05, shape=2.0, mean=100.0):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(steady(asked, per_hour)).astype(float)
    return np.where(counts > 0, rng.gamma(np.maximum(counts, 1) * shape) * mean / shape, 0.0), counts


def test_it_expects_number_times_size():
    asked = period()
    counts = steady(asked, 0.25)
    found = sum_outlooks(period=asked, sums=counts * 50, counts=counts)
    assert found.achieved == pytest.approx([11 * 2 * 50])
    assert found.expected == pytest.approx([22 * 2 * 50])
    assert found.parts.size.mean == pytest.approx([50])
    assert found.parts.events_left == pytest.approx([22])


def test_it_draws_a_persons_size_to_the_teams_by_ten_events():
    asked = period(n_units=2)
    counts = np.zeros((2, asked.n_before))
    counts[0, 5], counts[1, 5] = 10, 30
    sums = counts * np.array([[200.0], [100.0]])
    size = sum_outlooks(period=asked, sums=sums, counts=counts).parts.size
    team = (2000 + 3000) / 40
    assert size.mean == pytest.approx([(2000 + 10 * team) / 20, (3000 + 10 * team) / 40])


def test_its_variance_is_that_of_a_compound_sum():
    asked = period()
    sums, counts = deals(asked)
    found = sum_outlooks(period=asked, sums=sums, counts=counts)
    size, events, level = found.parts.size, found.parts.events_left, found.parts.level
    of_number = level.dispersion * events + events**2 * level.uncertainty
    by_hand = size.mean**2 * of_number + events * size.variance
    by_hand = by_hand + (events**2 + of_number) * size.variance / (size.n + 10)
    assert found.noise == pytest.approx(by_hand)
    # Gamma of shape 2: the variance of one deal is half its mean squared.
    assert size.variance[0] == pytest.approx(size.mean[0] ** 2 / 2, rel=0.5)


def test_it_may_be_that_nothing_more_comes():
    asked = period()
    sums, counts = deals(asked, per_hour=0.01)
    found = sum_outlooks(period=asked, sums=sums, counts=counts)
    more = found.chance(target=found.achieved + 0.01, direction=Direction.HIGHER)
    assert 0.2 < 1 - more[0] < 0.8
    assert found.low == found.achieved


@pytest.mark.parametrize("per_hour", [0.004, 0.01, 0.02])
def test_a_large_event_stays_possible_however_well_earlier_outlooks_held(per_hour):
    """Beside deals drawn 200,000 times."""
    asked = period()
    sums, counts = deals(asked, per_hour=per_hour)
    held = Correction(shock=0.0, spread=0.6, widening=0.8, n_periods=12, n_rows=99)
    found = sum_outlooks(period=asked, sums=sums, counts=counts, correction=held)
    rng, size = np.random.default_rng(2), found.parts.size
    number = rng.poisson(found.parts.events_left[0], 200_000)
    shape = size.mean[0] ** 2 / size.variance[0]
    more = np.where(number > 0, rng.gamma(np.maximum(number, 1) * shape) * size.mean[0] / shape, 0.0)
    for share in (0.9, 0.95, 0.98):
        asked_for = np.quantile(more[more > 0], share)
        chance = found.chance(target=found.achieved + asked_for, direction=Direction.HIGHER)[0]
        assert chance == pytest.approx((more >= asked_for).mean(), rel=0.8)


def test_it_does_with_sums_alone():
    asked = period()
    sums, counts = deals(asked, per_hour=0.5)
    alone = sum_outlooks(period=asked, sums=sums)
    both = sum_outlooks(period=asked, sums=sums, counts=counts)
    assert alone.expected == pytest.approx(both.expected, rel=0.05)
    assert alone.relative_width == pytest.approx(both.relative_width, rel=0.4)
    assert alone.parts.size is None


def test_it_says_nothing_where_credits_outweigh():
    asked = period()
    found = sum_outlooks(period=asked, sums=-steady(asked))
    assert np.isnan(found.expected[0])
    assert found.judgements == (Judgement.TOO_WIDE,)


def test_it_ends_with_what_is_achieved_when_the_period_is_over():
    asked = period(origin=END)
    sums, counts = deals(asked)
    found = sum_outlooks(period=asked, sums=sums, counts=counts)
    assert found.low == found.high == found.achieved


@settings(max_examples=30)
@given(seed=st.integers(0, 1000), factor=st.floats(0.01, 1000))
def test_yen_instead_of_dollars_change_nothing(seed, factor):
    asked = period(n_units=2)
    sums, counts = deals(asked, seed=seed)
    one = sum_outlooks(period=asked, sums=sums, counts=counts)
    other = sum_outlooks(period=asked, sums=sums * factor, counts=counts)
    assert other.expected == pytest.approx(one.expected * factor)
    assert other.high == pytest.approx(one.high * factor, rel=1e-6)
    assert np.all(one.low >= one.achieved)
    assert np.all(np.diff(one.quantiles(), axis=1) >= 0)
