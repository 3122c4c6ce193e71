"""The realistic range: what was really achieved, per working hour, applied to the period asked."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats.mstats import mquantiles

from kaname.measures.realistic_range import RangeSource, RealisticRange, realistic_range

TEN = np.arange(1.0, 11.0)


def a_range(values, hours=None, **more) -> RealisticRange:
    values = np.asarray(values, dtype=np.float64)
    hours = np.ones_like(values) if hours is None else np.asarray(hours, dtype=np.float64)
    return realistic_range(values=values, hours=hours, **{"period_hours": 1.0, "additive": True, **more})


def test_it_finds_the_range_of_ten_months_by_hand():
    # Type 8: place p(n + 1/3) + 1/3 = 1.3667 for P10, 5.5 for P50, 9.6333 for P90 of ten.
    found = a_range(TEN)
    assert (found.low, found.middle, found.high) == pytest.approx((1 + 0.1 + 4 / 15, 5.5, 9 + 19 / 30))
    assert (found.n, found.source, found.needed) == (10, RangeSource.OWN, 0)


def test_it_applies_the_rate_per_hour_to_the_hours_of_the_period():
    # Always 0.1 an hour: 100 h bring 10, 200 h bring 20, so 150 h bring 15.
    found = a_range([10, 20, 10, 20, 10, 20], [100, 200, 100, 200, 100, 200], period_hours=150.0)
    assert (found.low, found.middle, found.high) == pytest.approx((15, 15, 15))


def test_it_takes_rates_as_they_are_whatever_the_hours():
    rates = [0.18, 0.20, 0.22, 0.19, 0.21, 0.23]
    found = a_range(rates, [100, 20, 300, 100, 100, 100], period_hours=999.0, additive=False)
    assert (found.low, found.middle, found.high) == pytest.approx((0.18, 0.205, 0.23))


def test_it_leaves_out_months_without_hours_or_value():
    found = a_range([1, 2, 3, np.nan, 500, 4, 5, 6], [1, 1, 1, 1, 0, 1, 1, 1])
    assert found == a_range([1, 2, 3, 4, 5, 6])


def test_it_counts_a_month_of_nothing():
    assert a_range([0, 2, 3, 4, 5, 6]).low == 0


def test_it_looks_at_the_latest_months_only():
    old = np.full(24, 1000.0)
    assert a_range(np.concatenate([old, TEN]), latest=10) == a_range(TEN)
    assert a_range(np.concatenate([TEN, old])).low == 1000


def test_it_says_how_many_months_are_missing():
    found = a_range([1, 2, np.nan, 4])
    assert found == RealisticRange(low=None, middle=None, high=None, n=3, source=None, needed=3)


def test_it_takes_comparable_people_while_the_own_past_is_short():
    # Three people, two months each, 0.1 to 0.6 an hour; a period of 100 h.
    found = a_range(
        [5, 6],
        period_hours=100.0,
        comparable_values=np.array([[1.0, 4.0], [3.0, 8.0], [5.0, 12.0]]),
        comparable_hours=np.array([[10.0, 20.0], [10.0, 20.0], [10.0, 20.0]]),
    )
    assert (found.low, found.high) == pytest.approx((10, 60))
    assert (found.n, found.source, found.needed) == (6, RangeSource.COMPARABLE, 4)


def test_it_prefers_the_own_past_over_comparable_people():
    others = {"comparable_values": np.full((9, 10), 99.0), "comparable_hours": np.ones((9, 10))}
    assert a_range(TEN, **others) == a_range(TEN)


def test_it_has_no_range_where_comparable_people_are_too_few_as_well():
    others = {"comparable_values": np.array([[1.0, np.nan]]), "comparable_hours": np.ones((1, 2))}
    assert a_range([5], **others) == a_range([5])


def test_it_asks_nothing_of_a_period_without_working_time():
    assert a_range(TEN, period_hours=0.0).high == 0


@pytest.mark.parametrize("wrong", [{"hours": [1.0]}, {"period_hours": -1.0}, {"period_hours": np.nan}, {"latest": 0}])
def test_it_refuses_what_cannot_be(wrong):
    with pytest.raises(ValueError, match=r"hours|month"):
        a_range(TEN, **wrong)


numbers = st.lists(st.floats(0, 1e6), min_size=6, max_size=30)


@given(values=numbers, more=st.floats(0, 500))
def test_it_stays_between_the_worst_and_the_best_month(values, more):
    found = a_range(values, period_hours=more)
    assert 0 <= found.low <= found.middle <= found.high
    recent = values[-24:]
    assert found.low >= min(recent) * more * (1 - 1e-12)
    assert found.high <= max(recent) * more * (1 + 1e-12)


@given(values=numbers, hours=st.lists(st.floats(1, 300), min_size=30, max_size=30))
def test_it_agrees_with_pandas_and_scipy(values, hours):
    frame = pd.DataFrame({"value": values, "hours": hours[: len(values)]}).tail(24)
    expected = mquantiles(frame["value"] / frame["hours"], prob=[0.1, 0.5, 0.9], alphap=1 / 3, betap=1 / 3) * 160
    found = a_range(values, hours[: len(values)], period_hours=160.0)
    assert [found.low, found.middle, found.high] == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert found.n == len(frame)
