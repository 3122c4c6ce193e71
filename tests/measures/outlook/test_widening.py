"""Wider intervals after some that held too seldom."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.measures.outlook.calibration import PastOutlooks
from kaname.measures.outlook.widening import widening


def outlooks(missed, *, half=1.0, periods=12):
    """Each with an interval of one half width around 0, and off by as much as it `missed`, period after period."""
    missed = np.resize(np.array(missed, dtype=np.float64), periods * 10)
    unknown = np.full(missed.size, np.nan)
    return PastOutlooks(
        probability=unknown,
        reached=np.zeros(missed.size, dtype=np.bool_),
        low=np.full(missed.size, -half),
        high=np.full(missed.size, half),
        expected=np.zeros(missed.size),
        actual=missed,
        period=np.arange(missed.size) // 10,
    )


HELD = [0.1, -0.3, 0.5, -0.2, 0.6, 0.4, -0.9, 0.7, -1.1, 1.2]
NARROW = [2 * one for one in HELD]


def test_it_leaves_intervals_that_hold():
    found = widening(outlooks(HELD))
    assert (found.factor, found.is_drifting, found.covered.value) == (1.0, False, 0.8)


def test_it_widens_those_that_hold_too_seldom():
    found = widening(outlooks(NARROW))
    assert found.is_drifting
    assert found.covered.value == pytest.approx(0.5)
    assert found.raw == pytest.approx(np.quantile(np.abs(NARROW), 0.8), rel=0.05)
    assert found.factor == pytest.approx(found.raw ** (12 / 14))


def test_few_periods_move_it_less():
    four, twelve = (widening(outlooks(NARROW, periods=n)).factor for n in (4, 12))
    assert 1 < four < twelve


def test_it_waits_for_four_periods():
    found = widening(outlooks(NARROW, periods=3))
    assert (found.factor, found.is_drifting, found.needed) == (1.0, False, 1)


def test_it_forgets_what_was_more_than_twelve_periods_ago():
    before = outlooks(NARROW + HELD * 12, periods=13)
    assert widening(before).factor == 1.0


def test_one_odd_period_is_no_drift():
    assert widening(outlooks(HELD * 11 + [5.0] * 10)).factor == 1.0


def test_what_was_widened_already_stays_wide():
    narrow, mended = widening(outlooks(NARROW)), widening(outlooks(NARROW, half=2.0), given_with=2.0)
    assert mended.factor == pytest.approx(narrow.factor)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-50, 50), min_size=1, max_size=80), st.integers(1, 14))
def test_it_never_narrows_and_stays_within_bounds(missed, periods):
    assert 1 <= widening(outlooks(missed, periods=periods)).factor <= 3


def test_no_outlooks_say_nothing():
    found = widening(outlooks([1.0], periods=0))
    assert (found.factor, found.raw, found.needed) == (1.0, None, 4)


def test_it_refuses_a_factor_that_narrows():
    with pytest.raises(ValueError, match="1 or more"):
        widening(outlooks(HELD), given_with=0.5)
