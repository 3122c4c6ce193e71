"""Where averages end in an open period."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures.outlook.cases import END, period, steady
from scipy import stats

from kaname.measures.direction import Direction
from kaname.measures.outlook.averages import average_outlooks


def values(asked, mean=300.0, spread=60.0, per_hour=0.5, seed=1):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(steady(asked, per_hour)).astype(float)
    return counts * mean + rng.normal(size=counts.shape) * spread * np.sqrt(counts), counts


def test_it_puts_together_what_was_and_what_comes():
    asked = period()
    sums, counts = values(asked)
    found = average_outlooks(period=asked, sums=sums, counts=counts)
    parts, total = found.parts, sums[0, asked.first :].sum()
    end = (total + parts.values_left[0] * parts.rest[0]) / (parts.values[0] + parts.values_left[0])
    assert found.expected == pytest.approx([end])
    assert found.expected == pytest.approx([300], rel=0.05)


def test_days_tell_how_much_values_vary():
    asked = period()
    sums, counts = values(asked)
    parts = average_outlooks(period=asked, sums=sums, counts=counts).parts
    assert np.sqrt(parts.variance) == pytest.approx([60], rel=0.2)


def test_its_probability_is_students():
    asked = period()
    sums, counts = values(asked)
    found = average_outlooks(period=asked, sums=sums, counts=counts)
    reference = stats.t(df=found.n_days[0] - 1, loc=found.expected[0], scale=found.ends.scale[0])
    chance = found.probability(target=np.array([305.0]), direction=Direction.LOWER)
    assert chance == pytest.approx([reference.cdf(305.0)], abs=1e-6)
    assert (found.low[0], found.high[0]) == pytest.approx(reference.ppf([0.1, 0.9]))


def test_squares_tell_it_while_there_are_few_days():
    asked = period(history=10)
    counts = steady(asked, 0.5)
    sums = counts * 300
    blind = average_outlooks(period=asked, sums=sums, counts=counts)
    told = average_outlooks(period=asked, sums=sums, counts=counts, squares=counts * (300**2 + 60**2))
    assert blind.parts.variance == pytest.approx([0])
    assert told.parts.variance[0] > 1000


def test_it_draws_people_to_their_team():
    asked = period(n_units=5)
    sums, counts = values(asked, per_hour=0.03, spread=150)
    parts = average_outlooks(period=asked, sums=sums, counts=counts).parts
    assert np.all((parts.weight > 0) & (parts.weight < 1))
    assert parts.rest == pytest.approx(parts.weight * parts.own + (1 - parts.weight) * parts.team)


def test_it_is_sure_when_the_period_is_over():
    asked = period(origin=END)
    sums, counts = values(asked)
    found = average_outlooks(period=asked, sums=sums, counts=counts)
    assert found.low == found.high == pytest.approx(found.achieved)


@settings(max_examples=30)
@given(seed=st.integers(0, 1000), add=st.floats(-1000, 1000))
def test_what_all_values_have_more_the_end_has_more(seed, add):
    asked = period(n_units=3)
    sums, counts = values(asked, seed=seed)
    one = average_outlooks(period=asked, sums=sums, counts=counts)
    other = average_outlooks(period=asked, sums=sums + add * counts, counts=counts)
    assert other.expected == pytest.approx(one.expected + add, abs=1e-6)
    assert other.noise == pytest.approx(one.noise, rel=1e-6)
