"""What months brought since a start, against what those before it let expect."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.measures.effect import Against, EffectGrade
from kaname.measures.forecast_effect import forecast_effect
from kaname.measures.outlook.total_ahead import total_ahead

seeds = st.integers(0, 10_000)
few = settings(max_examples=25)


def months(seed):
    """Two to four years of restless months, and one to eight since."""
    rng = np.random.default_rng(seed)
    return rng.uniform(50, 150, rng.integers(24, 49)), rng.uniform(20, 300, rng.integers(1, 9))


@few
@given(seed=seeds)
def test_the_interval_is_what_came_less_what_could_have_come(seed):
    before, after = months(seed)
    found, n = forecast_effect(before=before, after=after), min(len(after), 6)
    total = total_ahead(before, weights=np.ones(n)).total
    low, high = total.interval()
    assert found.size == pytest.approx(after[:n].mean() - float(total.expected) / n)
    assert (found.low, found.high) == pytest.approx((after[:n].mean() - high / n, after[:n].mean() - low / n))
    assert (found.n_before, found.n_after, found.against) == (len(before), n, Against.FORECAST)


@few
@given(seed=seeds, factor=st.floats(0.01, 1000))
def test_another_unit_is_the_same_effect(seed, factor):
    before, after = months(seed)
    one, other = (
        forecast_effect(before=before, after=after),
        forecast_effect(before=before * factor, after=after * factor),
    )
    assert other.grade is one.grade
    assert (other.size, other.low) == pytest.approx((one.size * factor, one.low * factor), rel=1e-6, abs=1e-6 * factor)


@few
@given(seed=seeds)
def test_it_never_claims_a_test_and_says_nothing_where_nothing_could_be_seen(seed):
    before, after = months(seed)
    found = forecast_effect(before=before, after=after)
    assert found.grade is not EffectGrade.TESTED
    wide = (found.high - found.low) / 2 > 0.25 * abs(found.expected)
    assert (found.grade is EffectGrade.TOO_LITTLE_DATA) == (wide and not found.is_sure)


@pytest.mark.parametrize(("n_before", "n_after", "before", "after"), [(0, 2, 1, 0), (4, 2, 11, 0), (24, 0, 0, 1)])
def test_it_says_how_many_months_are_missing(n_before, n_after, before, after):
    rng = np.random.default_rng(3)
    found = forecast_effect(before=rng.uniform(80, 120, n_before), after=rng.uniform(80, 120, n_after))
    assert found.grade is EffectGrade.TOO_LITTLE_DATA
    assert (found.needed.before, found.needed.after) == (before, after)


def test_a_season_is_no_effect():
    season = 100 * (1 + 0.4 * np.sin(np.arange(42) * np.pi / 6))
    noisy = season * np.random.default_rng(1).uniform(0.97, 1.03, 42)
    assert not forecast_effect(before=noisy[:36], after=noisy[36:]).is_sure
    assert forecast_effect(before=noisy[:36], after=noisy[36:] * 1.4).low > 0


def test_months_after_an_unknown_one_do_not_count():
    before = np.random.default_rng(1).uniform(80, 120, 30)
    assert forecast_effect(before=before, after=np.array([100.0, np.nan, 100.0])).n_after == 1
