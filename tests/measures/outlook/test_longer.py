"""Quarters and years: the rest of the month and the months after it."""

import numpy as np
import pytest
from measures.outlook.cases import period, steady
from scipy import stats

from kaname.measures.direction import Direction
from kaname.measures.outlook.averages import average_outlooks
from kaname.measures.outlook.counts import count_outlooks
from kaname.measures.outlook.longer import at_least_as_wide, longer_outlooks


def month():
    asked = period()
    return count_outlooks(period=asked, counts=steady(asked))


def numbers(*values):
    return {
        name: np.array([value])
        for name, value in zip(("later_expected", "later_low", "later_high"), values, strict=True)
    }


def test_it_adds_what_was_what_is_and_what_comes():
    found = longer_outlooks(achieved=np.array([200.0]), month=month(), **numbers(180.0, 160.0, 202.5))
    spread = np.log(202.5 / 160) / 2.563
    assert found.achieved == pytest.approx([244])
    assert found.expected == pytest.approx([244 + 44 + 180 * np.exp(spread**2 / 2)])


def test_its_spread_depends_on_how_both_miss_together():
    widths = []
    for dependence in (0.0, 0.3, 1.0):
        found = longer_outlooks(
            achieved=np.array([200.0]), month=month(), dependence=dependence, **numbers(180.0, 160.0, 202.5)
        )
        parts = found.parts
        by_hand = parts.month_deviation**2 + parts.later_deviation**2
        by_hand = by_hand + 2 * dependence * parts.month_deviation * parts.later_deviation
        assert found.noise == pytest.approx(by_hand)
        widths.append((found.high - found.low)[0])
    assert widths == sorted(widths)


def test_without_later_months_it_is_the_month():
    one = month()
    found = longer_outlooks(achieved=np.array([200.0]), month=one, **numbers(0.0, 0.0, 0.0))
    assert found.expected == pytest.approx(one.expected + 200)
    assert found.high == pytest.approx(one.high + 200, abs=1)


def test_its_probability_is_that_of_the_gamma():
    found = longer_outlooks(achieved=np.array([200.0]), month=month(), **numbers(180.0, 160.0, 202.5))
    mean, variance = found.expected[0] - 244, found.noise[0]
    reference = stats.gamma(mean**2 / variance, scale=variance / mean)
    chance = found.probability(target=np.array([480.0]), direction=Direction.HIGHER)
    assert chance == pytest.approx([reference.sf(480 - 244)], abs=1e-6)


def test_it_refuses_no_correlation():
    with pytest.raises(ValueError, match="correlation"):
        longer_outlooks(achieved=np.array([0.0]), month=month(), dependence=2, **numbers(1.0, 1.0, 1.0))


def test_a_rate_is_as_uncertain_as_months_say_where_days_say_less():
    asked = period()
    values = steady(asked)
    by_days = average_outlooks(period=asked, sums=values * 3, counts=values)
    half = (by_days.high - by_days.low) / 2
    wide = at_least_as_wide(by_days, half=half * 3)
    assert wide.expected == pytest.approx(by_days.expected)
    assert wide.high - wide.low == pytest.approx((by_days.high - by_days.low) * 3)
    same = at_least_as_wide(by_days, half=half * 0.5)
    assert same.high - same.low == pytest.approx(by_days.high - by_days.low)
    unknown = at_least_as_wide(by_days, half=np.array([np.nan]))
    assert unknown.low == pytest.approx(same.low)
