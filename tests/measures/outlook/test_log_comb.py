"""The expected course: recomputed series by series in plain loops, as its page describes it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.measures.outlook.history import history
from kaname.measures.outlook.log_comb import expected_ahead
from kaname.measures.outlook.smoothing import ALPHAS, GRID, damped_holt, theta


def weighted(errors, values, n):
    weight = np.array(errors) ** (-n / 2.0)
    return float(np.sum(weight * np.array(values)) / weight.sum())


def theta_of(series, horizon):
    n = len(series)
    slope, level = np.polyfit(np.arange(n), series, 1)
    doubled = 2 * series - (level + slope * np.arange(n))
    errors, levels = [], []
    for alpha in ALPHAS:
        smooth, error = doubled[0], 0.0
        for value in doubled[1:]:
            error += (value - smooth) ** 2
            smooth += alpha * (value - smooth)
        errors.append(error)
        levels.append(smooth)
    ends = level + slope * (n - 1 + np.arange(1, horizon + 1))
    return (ends + weighted(errors, levels, n)) / 2


def holt_of(series, horizon):
    n, first = len(series), series[:12]
    slope, start = np.polyfit(np.arange(len(first)), first, 1)
    errors, ends = [], []
    for alpha, share, damping in GRID:
        level, trend, error = start - slope, slope, 0.0
        for value in series:
            off = value - level - damping * trend
            level, trend = level + damping * trend + alpha * off, damping * trend + alpha * share * off
            error += off**2
        errors.append(error)
        ends.append([level + trend * sum(damping**i for i in range(1, h + 1)) for h in range(1, horizon + 1)])
    return np.array([weighted(errors, column, n) for column in zip(*ends, strict=True)])


def course_of(series, horizon):
    """Log-comb without a season."""
    log = np.log(series)
    holt = holt_of(log, horizon)
    parts = [theta_of(log, horizon), holt, holt]
    for size in (3, 4):
        blocks = log[len(log) % size :].reshape(-1, size).mean(axis=1)
        ahead = -(-horizon // size)
        slow = (theta_of(blocks, ahead) + holt_of(blocks, ahead)) / 2
        parts.append(np.repeat(slow, size)[:horizon])
    return np.exp(np.mean(parts, axis=0))


def restless(n, seed=7):
    rng = np.random.default_rng(seed)
    return 100 * np.exp(np.cumsum(rng.normal(0.01, 0.05, n)) + rng.normal(0, 0.1, n))


def test_it_smooths_like_plain_loops():
    series = np.log(restless(20))
    n = np.array([20])
    assert theta(series[None], n=n, horizon=4)[0] == pytest.approx(theta_of(series, 4))
    assert damped_holt(series[None], n=n, horizon=4)[0] == pytest.approx(holt_of(series, 4))


def test_it_is_the_mean_of_its_parts():
    series = restless(22)
    found = expected_ahead(history(series[None]), season=12, horizon=5)
    assert found[0] == pytest.approx(course_of(series, 5))


def test_it_is_the_same_for_a_series_alone_and_among_longer_ones():
    short, long = restless(19), restless(43, seed=8)
    both = np.vstack([np.r_[np.full(24, np.nan), short], long])
    found = expected_ahead(history(both), season=12, horizon=6)
    for row, series in zip(found, (short, long), strict=True):
        assert row == pytest.approx(expected_ahead(history(series[None]), season=12, horizon=6)[0])


@settings(max_examples=15, deadline=None)
@given(factor=st.floats(1e-3, 1e6), seed=st.integers(0, 50))
def test_it_does_not_depend_on_the_unit(factor, seed):
    series = restless(30, seed)
    one = expected_ahead(history(series[None]), season=12, horizon=3)
    other = expected_ahead(history(factor * series[None]), season=12, horizon=3)
    assert other == pytest.approx(factor * one, rel=1e-6)


def test_it_goes_on_with_season_and_most_of_the_growth():
    month = np.arange(72)
    shape = np.tile([0.8, 1.2, 1.0], 24)
    series = 100 * 1.01**month * shape
    found = expected_ahead(history(series[None]), season=12, horizon=12)[0]
    due = 100 * 1.01 ** (72 + np.arange(12)) * np.tile([0.8, 1.2, 1.0], 4)
    assert found == pytest.approx(due, rel=0.05)
    assert found[:3] == pytest.approx(due[:3], rel=0.02)


def test_it_adds_where_a_value_is_not_above_0():
    series = np.r_[np.tile([-2.0, 0.0, 2.0, 4.0], 6)]
    found = expected_ahead(history(series[None]), season=4, horizon=4)[0]
    assert found == pytest.approx([-2, 0, 2, 4], abs=0.2)


def test_it_stays_near_the_last_value_of_a_short_history():
    found = expected_ahead(history(np.array([[10.0, 20.0, 30.0]])), season=12, horizon=2)[0]
    assert found == pytest.approx([0.95 * 30 + 0.05 * (0.95 * 20 + 0.05 * 10)] * 2)


def test_it_expects_nothing_of_two_periods():
    assert np.isnan(expected_ahead(history(np.array([[10.0, 20.0]])), season=12, horizon=2)).all()
