"""Status words: the rule of docs/measures/status.md, line by line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures import status
from kaname.measures.direction import Direction
from kaname.measures.pace import expected_by_now
from kaname.measures.status import Status, status_of

HIGHER, LOWER, RANGE = Direction.HIGHER, Direction.LOWER, Direction.RANGE
DOCUMENT = Path(__file__).parents[2] / "docs/measures/status.md"


def word(actual, target, *, share=0.5, direction=HIGHER, additive=True, **more) -> Status:
    expected = None if target is None else expected_by_now(target=target, share=share, additive=additive)
    more.setdefault("over", share >= 1)
    return status_of(
        actual=actual, target=target, expected=expected, share=share, direction=direction, additive=additive, **more
    )


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (100, Status.REACHED),
        (130, Status.REACHED),
        (55, Status.AHEAD),
        (54, Status.ON_TRACK),
        (47.5, Status.ON_TRACK),
        (47, Status.AT_RISK),
        (40, Status.AT_RISK),
        (39, Status.OFF_TRACK),
        (0, Status.OFF_TRACK),
    ],
)
def test_it_judges_a_count_at_half_time_of_a_hundred(actual, expected):
    assert word(actual, 100) is expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (216, Status.AHEAD),
        (217, Status.ON_TRACK),
        (252, Status.ON_TRACK),
        (253, Status.AT_RISK),
        (288, Status.AT_RISK),
        (289, Status.OFF_TRACK),
    ],
)
def test_it_judges_handling_time_against_the_whole_target_at_any_time(actual, expected):
    assert word(actual, 240, direction=LOWER, additive=False, share=0.3) is expected


@pytest.mark.parametrize(
    ("actual", "share", "expected"),
    [
        (40, 0.5, Status.AHEAD),
        (50, 0.5, Status.ON_TRACK),
        (58, 0.5, Status.AT_RISK),
        (70, 0.5, Status.OFF_TRACK),
        (101, 0.1, Status.OFF_TRACK),
        (100, 1.0, Status.REACHED),
        (101, 1.0, Status.OFF_TRACK),
    ],
)
def test_it_treats_a_lower_is_better_count_as_a_budget(actual, share, expected):
    assert word(actual, 100, share=share, direction=LOWER) is expected


@pytest.mark.parametrize(
    ("actual", "share", "expected"),
    [
        (25, 0.5, Status.ON_TRACK),
        (19.5, 0.5, Status.ON_TRACK),
        (17, 0.5, Status.AT_RISK),
        (40, 0.5, Status.OFF_TRACK),
        (61, 0.1, Status.OFF_TRACK),
        (50, 1.0, Status.REACHED),
        (39, 1.0, Status.OFF_TRACK),
    ],
)
def test_it_keeps_a_range_between_two_paces(actual, share, expected):
    assert word(actual, 40, upper=60, share=share, direction=RANGE) is expected


def test_it_does_not_call_a_rate_reached_before_the_end():
    assert word(0.25, 0.2, additive=False) is Status.AHEAD
    assert word(0.25, 0.2, additive=False, share=1.0) is Status.REACHED
    assert word(0.19, 0.2, additive=False, share=1.0) is Status.OFF_TRACK


def test_it_waits_for_a_fifth_of_the_working_time():
    assert word(0, 100, share=0.199) is Status.TOO_EARLY
    assert word(0, 100, share=0.2) is Status.OFF_TRACK
    assert word(0.25, 0.2, additive=False, share=0.1) is Status.TOO_EARLY


def test_it_says_reached_even_early():
    assert word(100, 100, share=0.05) is Status.REACHED


def test_it_says_what_is_missing_before_it_judges():
    assert word(None, None) is Status.NO_TARGET
    assert word(5, None, stale=True) is Status.NO_TARGET
    assert word(None, 100, stale=True) is Status.NO_DATA
    assert word(100, 100, stale=True) is Status.STALE
    assert word(60, 100, stale=True, share=0.1) is Status.STALE


def test_it_reads_a_count_of_zero_to_reach_as_no_target_but_zero_incidents_as_one():
    assert word(0, 0) is Status.NO_TARGET
    assert word(0, 0, direction=LOWER) is Status.ON_TRACK
    assert word(0, 0, direction=LOWER, share=1.0) is Status.REACHED
    assert word(1, 0, direction=LOWER) is Status.OFF_TRACK


def test_it_judges_negative_targets_by_distance():
    # A loss of at most 100 by the end of the year, 50 by now.
    assert word(-40, -100) is Status.AHEAD
    assert word(-50, -100) is Status.ON_TRACK
    assert word(-70, -100) is Status.OFF_TRACK
    assert word(-90, -100, share=1.0) is Status.REACHED


def test_it_forgives_less_than_one_whole_step():
    # 2.4 of 4 appointments are expected; 2 is as near as one can be.
    assert word(2, 4, share=0.6) is Status.AT_RISK
    assert word(2, 4, share=0.6, step=1) is Status.ON_TRACK
    assert word(1, 4, share=0.6, step=1) is Status.OFF_TRACK


@given(
    target=st.floats(0.01, 1e6),
    share=st.floats(0, 1),
    actual=st.floats(0, 1e6),
    better=st.floats(0, 1e6),
    additive=st.booleans(),
)
def test_it_never_gets_worse_when_the_actual_gets_better(target, share, actual, better, additive):
    order = [Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.TOO_EARLY, Status.AHEAD, Status.REACHED]
    now, then = (
        order.index(word(value, target, share=share, additive=additive)) for value in (actual, actual + better)
    )
    assert now <= then


@given(
    actual=st.none() | st.floats(-1e6, 1e6),
    target=st.none() | st.floats(-1e6, 1e6),
    share=st.floats(0, 1),
    direction=st.sampled_from(Direction),
    additive=st.booleans(),
)
def test_it_never_shows_stale_data_as_green(actual, target, share, direction, additive):
    found = word(actual, target, share=share, direction=direction, additive=additive, stale=True)
    assert found in {Status.STALE, Status.NO_DATA, Status.NO_TARGET}


@given(
    actual=st.floats(-1e6, 1e6),
    target=st.floats(-1e6, 1e6),
    width=st.floats(0, 1e6),
    share=st.floats(0, 1),
    direction=st.sampled_from(Direction),
    additive=st.booleans(),
)
def test_it_always_has_a_word(actual, target, width, share, direction, additive):
    found = word(actual, target, upper=target + width, share=share, direction=direction, additive=additive)
    assert found not in {Status.STALE, Status.NO_DATA}


@pytest.mark.parametrize("name", ["TOO_EARLY_BELOW", "AHEAD_FROM", "ON_TRACK_FROM", "AT_RISK_FROM"])
def test_it_documents_each_threshold_with_its_value(name):
    written = re.search(rf"`{name}` \| ([-+−\d.]+) %", DOCUMENT.read_text(encoding="utf-8"))
    assert written, f"{name} is not in docs/measures/status.md"
    assert float(written[1].replace("−", "-")) / 100 == getattr(status, name)


@pytest.mark.parametrize("one", list(Status))
def test_it_documents_each_word(one):
    assert f"`{one}`" in DOCUMENT.read_text(encoding="utf-8")
