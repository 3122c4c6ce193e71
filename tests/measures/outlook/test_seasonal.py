"""The season of a series, by distance to its latest period."""

import numpy as np
import pytest

from kaname.measures.outlook.history import history
from kaname.measures.outlook.seasonal import seasonal

SHAPE = np.array([0.7, 0.8, 1.1, 1.3, 0.9, 1.2, 1.0, 0.8, 1.1, 1.2, 0.9, 1.0])


def season_of(values, season=12):
    return seasonal(history(np.atleast_2d(values)), season=season)


def test_it_finds_a_season_that_repeats():
    found = season_of(100 * np.tile(SHAPE, 5))
    assert found.found.all()
    assert found.ahead(14)[0] == pytest.approx(np.r_[SHAPE, SHAPE[:2]])
    assert found.of_past(13)[0] == pytest.approx(np.r_[SHAPE[-1], SHAPE])


def test_it_finds_an_additive_season_where_values_are_below_0():
    found = season_of(np.tile(SHAPE - 1, 5))
    assert found.ahead(12)[0] == pytest.approx(SHAPE - SHAPE.mean())


def test_it_needs_more_than_two_years():
    assert not season_of(np.tile(SHAPE, 2)).found.any()
    assert season_of(np.r_[np.tile(SHAPE, 2), SHAPE[0]]).found.all()


def test_it_finds_none_in_a_straight_line():
    found = season_of(100 + np.arange(48.0))
    assert found.ahead(12) == pytest.approx(np.ones((1, 12)), abs=0.01)


def test_it_believes_little_of_a_season_that_differs_from_year_to_year():
    rng = np.random.default_rng(1)
    restless = np.tile(SHAPE, 6) * np.exp(rng.normal(0, 0.3, 72))
    kept = np.abs(season_of(restless).ahead(12) - 1).mean()
    raw = np.abs(restless.reshape(6, 12).mean(axis=0) / restless.mean() - 1).mean()
    assert kept < raw


def test_recent_years_count_more():
    early, late = np.array([0.9, 1.1, 1.0, 1.0]), np.array([0.8, 1.2, 1.0, 1.0])
    found = season_of(100 * np.r_[np.tile(early, 3), np.tile(late, 3)], season=4).ahead(4)[0]
    assert found[1] > np.mean([1.1, 1.2])
    assert found.mean() == pytest.approx(1)


def test_it_is_the_same_for_a_series_alone_and_among_longer_ones():
    short, long = np.tile(SHAPE, 3), np.tile(SHAPE, 6)
    both = np.vstack([np.r_[np.full(36, np.nan), short], long])
    assert season_of(both).indices[0] == pytest.approx(season_of(short).indices[0])
