"""Several months together: sums on top of what is achieved, and weighted means."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures.outlook.made_up_months import made_up

from kaname.measures.direction import Direction
from kaname.measures.outlook.months_ahead import OutlookGrade, months_ahead
from kaname.measures.outlook.total_ahead import mean_ahead, total_ahead

VALUES = made_up(1, 50)[0]


def test_the_total_is_the_sum_of_its_months():
    weights = np.array([0.5, 1.0, 1.0, 0.0])
    found = total_ahead(VALUES, weights=weights, achieved=30.0)
    assert found.total.expected == pytest.approx(30 + weights[:3] @ months_ahead(VALUES, horizon=3).course.expected)
    assert found.basis.grade() is OutlookGrade.TESTED


def test_what_is_achieved_is_certain():
    low, high = total_ahead(VALUES, weights=np.ones(6), achieved=1_000.0).total.interval()
    alone = total_ahead(VALUES, weights=np.ones(6)).total.interval()
    assert (low, high) == pytest.approx((alone[0] + 1_000, alone[1] + 1_000))


def test_a_sum_is_less_uncertain_than_its_months_but_not_as_if_they_were_independent():
    values = made_up(200, 48)
    total = total_ahead(values, weights=np.ones(12)).total
    months = months_ahead(values, horizon=12).course
    assert np.median(total.half) < np.median(months.half.mean(axis=1))
    assert np.median(total.half) > np.median(months.half.mean(axis=1)) / np.sqrt(12)


def test_its_interval_holds_about_as_often_as_it_says():
    values = made_up(300, 60)
    low, high = total_ahead(values[:, :48], weights=np.ones(12)).total.interval()
    true = values[:, 48:].sum(axis=1)
    assert 0.75 < ((low <= true) & (true <= high)).mean() < 0.95


@settings(max_examples=10, deadline=None)
@given(factor=st.floats(1e-3, 1e6))
def test_probability_does_not_depend_on_the_unit(factor):
    asked = {"weights": np.ones(3)}
    chance = [
        float(total_ahead(by * VALUES, **asked).total.probability(target=by * 310.0, direction=Direction.HIGHER))
        for by in (1.0, factor)
    ]
    assert chance[0] == pytest.approx(chance[1], rel=1e-6)


def test_a_mean_counts_what_was_reached_by_its_weight():
    weights = np.array([10.0, 30.0])
    months = months_ahead(VALUES, horizon=2).course.expected
    found = mean_ahead(VALUES, weights=weights, achieved=90.0, achieved_weight=40.0).total
    assert found.expected == pytest.approx((40 * 90 + weights @ months) / 80)
    alone = mean_ahead(VALUES, weights=weights).total
    low, high = alone.interval()
    assert found.interval() == pytest.approx(((90 + low) / 2, (90 + high) / 2))


def test_a_mean_of_equal_weights_is_the_total_divided():
    mean = mean_ahead(VALUES, weights=np.full(4, 7.0)).total
    total = total_ahead(VALUES, weights=np.ones(4)).total
    assert np.multiply(mean.interval(), 4) == pytest.approx(np.array(total.interval()))


def test_sums_of_what_may_be_below_0_add():
    values = VALUES - 100
    found = total_ahead(values, weights=np.ones(3)).total
    low, high = found.interval()
    assert high - found.expected == pytest.approx(found.expected - low)


def test_many_series_at_once_are_as_one_by_one():
    values = np.vstack([VALUES, np.r_[np.full(40, np.nan), VALUES[:10]]])
    many = total_ahead(values, weights=np.ones(3), achieved=np.array([1.0, 2.0]))
    assert many.total.expected[1] == pytest.approx(
        total_ahead(VALUES[:10], weights=np.ones(3), achieved=2.0).total.expected
    )
    assert [many.basis.grade(0), many.basis.grade(1)] == [OutlookGrade.TESTED, OutlookGrade.ASSUMED]


def test_it_refuses_weights_without_meaning():
    for weights in ([], [0.0], [-1.0, 2.0], [[1.0]], [np.nan]):
        with pytest.raises(ValueError, match="weights"):
            total_ahead(VALUES, weights=np.array(weights))
    with pytest.raises(ValueError, match="counts by"):
        mean_ahead(VALUES, weights=np.ones(1), achieved_weight=-1.0)
