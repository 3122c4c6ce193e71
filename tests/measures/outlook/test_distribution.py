"""Intervals and probabilities of what comes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kaname.measures.direction import Direction
from kaname.measures.outlook.distribution import Distribution

targets = st.floats(0.1, 500)


def of(*, half=0.2, additive=False, achieved=0.0, ahead=100.0, least=-np.inf):
    return Distribution(np.array(ahead), np.array(half), np.array(additive), 4.0, least, achieved)


def test_eight_of_ten_lie_in_the_interval():
    low, high = of(achieved=50.0).interval()
    assert (low, high) == pytest.approx((50 + 100 * np.exp(-0.2), 50 + 100 * np.exp(0.2)))
    assert of(half=20.0, additive=True).interval() == pytest.approx((80, 120))


def test_other_coverages_follow_the_same_distribution():
    unit = 20 / stats.t(4).ppf(0.9)
    low, high = of(half=20.0, additive=True).interval(coverage=0.95)
    assert (low, high) == pytest.approx((100 - unit * stats.t(4).ppf(0.975), 100 + unit * stats.t(4).ppf(0.975)))


@pytest.mark.parametrize("additive", [True, False])
def test_the_ends_are_reached_as_often_as_they_say(additive):
    one = of(half=0.3, additive=additive)
    low, high = one.interval()
    assert one.probability(target=float(high), direction=Direction.HIGHER) == pytest.approx(0.1)
    assert one.probability(target=float(low), direction=Direction.LOWER) == pytest.approx(0.1)
    assert one.probability(target=float(low), direction=Direction.RANGE, upper=float(high)) == pytest.approx(0.8)


@given(first=targets, second=targets)
def test_more_is_less_probable(first, second):
    low, high = sorted((first, second))
    chance = of().probability(target=np.array([low, high]), direction=Direction.HIGHER)
    assert chance[0] >= chance[1]


@given(target=targets, achieved=st.floats(0, 200))
def test_what_is_not_reached_from_above_is_from_below(target, achieved):
    one = of(achieved=achieved)
    above, below = (
        float(one.probability(target=target, direction=each)) for each in (Direction.HIGHER, Direction.LOWER)
    )
    assert above + below == pytest.approx(1, abs=1e-6)


def test_it_is_certain_of_what_is_achieved():
    assert of(achieved=120.0).probability(target=120.0, direction=Direction.HIGHER) == 1
    assert of(achieved=120.0).probability(target=119.0, direction=Direction.LOWER) == 0


def test_it_does_not_go_below_what_never_was():
    one = of(half=20.0, additive=True, ahead=5.0, least=0.0, achieved=3.0)
    assert one.interval()[0] == 3
    assert one.probability(target=2.0, direction=Direction.LOWER) == 0


def test_it_says_nothing_where_nothing_is_known():
    assert np.isnan(of(half=np.nan).probability(target=1.0, direction=Direction.HIGHER))
    assert np.isnan(of(half=np.nan).interval()).all()


def test_it_widens():
    assert np.array(of().widened(2.0).interval()) == pytest.approx(np.array(of(half=0.4).interval()))
    with pytest.raises(ValueError, match="above 0"):
        of().widened(0.0)


def test_it_refuses_what_has_no_meaning():
    with pytest.raises(ValueError, match="coverage"):
        of().interval(coverage=1.0)
    with pytest.raises(ValueError, match="upper end"):
        of().probability(target=2.0, direction=Direction.RANGE, upper=1.0)
    with pytest.raises(ValueError, match="upper end"):
        of().probability(target=2.0, direction=Direction.RANGE)
