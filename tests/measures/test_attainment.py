"""Attainment: the share of a target that is reached."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.attainment import attainment, is_reached
from kaname.measures.direction import Direction

HIGHER, LOWER, RANGE = Direction.HIGHER, Direction.LOWER, Direction.RANGE
values = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 3))
positive = st.floats(0.001, 1e9)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"actual": 42, "target": 50, "direction": HIGHER}, 0.84),
        ({"actual": 60, "target": 50, "direction": HIGHER}, 1.2),
        ({"actual": -10, "target": 50, "direction": HIGHER}, -0.2),
        ({"actual": 300, "target": 240, "direction": LOWER}, 0.8),
        ({"actual": 200, "target": 240, "direction": LOWER}, 1.2),
        ({"actual": 3, "target": 0, "direction": LOWER}, 0.0),
        ({"actual": 0, "target": 0, "direction": LOWER}, 1.0),
        ({"actual": 0, "target": 0, "direction": HIGHER}, 1.0),
        ({"actual": 50, "target": 40, "upper": 60, "direction": RANGE}, 1.0),
        ({"actual": 30, "target": 40, "upper": 60, "direction": RANGE}, 0.75),
        ({"actual": 80, "target": 40, "upper": 60, "direction": RANGE}, 0.75),
        ({"actual": 80, "target": 40, "direction": RANGE}, 0.5),
    ],
)
def test_it_compares_with_the_target(given_, expected):
    assert attainment(**given_) == pytest.approx(expected)


@pytest.mark.parametrize(
    "given_",
    [
        {"actual": None, "target": 50, "direction": HIGHER},
        {"actual": 42, "target": None, "direction": HIGHER},
        {"actual": 42, "target": 0, "direction": HIGHER},
        {"actual": -50, "target": -100, "direction": HIGHER},
        {"actual": 0, "target": 240, "direction": LOWER},
        {"actual": -5, "target": 240, "direction": LOWER},
        {"actual": 5, "target": -3, "direction": LOWER},
        {"actual": -5, "target": -3, "upper": 4, "direction": RANGE},
    ],
)
def test_it_is_undefined_where_a_ratio_means_nothing(given_):
    assert attainment(**given_) is None


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        # The domain's example: last year 100M, goal 120M, now 115M: 15 of 20 are covered.
        ({"actual": 115, "target": 120, "baseline": 100, "direction": HIGHER}, 0.75),
        ({"actual": 125, "target": 120, "baseline": 100, "direction": HIGHER}, 1.25),
        ({"actual": 90, "target": 120, "baseline": 100, "direction": HIGHER}, -0.5),
        ({"actual": 280, "target": 240, "baseline": 300, "direction": LOWER}, 1 / 3),
        ({"actual": 0, "target": 240, "baseline": 300, "direction": LOWER}, 5.0),
        ({"actual": -40, "target": 20, "baseline": -100, "direction": HIGHER}, 0.5),
        ({"actual": 70, "target": 40, "upper": 60, "baseline": 100, "direction": RANGE}, 0.75),
        ({"actual": 35, "target": 40, "upper": 60, "baseline": 30, "direction": RANGE}, 0.5),
        ({"actual": 50, "target": 40, "upper": 60, "baseline": 30, "direction": RANGE}, 1.0),
    ],
)
def test_it_measures_the_share_of_the_gap_that_is_covered(given_, expected):
    assert attainment(**given_) == pytest.approx(expected)


@pytest.mark.parametrize("baseline", [120, 130])
def test_it_ignores_a_baseline_that_leaves_no_gap(baseline):
    assert attainment(actual=60, target=120, baseline=baseline, direction=HIGHER) == 0.5


def test_it_refuses_a_range_upside_down():
    with pytest.raises(ValueError, match="below the lower end"):
        attainment(actual=1, target=5, upper=4, direction=RANGE)


@given(actual=positive, target=positive)
def test_it_is_the_inverse_for_lower_is_better(actual, target):
    higher = attainment(actual=actual, target=target, direction=HIGHER)
    lower = attainment(actual=actual, target=target, direction=LOWER)
    assert higher is not None
    assert lower == pytest.approx(1 / higher)


@given(actual=values, target=values, baseline=st.none() | values, direction=st.sampled_from(Direction))
def test_it_is_one_or_more_only_where_the_target_is_reached(actual, target, baseline, direction):
    found = attainment(actual=actual, target=target, baseline=baseline, direction=direction)
    if found is not None and abs(found - 1) > 1e-6:
        assert (found > 1) == is_reached(actual=actual, target=target, direction=direction)


@given(target=values, width=st.floats(0, 1e6), direction=st.sampled_from(Direction), baseline=st.none() | values)
def test_it_is_exactly_one_on_the_target(target, width, direction, baseline):
    upper = target + width
    assert attainment(actual=target, target=target, upper=upper, baseline=baseline, direction=direction) == 1.0


def test_it_reaches_a_target_that_binary_fractions_miss():
    assert is_reached(actual=0.7 + 0.1, target=0.8, direction=HIGHER)
    assert is_reached(actual=0.1 + 0.2, target=0.3, direction=LOWER)
