"""The pieces pages are made of."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.status import Status
from kaname.web.components.badges import progress_bar, stale_badge
from kaname.web.components.pace import pace_bar
from kaname.web.components.pills import STATUSES, status_kind, status_pill, status_word
from kaname.web.components.sparklines import sparkline
from kaname.web.formats.units import Unit

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def html(source, **context):
    return engines["django"].from_string("{% load kaname %}" + source).render(context)


def test_every_status_has_a_word_a_colour_and_a_shape():
    assert set(STATUSES) == set(Status)
    with translation.override("ja"):
        words = [status_word(status) for status in Status]
    assert len(set(words)) == len(words)
    assert all("#" in status_pill(status) for status in Status)


def test_shapes_differ_between_judgements_so_that_colour_never_stands_alone():
    shapes = {STATUSES[status][2] for status in Status}
    assert len(shapes) == len(STATUSES)


def test_the_pace_bar_shows_where_today_should_be():
    with translation.override("en"):
        bar = pace_bar(attainment=0.653, expected=0.68, status=Status.AT_RISK)
    assert "--fill:65.3%" in bar
    assert "--at:68.0%" in bar
    assert 'class="k-bar risk' in bar
    assert "65.3% of the target, 68.0% expected by now. At risk" in bar


def test_above_the_target_the_bar_is_full_in_the_colour_of_success():
    bar = pace_bar(attainment=1.25, expected=1.0, status=Status.REACHED)
    assert "--fill:100.0%" in bar
    assert bar.count("--at:80.0%") == 2
    assert "k-bar ahead" in bar


def test_the_pace_bar_of_nothing_is_empty_and_says_so():
    with translation.override("en"):
        bar = pace_bar(attainment=None, status=Status.NO_DATA)
    assert "--fill:0.0%" in bar
    assert 'aria-label="No data"' in bar


@given(st.floats(0, 1e6) | st.none(), st.floats(0, 1e6) | st.none(), st.sampled_from(list(Status)))
def test_nothing_leaves_the_bar(attainment, expected, status):
    positions = re.findall(
        r"--(?:fill|at):([-\d.]+)%", pace_bar(attainment=attainment, expected=expected, status=status)
    )
    assert all(0 <= float(position) <= 100 for position in positions)


@given(st.lists(st.floats(-1e9, 1e9) | st.none(), max_size=60))
def test_a_sparkline_stays_in_its_box(values):
    moves = ";".join(re.findall(r' d="M([^"]*)"', sparkline(values, "label")))
    points = re.findall(r"(-?[\d.]+) (-?[\d.]+)", moves)
    assert all(0 <= float(x) <= 96 and 0 <= float(y) <= 24 for x, y in points)


def test_a_sparkline_breaks_where_a_value_is_missing():
    assert sparkline([1, 2, None, 4, 5], "x").count("M") == 3
    assert sparkline([None, 3], "x") == ""


def test_quantities_carry_their_exact_value():
    with translation.override("ja"):
        assert html("{{ 119999999|quantity:'currency:JPY' }}") == (
            '<data value="119999999" title="119,999,999円">1億2,000万円</data>'
        )
        assert "–" in html("{{ missing|quantity:'ratio' }}", missing=None)


def test_what_a_share_comes_to_loses_the_decimals_that_say_nothing():
    with translation.override("en"):
        assert ">188 calls<" in html("{{ 188.2333|as_pace:unit|quantity:unit }}", unit=Unit("count", counter="calls"))
        assert "–" in html("{{ missing|as_pace:'ratio'|quantity:'ratio' }}", missing=None)


def test_text_of_users_stays_text():
    assert "<script>" not in html("{% tag name 'off' %}{% sparkline values name %}", name="<script>", values=[1, 2])


def test_old_data_never_look_fresh():
    with translation.override("en"):
        assert stale_badge(NOW - timedelta(hours=1), now=NOW, language="en") == ""
        assert "5 d ago" in stale_badge(NOW - timedelta(days=5), now=NOW, language="en")
        assert "No data yet" in stale_badge(None, now=NOW, language="en")


def test_a_job_of_unknown_length_moves_without_a_value():
    assert "value" not in progress_bar(3, None, "Import")
    assert 'value="30" max="100"' in progress_bar(30, 100, "Import")


def test_an_empty_page_teaches():
    page = html("{% empty_state 'Nothing here' icon='imports' %}<a href='/x'>Start</a>{% endempty_state %}")
    assert "<h2>Nothing here</h2>" in page
    assert "<a href='/x'>Start</a>" in page


@pytest.mark.parametrize("status", list(Status))
def test_kinds_are_those_of_the_style_sheet(status):
    assert status_kind(status) in {"ahead", "ontrack", "risk", "off", "neutral"}
