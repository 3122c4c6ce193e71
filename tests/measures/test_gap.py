"""Gap and growth: from the baseline to the target."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.direction import Direction
from kaname.measures.gap import GrowthUndefined, gap, gap_per_month, target_from_growth
from kaname.measures.sharing import NoCapacity


def test_it_grows_a_hundred_million_by_a_fifth():
    assert target_from_growth(baseline=Decimal(100_000_000), growth=Decimal("0.2")) == Decimal(120_000_000)
    assert gap(target=120e6, baseline=100e6) == 20e6


def test_it_multiplies_without_binary_fractions():
    assert target_from_growth(baseline=Decimal("0.1"), growth=Decimal("0.1")) == Decimal("0.11")


@pytest.mark.parametrize("baseline", ["0", "-5"])
def test_it_refuses_growth_from_nothing(baseline):
    with pytest.raises(GrowthUndefined) as refused:
        target_from_growth(baseline=Decimal(baseline), growth=Decimal("0.2"))
    assert refused.value.code == "growth_undefined"


@pytest.mark.parametrize(("baseline", "expected"), [(30, 10), (40, 0), (50, 0), (60, 0), (75, -15)])
def test_it_measures_the_way_to_the_nearer_end_of_a_range(baseline, expected):
    assert gap(target=40, baseline=baseline, direction=Direction.RANGE, upper=60) == expected


def test_it_is_below_nothing_where_the_metric_has_to_fall():
    assert gap(target=240, baseline=300, direction=Direction.LOWER) == -60


def test_it_shares_the_gap_by_the_working_time_that_is_left():
    # 20M over 160, 120 and 120 h: 8, 6 and 6.
    assert gap_per_month(gap=20e6, hours=np.array([160.0, 120.0, 120.0]), additive=True) == pytest.approx(
        [8e6, 6e6, 6e6]
    )


def test_it_leaves_a_month_without_working_time_alone():
    assert gap_per_month(gap=-10, hours=np.array([0.0, 80.0]), additive=True).tolist() == [0, -10]


def test_it_asks_the_whole_gap_of_a_rate_in_every_month():
    assert gap_per_month(gap=0.01, hours=np.array([160.0, 0.0]), additive=False).tolist() == [0.01, 0.01]


@pytest.mark.parametrize("hours", [[], [0.0, 0.0]])
def test_it_refuses_when_no_working_time_is_left(hours):
    with pytest.raises(NoCapacity):
        gap_per_month(gap=1, hours=np.array(hours), additive=True)


@pytest.mark.parametrize("hours", [[-1.0, 2.0], [np.nan], [np.inf]])
def test_it_refuses_what_is_no_working_time(hours):
    with pytest.raises(ValueError, match="0 or more"):
        gap_per_month(gap=1, hours=np.array(hours), additive=True)


@given(missing=st.floats(-1e9, 1e9), hours=st.lists(st.floats(0.01, 400), min_size=1, max_size=24))
def test_the_months_bring_the_gap_together(missing, hours):
    assert gap_per_month(gap=missing, hours=np.array(hours), additive=True).sum() == pytest.approx(missing, rel=1e-9)
