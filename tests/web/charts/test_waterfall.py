"""A waterfall as data: where bars begin and end, what they say, and which colour says what."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.direction import Direction
from kaname.web.charts.waterfall import COLOURS, waterfall
from kaname.web.formats.units import Unit

YEN = Unit("currency", currency="JPY")


def drawn(before, steps, *, better=Direction.HIGHER, after=None):
    reached = before + sum(step for _name, step in steps) if after is None else after
    return waterfall(
        key="split",
        title="Pace",
        summary="Revenue is behind.",
        before=("Pace", before),
        steps=steps,
        after=("Actual", reached),
        unit=YEN,
        language="en",
        columns=("What", "Revenue"),
        better=better,
    )


def bars(chart):
    """(low, high) of each bar, from its parts above and below zero."""
    found = []
    for parts in zip(*(one["data"] for one in chart.options["series"]), strict=True):
        unseen, seen, unseen_below, seen_below = (part["value"] for part in parts)
        found.append((unseen_below + seen_below if seen_below else unseen, unseen + seen if seen else unseen_below))
    return found


def colours(chart):
    return [point["itemStyle"]["color"] for point in chart.options["series"][1]["data"]]


def test_each_step_begins_where_the_one_before_it_ended():
    chart = drawn(10_000_000, [("Close rate", -5_300_000), ("Appointments", 1_100_000)])
    assert bars(chart) == [(0, 10e6), (4.7e6, 10e6), (4.7e6, 5.8e6), (0, 5.8e6)]
    assert chart.options["yAxis"]["data"] == ["Pace", "Close rate", "Appointments", "Actual"]
    assert [point["text"] for point in chart.options["series"][1]["data"]] == ["¥10M", "−¥5.3M", "+¥1.1M", "¥5.8M"]


def test_the_table_says_the_same_numbers_exactly():
    chart = drawn(10_000_000, [("Close rate", -5_300_000), ("Appointments", 1_100_000)])
    assert chart.columns == ("What", "Revenue")
    assert chart.rows == (
        ("Pace", "¥10,000,000"), ("Close rate", "−¥5.3M"), ("Appointments", "+¥1.1M"), ("Actual", "¥5,800,000"),
    )  # fmt: skip


def test_the_table_has_no_decimals_that_say_nothing():
    # A pace is a share of working time: 330,000,000 x 0.672 with the digits of a float behind it.
    chart = drawn(221_863_947.36842105, [("Close rate", -39_640_000.123)], after=182_223_947.2)
    assert [value for _name, value in chart.rows] == ["¥221,863,947", "−¥39.6M", "¥182,223,947"]


def test_totals_of_counts_are_whole_as_in_the_table():
    chart = waterfall(
        key="split", title="", summary="", before=("Before", 118.93), steps=[("Rate", 2.07)], after=("After", 121.0),
        unit=Unit("count"), language="en", columns=("What", "Deals"), better=Direction.HIGHER,
    )  # fmt: skip
    labels = [point["text"] for point in chart.options["series"][1]["data"]]
    assert (labels[0], labels[-1]) == (chart.rows[0][1], chart.rows[-1][1])


def test_a_step_across_zero_stands_on_both_sides_of_it():
    chart = drawn(2_000_000, [("Churn", -5_000_000), ("New", 1_000_000)])
    _unseen, above, _unseen_below, below = (one["data"] for one in chart.options["series"])
    assert (above[1]["value"], below[1]["value"]) == (2_000_000, -3_000_000)
    # The label stands once, at the longer half.
    assert (above[1]["label"]["show"], below[1]["label"]["show"]) == (False, True)
    assert chart.options["xAxis"]["min"] < 0


@pytest.mark.parametrize(
    ("better", "rise", "fall"),
    [(Direction.HIGHER, "good", "bad"), (Direction.LOWER, "bad", "good"), (Direction.RANGE, "none", "none")],
)
def test_colours_say_what_is_good_for_the_metric(better, rise, fall):
    chart = drawn(10e6, [("Up", 1e6), ("Down", -2e6), ("Same", 0)], better=better)
    assert colours(chart)[1:4] == [COLOURS[rise], COLOURS[fall], COLOURS["none"]]


def test_small_steps_are_not_slivers_beside_large_totals():
    near = drawn(100e6, [("Up", 1e6)])
    assert 90e6 < near.options["xAxis"]["min"] < 100e6
    assert [label for label in near.options["xAxis"]["axisLabel"]["labels"] if label] == ["¥99.5M", "¥100M", "¥101M"]
    assert drawn(100e6, [("Up", 150e6)]).options["xAxis"]["min"] == 0


def test_names_are_data_and_no_markup():
    chart = drawn(1e6, [("<b>Calls</b>", 1e5)])
    assert chart.options["yAxis"]["data"][1] == "<b>Calls</b>"


@given(
    before=st.integers(-(10**9), 10**9),
    steps=st.lists(st.integers(-(10**9), 10**9), max_size=8),
)
def test_steps_lead_from_one_total_to_the_other(before, steps):
    chart = drawn(float(before), [(f"Step {place}", float(step)) for place, step in enumerate(steps)])
    level = float(before)
    for (low, high), step in zip(bars(chart)[1:-1], steps, strict=True):
        if step:
            assert (low, high) == pytest.approx(tuple(sorted((level, level + step))))
        level += step
    assert len(chart.rows) == len(steps) + 2


def test_the_axis_begins_at_zero_wherever_steps_are_seen_so_and_says_where_it_does_not():
    with translation.override("en"):
        whole = drawn(221e6, [("Amount", -22e6), ("Rate", -20e6)]).options["xAxis"]
        cut = drawn(221e6, [("Amount", -5e6), ("Rate", 3e6)]).options["xAxis"]
    assert (whole["min"], "name" in whole) == (0, False)
    assert cut["min"] > 0
    assert cut["name"] == "The axis does not begin at zero"
