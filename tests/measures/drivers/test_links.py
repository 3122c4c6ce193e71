"""Arithmetic of the search beside plain loops."""

import numpy as np
import pandas as pd
import pytest

from kaname.measures.drivers.calendar import calendar_design
from kaname.measures.drivers.innovations import beyond, innovations
from kaname.measures.drivers.links import links
from kaname.measures.drivers.result import Step
from kaname.measures.drivers.scales import Scale, in_plain_terms, moved_by, scale_of
from kaname.measures.drivers.sizes import lag_interval
from kaname.measures.drivers.stability import block_sums


def test_correlations_at_all_lags_are_those_of_pandas():
    rng = np.random.default_rng(1)
    target, values = rng.normal(size=400), rng.normal(size=(3, 400))
    values[1, 7:] += 0 * target[7:]
    target[7:] += values[1, :-7]
    known = np.ones((3, 400))
    found = links(target=target, target_known=known[0], values=values, known=known, n_lags=20, kept=1.0)
    expected = [pd.Series(target).corr(pd.Series(values[1]).shift(lag)) for lag in range(20)]
    assert int(np.argmax(found.scores[1])) == int(np.argmax(expected)) == 7
    assert found.p[1] < 1e-6 < found.p[0]
    assert found.pairs[0, 5] == 395


def test_scores_of_independent_noise_are_standard_normal():
    rng = np.random.default_rng(2)
    values, known = rng.normal(size=(200, 500)), np.ones((200, 500))
    target = rng.normal(size=500)
    found = links(target=target, target_known=known[0], values=values, known=known, n_lags=40, kept=1.0)
    assert found.scores.std() == pytest.approx(1.0, abs=0.06)
    assert np.mean(found.p < 0.1) == pytest.approx(0.1, abs=0.06)


def test_block_sums_add_up_to_the_plain_products():
    rng = np.random.default_rng(3)
    target, values = rng.normal(size=100), rng.normal(size=(4, 100))
    sums = block_sums(target=target, values=values, n_lags=5, length=14)
    for lag in range(5):
        np.testing.assert_allclose(sums.sum(axis=0)[:, lag], values[:, : 100 - lag] @ target[lag:])


def test_innovations_are_white_whatever_the_own_past():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(5, 1_500))
    for at in range(1, 1_500):
        values[:, at] += np.linspace(-0.5, 0.9, 5) * values[:, at - 1]
    news = innovations(values, order=5, learn_until=1_500).values
    for row in news:
        assert abs(pd.Series(row).autocorr(1)) < 0.03
    np.testing.assert_allclose((news**2).sum(axis=1) / (1_500 - 5), 1.0, rtol=1e-9)


def test_calendar_and_level_leave_nothing_of_themselves():
    days = np.datetime64("2023-01-01") + np.arange(800)
    time = np.arange(800)
    holidays = (time % 37 == 0).astype(float)
    weekday = (days.astype(np.int64) + 3) % 7
    series = 3 + 0.01 * time + 2 * holidays + weekday * (1 + 0.001 * time) + np.sin(2 * np.pi * time / 365.25)
    design = calendar_design(starts=days, holidays=holidays, step=Step.DAY, given=np.empty((0, 800)))
    gappy = np.where(time % 11 == 0, np.nan, series)
    left = beyond(np.stack([series, gappy]), design=design)
    assert np.nanmax(np.abs(left)) < 1e-2 * series.std()
    assert np.isnan(left[1]).sum() == np.isnan(gappy).sum()


def test_lags_that_are_as_likely_are_all_in_the_interval():
    scores = np.array([0.0, 1.0, 6.0, 6.0, 1.0, -6.0, 0.0, 0.0])
    assert lag_interval(scores, lag=2, near=3) == (2, 3)
    assert lag_interval(np.array([0.0, 9.0, 0.0]), lag=1, near=2) == (1, 1)


@pytest.mark.parametrize(
    ("values", "scale"),
    [([1.0, 2.0, 3.0], Scale.LOG), ([0.0, 2.0, 3.0], Scale.ROOT), ([-1.0, 2.0, 3.0], Scale.AS_IS)],
)
def test_the_scale_follows_from_the_smallest_value(values, scale):
    assert scale_of(np.array(values)) is scale


def test_plain_terms_undo_the_scale():
    for values in (np.array([50.0, 100.0, 150.0]), np.array([0.0, 100.0, 100.0, 100.0])):
        assert in_plain_terms(values, moved_by(values, 0.1)) == pytest.approx(0.1, abs=0.002)
