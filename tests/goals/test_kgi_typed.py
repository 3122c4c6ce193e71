"""What should be reached, as people type it: a value, growth, points; and what the market does."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.facts.metrics.catalogue import catalogue
from kaname.goals.errors import GoalsError
from kaname.goals.kgi.typed_target import kept, read_market, read_share, read_target
from kaname.measures.direction import Direction

REVENUE, CLOSE_RATE, HANDLING, DEALS = (
    catalogue()[key] for key in ("revenue", "close_rate", "average_handling_seconds", "deals_won")
)
amounts = st.decimals(min_value=1, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
percents = st.integers(1, 5_000).map(lambda tenths: Decimal(tenths) / 10)


def read(text, baseline=100, metric=REVENUE):
    given_baseline = None if baseline is None else Decimal(str(baseline))
    return read_target(text, baseline=given_baseline, metric=metric, currency="JPY")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2億", 120_000_000), ("¥120M", 120_000_000), ("120", 120), ("1,200万", 12_000_000),
        ("+20%", 120), ("+20 %", 120), ("＋20％", 120), (" +20% ", 120), ("+2.5%", 103),
        ("-20%", 80), ("−20%", 80), ("△20%", 80), ("▲20%", 80), ("+0%", 100), ("+150%", 250), ("-100%", 0),
    ],
)  # fmt: skip
def test_a_target_is_a_value_or_growth_with_its_sign(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("20%", ".2"), ("+2pt", ".22"), ("+2ポイント", ".22"), ("-2 points", ".18"), ("+20%", ".24")]
)
def test_a_rate_may_also_rise_by_points(text, expected):
    assert read(text, 0.2, CLOSE_RATE) == Decimal(expected)


@pytest.mark.parametrize(("text", "expected"), [("3:20", 200), ("-20%", 240), ("4分", 240)])
def test_what_should_fall_is_typed_in_the_same_way(text, expected):
    assert read(text, 300, HANDLING) == expected


@pytest.mark.parametrize(
    ("text", "baseline", "code"),
    [
        ("+20%", None, "growth_needs_baseline"),
        ("+20%", 0, "growth_needs_baseline"),
        ("+20%", -5, "growth_needs_baseline"),
        ("+2pt", 100, "growth_of_other_unit"),
        ("+x%", 100, "share_unreadable"),
        ("many", 100, "value_unreadable"),
        ("+99999999999999%", 10**12, "value_too_large"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, baseline, code):
    with pytest.raises(GoalsError) as refused:
        read(text, baseline)
    assert refused.value.code == code


@given(baseline=amounts, percent=percents)
def test_growth_is_exact_up_to_what_the_ledger_keeps(baseline, percent):
    exact = baseline * (1 + percent / 100)
    found = read(f"+{percent}%", baseline, HANDLING)
    assert abs(found - exact) <= Decimal("0.0000005")
    assert read(f"-{percent}%", baseline, HANDLING) <= baseline


@given(baseline=st.integers(1, 10**9), percent=percents)
def test_growth_of_what_is_counted_is_the_first_whole_number_that_reaches_it(baseline, percent):
    exact = Decimal(baseline) * (1 + percent / 100)
    found = read(f"+{percent}%", baseline, DEALS)
    assert found == found.to_integral()
    assert exact <= found < exact + 1


@pytest.mark.parametrize(("direction", "expected"), [(Direction.HIGHER, 735), (Direction.LOWER, 734)])
def test_it_is_rounded_to_where_it_is_reached(direction, expected):
    """668 × 1.1 = 734.8: of what should grow 735 reach it, of what should fall 734."""
    assert read("+10%", 668, replace(DEALS, direction=direction)) == expected


def test_a_part_of_a_deal_is_refused_with_the_nearest_that_can_be():
    with pytest.raises(GoalsError) as refused:
        read("734.8", 668, DEALS)
    assert str(refused.value) == "734.8 is no whole unit. Type 734 or 735."


@given(value=st.floats(-(10**13), 10**13))
def test_a_computed_number_is_kept_to_fifteen_digits(value):
    found = kept(value)
    assert abs(float(found) - value) <= max(abs(value) * 1e-14, 5e-7)
    assert len(found.as_tuple().digits) <= 15


@pytest.mark.parametrize(
    ("text", "share"), [("6%", ".06"), ("+6 %", ".06"), ("-2.5", "-.025"), ("△3％", "-.03"), ("0", "0")]
)
def test_a_share_is_in_percent_with_or_without_the_sign(text, share):
    assert read_share(text) == read_market(text) == Decimal(share)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-100%", "share_out_of_range"),
        ("-250%", "share_out_of_range"),
        ("100000%", "value_too_large"),
        ("x", "share_unreadable"),
    ],
)
def test_no_market_shrinks_to_nothing_or_grows_beyond_measure(text, code):
    with pytest.raises(GoalsError) as refused:
        read_market(text)
    assert refused.value.code == code
