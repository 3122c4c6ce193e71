"""Past outlooks against what came true."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.measures.outlook.calibration import PastOutlooks, calibration
from kaname.measures.outlook.shares import gain, share

NAN = np.nan


def past(probability, reached, *, period=None, **others):
    n = len(probability)
    unknown = np.full(n, NAN)
    return PastOutlooks(
        probability=np.array(probability, dtype=np.float64),
        reached=np.array(reached, dtype=np.bool_),
        low=np.array(others.get("low", unknown)),
        high=np.array(others.get("high", unknown)),
        expected=np.array(others.get("expected", unknown)),
        actual=np.array(others.get("actual", unknown)),
        period=np.arange(n) if period is None else np.array(period),
        reference=None if "reference" not in others else np.array(others["reference"]),
    )


def test_independent_outlooks_have_wilsons_interval():
    """30 of 40, one a period: computed by hand with t(39) = 1.3036 in the place of z."""
    found = share(np.arange(40) < 30, np.arange(40))
    p, n, t = 0.75, 40, 1.30364
    half = t * np.sqrt(p * (1 - p) / n + t**2 / (4 * n**2)) / (1 + t**2 / n)
    middle = (p + t**2 / (2 * n)) / (1 + t**2 / n)
    assert (found.value, found.n, found.periods) == (0.75, 40, 40)
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half), abs=1e-4)


def test_outlooks_that_miss_together_say_less():
    alone = share(np.tile([True, True, True, True, False], 8), np.repeat(np.arange(10), 4))
    together = share(np.repeat([True, True, True, True, False] * 2, 4), np.repeat(np.arange(10), 4))
    assert together.high - together.low > alone.high - alone.low


@settings(max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=60))
def test_a_share_lies_in_its_interval(outcomes):
    held, period = (np.array(each) for each in zip(*outcomes, strict=True))
    found = share(held, period)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


def test_periods_without_a_miss_are_worth_one_outlook_each():
    assert share(np.ones(100, dtype=np.bool_), np.repeat(np.arange(4), 25)) == replace(
        share(np.ones(4, dtype=np.bool_), np.arange(4)), n=100
    )


def test_of_one_period_nothing_is_known_but_the_share():
    found = share(np.array([True, False]), np.array([3, 3]))
    assert (found.value, found.low, found.high) == (0.5, 0, 1)


def test_scores_are_those_of_the_textbook():
    found = calibration(past([0.9, 0.2, 0.6, 0.4], [1, 0, 1, 1], reference=[0.5, 0.5, NAN, 0.5])).scores
    assert found.brier == pytest.approx((0.01 + 0.04 + 0.16 + 0.36) / 4)
    assert found.base_rate == pytest.approx(0.75 * 0.25)
    assert found.skill == pytest.approx(1 - 0.1425 / 0.1875)
    assert found.reference == pytest.approx(0.25)
    assert found.brier_beside == pytest.approx((0.01 + 0.04 + 0.36) / 3)
    assert found.skill_beside == pytest.approx(1 - found.brier_beside / 0.25)
    assert found.against_reference.value == pytest.approx(0.25 - found.brier_beside)


def test_bins_are_those_of_pandas():
    rng = np.random.default_rng(4)
    said = rng.uniform(0, 1, 300)
    reached = rng.uniform(0, 1, 300) < said
    found = calibration(past(said, reached, period=np.arange(300) // 25)).bins
    frame = pd.DataFrame({"said": said, "reached": reached})
    groups = frame.groupby(pd.cut(said, [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1], right=False), observed=False).mean()
    assert [one.said for one in found] == pytest.approx(groups["said"].tolist())
    assert [one.reached.value for one in found] == pytest.approx(groups["reached"].tolist())
    assert all(one.says_something for one in found)


def test_certain_outlooks_are_in_the_last_bin():
    assert [one.reached.n for one in calibration(past([1.0, 0.0, NAN], [1, 0, 1])).bins] == [1, 0, 0, 0, 0, 1]


def test_coverage_counts_what_lay_within():
    found = calibration(
        past(
            [NAN] * 4,
            [0] * 4,
            low=[1, 1, 1, NAN],
            high=[3, 3, 3, NAN],
            expected=[2, 2, 2, 2],
            actual=[1.0, 3.5, 2.5, 9.0],
        )
    )
    assert (found.covered.value, found.covered.n) == (pytest.approx(2 / 3), 3)
    assert (found.above.value, found.above.n) == (0.75, 4)
    assert found.scores.brier is None


def test_it_says_how_many_periods_are_missing():
    assert (calibration(past([0.5], [1])).needed, calibration(past([0.5] * 4, [1] * 4)).needed) == (3, 0)
    empty = calibration(past([], []))
    assert (empty.needed, empty.covered.value, empty.scores.brier) == (4, None, None)


def test_a_gain_needs_two_periods():
    assert gain(np.array([0.1, 0.2]), np.array([1, 1])).low is None
    found = gain(np.array([0.1, 0.2, 0.1, 0.2]), np.arange(4))
    assert found.low < 0.15 < found.high


def test_it_refuses_what_is_no_probability():
    with pytest.raises(ValueError, match="0 to 1"):
        past([1.2], [1])
    with pytest.raises(ValueError, match="one shape"):
        past([0.2], [1], period=[1, 2])
    with pytest.raises(ValueError, match="lower end"):
        past([0.2], [1], low=[2.0], high=[1.0])
    with pytest.raises(ValueError, match="edges"):
        calibration(past([0.2], [1]), edges=(0.0, 0.5))
