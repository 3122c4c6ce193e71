"""Feasibility: what is required against everything that was reached before."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import percentileofscore

from kaname.measures.direction import Direction
from kaname.measures.feasibility import Grade, feasibility
from kaname.measures.required_change import Basis

NAN = math.nan
# Growth of 10, 20, 5, 25, -5, 10, 0 and 2 percent.
NINE_YEARS = [100, 110, 132, 138.6, 173.25, 164.5875, 181.04625, 181.04625, 184.667175]


def a_verdict(**changed):
    given_ = {
        "baseline": 100.0,
        "target": 120.0,
        "direction": Direction.HIGHER,
        "values": NINE_YEARS,
        "periods_per_year": 1,
    }
    return feasibility(**{**given_, **changed})


def test_it_counts_how_often_twenty_percent_was_reached():
    found = a_verdict()
    assert found.required.nearest == pytest.approx(0.20)
    assert [each.change for each in found.past] == pytest.approx([0.10, 0.20, 0.05, 0.25, -0.05, 0.10, 0, 0.02])
    assert (found.reached, found.n) == (2, 8)
    # Six of eight fell short, one is equal and counts half: 6.5 / 8.
    assert found.percentile == pytest.approx(0.8125)
    changes = np.round([each.change for each in found.past], 9)
    assert found.percentile * 100 == percentileofscore(changes, 0.20, kind="mean")
    assert found.grade is Grade.AMBITIOUS_WITHIN_REACH
    assert found.needed == 0


def test_it_shows_which_periods_were_compared():
    second = a_verdict().past[1]
    assert (second.place, second.before, second.now, second.reached) == (2, 110, 132, True)


def test_it_takes_out_the_market_and_the_working_time():
    # 1.20 / 1.06 = 1.1321 and 1.20 / 1.05 = 1.1429.
    found = a_verdict(market=0.06, capacity=0.05)
    assert found.beyond_market == pytest.approx(0.1321, abs=1e-4)
    assert found.per_hour == pytest.approx(0.1429, abs=1e-4)
    assert found.grade == a_verdict().grade


def test_it_has_no_growth_per_hour_where_nobody_works():
    assert a_verdict(capacity=-1.0).per_hour is None


def test_it_says_what_the_same_period_did_the_year_before():
    found = a_verdict(year_before_baseline=80.0)
    assert found.prior.change == pytest.approx(0.25)
    assert found.prior.reached
    assert a_verdict().prior is None
    assert a_verdict(year_before_baseline=0.0).prior is None


@pytest.mark.parametrize(
    ("reached", "of", "grade"),
    [
        (0, 3, Grade.NEVER_REACHED),
        (1, 5, Grade.AMBITIOUS_WITHIN_REACH),
        (1, 4, Grade.AMBITIOUS_WITHIN_REACH),
        (1, 3, Grade.WITHIN_REACH),
        (3, 7, Grade.WITHIN_REACH),
        (2, 4, Grade.MET_OFTEN),
        (3, 3, Grade.MET_OFTEN),
    ],
)
def test_it_grades_by_how_often_it_was_reached(reached, of, grade):
    values = 100 * np.cumprod([1.0, *[1.3] * reached, *[1.1] * (of - reached)])
    assert a_verdict(values=values.tolist()).grade is grade


@pytest.mark.parametrize(
    ("values", "n", "needed"),
    [([], 0, 4), ([100], 0, 3), ([100, 110], 1, 2), ([100, 110, 140], 2, 1), ([NAN, 100], 0, 3), ([100, NAN], 0, 4)],
)
def test_it_says_how_many_more_years_it_needs(values, n, needed):
    found = a_verdict(values=values)
    assert (found.grade, found.n, found.needed, found.percentile) == (Grade.TOO_LITTLE_DATA, n, needed, None)


def test_it_compares_a_half_with_the_same_half_a_year_before():
    # First halves 100 and 130, second halves 50 and 55.
    found = a_verdict(values=[100, 50, 130, 55], periods_per_year=2)
    assert [each.change for each in found.past] == pytest.approx([0.3, 0.1])
    assert found.needed == 1


def test_it_waits_a_year_where_the_first_year_is_not_over():
    assert a_verdict(values=[100] * 5, periods_per_year=12).needed == 10


def test_it_leaves_out_growth_from_nothing_and_from_what_is_unknown():
    found = a_verdict(values=[0, 100, 130, NAN, 100, -20, 50, 60])
    assert [each.change for each in found.past] == pytest.approx([0.3, -1.2, 0.2])


def test_it_judges_holding_the_level_by_how_often_it_was_held():
    falling = [100, 90, 81, 72.9, 65.61]
    found = a_verdict(target=100.0, values=falling)
    assert not found.required.asks_change
    assert found.grade is Grade.NEVER_REACHED
    assert a_verdict(target=85.0, values=falling).grade is Grade.MET_OFTEN


def test_it_counts_differences_from_a_baseline_of_nothing_or_less():
    # Up by 20 from -10; before: up 30, down 10, up 5.
    found = a_verdict(baseline=-10.0, target=10.0, values=[-50, -20, -30, -25], market=0.06, capacity=0.05)
    assert found.required.basis is Basis.DIFFERENCE
    assert found.required.nearest == 20
    assert [each.change for each in found.past] == [30, -10, 5]
    assert (found.reached, found.beyond_market, found.per_hour) == (1, None, None)
    assert a_verdict(baseline=0.0, target=10.0, values=[0, 5, 0, 12]).reached == 1


def test_it_asks_for_reduction_where_lower_is_better():
    # 300 s to 240 s is -20 %; before: -10 %, -20 %, -25 %, +10 %.
    found = a_verdict(baseline=300.0, target=240.0, direction=Direction.LOWER, values=[400, 360, 288, 216, 237.6])
    assert found.required.nearest == pytest.approx(-0.20)
    assert [each.reached for each in found.past] == [False, True, True, False]
    # Two of four fell short, one is equal: 2.5 / 4.
    assert found.percentile == pytest.approx(0.625)
    assert found.grade is Grade.MET_OFTEN


def test_it_goes_to_the_nearer_end_of_a_range():
    below, above = (
        a_verdict(baseline=baseline, target=40.0, upper=60.0, direction=Direction.RANGE, values=[20, 22, 44, 33, 22])
        for baseline in (32.0, 80.0)
    )
    assert (below.required.nearest, above.required.nearest) == (0.25, -0.25)
    assert [each.reached for each in below.past] == [False, True, False, False]
    assert [each.reached for each in above.past] == [False, False, True, True]


def test_it_stays_inside_a_range_on_both_sides():
    # From 50, 40 to 60 is -20 % to +20 %; before: +10 %, +30 %, -20 %, -30 %.
    found = a_verdict(
        baseline=50.0, target=40.0, upper=60.0, direction=Direction.RANGE, values=[100, 110, 143, 114.4, 80.08]
    )
    assert found.required.nearest == 0
    assert not found.required.asks_change
    assert [each.reached for each in found.past] == [True, False, True, False]
    assert found.percentile is None
    assert found.grade is Grade.MET_OFTEN


def test_it_forgives_the_rounding_of_binary_fractions():
    # 0.1 to 0.3 is growth of 1.9999999999999996.
    assert a_verdict(baseline=1.0, target=3.0, values=[0.1, 0.3, 0.9, 2.7]).reached == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"baseline": NAN},
        {"target": math.inf},
        {"market": -1.0},
        {"market": NAN},
        {"capacity": -1.5},
        {"periods_per_year": 0},
        {"direction": Direction.RANGE, "upper": 1.0},
    ],
)
def test_it_refuses_what_cannot_be(wrong):
    with pytest.raises(ValueError, match=r"."):
        a_verdict(**wrong)


past_values = st.lists(st.one_of(st.floats(1, 1e6), st.just(NAN)), max_size=40)


@given(values=past_values, lag=st.sampled_from([1, 2, 4, 12]), target=st.floats(50, 200))
def test_it_agrees_with_pandas(values, lag, target):
    growth = pd.Series(values, dtype=float).pct_change(lag, fill_method=None).dropna()
    found = a_verdict(values=values, periods_per_year=lag, target=target)
    assert [each.change for each in found.past] == pytest.approx(growth.tolist())
    margin = 1e-6
    assert (growth >= target / 100 - 1 + margin).sum() <= found.reached <= (growth >= target / 100 - 1 - margin).sum()


@given(values=past_values, target=st.floats(50, 200), more=st.floats(0, 100))
def test_more_is_never_easier(values, target, more):
    easier, harder = a_verdict(values=values, target=target), a_verdict(values=values, target=target + more)
    assert harder.reached <= easier.reached
    if easier.percentile is not None:
        assert harder.percentile >= easier.percentile


@given(values=past_values, lag=st.sampled_from([1, 2, 4, 12]))
def test_the_periods_it_needs_are_enough_and_one_fewer_is_not(values, lag):
    needed = a_verdict(values=values, periods_per_year=lag).needed
    later = [a_verdict(values=[*values, *[100] * more], periods_per_year=lag) for more in (needed, needed - 1)]
    assert later[0].grade is not Grade.TOO_LITTLE_DATA
    assert needed == 0 or later[1].grade is Grade.TOO_LITTLE_DATA
