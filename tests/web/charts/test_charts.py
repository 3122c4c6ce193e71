"""Charts are data: their texts, ticks and tables are made on the server."""

import json

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from kaname.web.charts.axes import ticks
from kaname.web.charts.bars import bars
from kaname.web.charts.chart import Mark, Series
from kaname.web.charts.heat_maps import HeatCell, HeatMap, HeatRow, level_of
from kaname.web.charts.lines import line
from kaname.web.formats.units import Unit

YEN = Unit("currency", currency="JPY")


def revenue(**changes):
    values = {
        "key": "revenue",
        "title": "売上",
        "summary": "売上は5月までに1,420万円です。",
        "labels": ["4月", "5月", "6月"],
        "series": [Series("実績", [7_000_000, 14_200_000, None]), Series("ペース", [10e6, 20e6, 30e6], "pace")],
        "unit": YEN,
        "language": "ja",
        "period_label": "月",
    }
    return line(**(values | changes))


@given(st.lists(st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-6) | st.none(), max_size=20))
def test_ticks_enclose_every_value_and_are_few(values):
    known = [value for value in values if value is not None]
    at = ticks(values)
    assert at[0] <= min([0.0, *known])
    assert at[-1] >= max([0.0, *known])
    assert 2 <= len(at) <= 7


def test_axes_carry_one_ready_label_per_tick():
    axis = revenue().options["yAxis"]
    assert axis["axisLabel"]["labels"] == ["0円", "1,000万円", "2,000万円", "3,000万円"]
    assert (axis["max"] - axis["min"]) / axis["interval"] == len(axis["axisLabel"]["labels"]) - 1


def test_each_point_carries_its_ready_text():
    assert revenue().options["series"][0]["data"] == [
        {"value": 7_000_000, "text": "700万円"},
        {"value": 14_200_000, "text": "1,420万円"},
        {"value": None, "text": "–"},
    ]


def test_the_table_holds_the_exact_numbers():
    chart = revenue()
    assert chart.columns == ("月", "実績", "ペース")
    assert chart.rows[1] == ("5月", "14,200,000円", "20,000,000円")
    assert chart.rows[2][1] == "–"


def test_a_pace_stands_in_the_table_as_cards_show_it():
    series = [Series("実績", [4]), Series("ペース", [9.38352865628512], "pace")]
    chart = revenue(series=series, labels=["11/2"], unit=Unit("count", counter="件"))
    assert chart.rows == (("11/2", "4件", "9.4件"),)


@pytest.mark.parametrize("level", [1000.0, 0.25, -1000.0, 9e12, 5e-324, 1e-310])
def test_ticks_of_a_level_that_moved_by_nothing_but_rounding_differ(level):
    for zero in (False, True):
        at = ticks([level, level * (1 + 4e-16), level * (1 - 4e-16)], zero=zero)
        assert len(set(at)) == len(at) >= 2
        assert at[0] <= level <= at[-1]


@pytest.mark.parametrize("most", [0, 1, 2, 10, 25])
def test_counts_have_no_ticks_between_whole_numbers(most):
    assert all(tick == int(tick) for tick in ticks([most], whole=True))


def test_options_are_json_and_say_what_they_show():
    chart = revenue()
    assert json.loads(json.dumps(chart.options))["aria"] == {
        "enabled": True,
        "label": {"description": "売上は5月までに1,420万円です。"},
    }


def test_colours_come_from_the_theme():
    assert revenue().options["series"][0]["lineStyle"]["color"] == "var(--k-ontrack)"


def test_a_single_point_is_drawn_as_a_point():
    assert revenue(series=[Series("実績", [None, 3, None])]).options["series"][0]["showSymbol"] is True


def test_series_must_be_as_long_as_the_labels():
    with pytest.raises(ValueError, match="zip"):
        revenue(series=[Series("実績", [1])])


def test_bars_name_their_rows():
    chart = bars(
        key="teams",
        title="Appointments by team",
        summary="East leads.",
        labels=["East", "West"],
        series=Series("Appointments", [171, 120]),
        unit=Unit("count"),
        language="en",
        name_label="Team",
    )
    assert chart.rows == (("East", "171"), ("West", "120"))
    assert chart.options["yAxis"]["inverse"] is True


def test_a_chart_stands_with_its_table_and_no_script():
    page = engines["django"].from_string("{% load kaname %}{% chart chart %}").render({"chart": revenue()})
    assert '<kpi-chart options="revenue-options"' in page
    assert '<script id="revenue-options" type="application/json">' in page
    assert "14,200,000円" in page


@pytest.mark.parametrize(
    ("ratio", "level"), [(None, 0), (0.0, 1), (0.79, 1), (0.8, 2), (0.95, 3), (1.0, 3), (1.05, 4), (1.2, 5), (3.0, 5)]
)
def test_heat_follows_the_ratio(ratio, level):
    assert level_of(ratio) == level


def test_a_heat_map_is_a_table_of_links():
    heat = HeatMap("Members", "Member", ["Calls"], [HeatRow("Ben", [HeatCell("103%", 3, "/rows/?x=1", "Ben, calls")])])
    page = engines["django"].from_string("{% load kaname %}{% heat_map heat %}").render({"heat": heat})
    assert '<th scope="row">Ben</th>' in page
    assert '<td class="l3" title="Ben, calls"><a href="/rows/?x=1">103%</a></td>' in page


def test_what_happened_stands_in_full_beside_the_chart():
    marks = [Mark(0, "値上げ 他1件", until=1, whole="値上げ、展示会"), Mark(2, "休業")]
    chart = revenue(marks=marks)
    assert chart.happened == ("4月: 値上げ、展示会", "6月: 休業")
    assert chart.options["aria"]["label"]["description"].endswith("4月: 値上げ、展示会. 6月: 休業.")
    (lines,) = [one["markLine"]["data"] for one in chart.options["series"] if "markLine" in one]
    assert [(one["xAxis"], one["text"], one["words"], one["until"]) for one in lines] == [
        (0, "値上げ 他1件", "値上げ、展示会", 1),
        (2, "休業", "休業", None),
    ]
    shown = engines["django"].from_string("{% load kaname %}{% chart chart %}").render({"chart": chart})
    assert "<li>4月: 値上げ、展示会</li><li>6月: 休業</li>" in shown
    assert "<li>" not in engines["django"].from_string("{% load kaname %}{% chart chart %}").render(
        {"chart": revenue()}
    )


def test_names_of_neighbouring_marks_stand_in_two_rows():
    labels = [str(number) for number in range(20)]
    series = [Series("実績", list(range(20)))]
    marks = [Mark(place, "休業") for place in (1, 3, 12, 17)]
    options = revenue(labels=labels, series=series, marks=marks).options
    (lines,) = [one["markLine"]["data"] for one in options["series"] if "markLine" in one]
    low, high, *rest = (one["label"]["distance"] for one in lines)
    assert low < high
    assert rest == [low, high]
