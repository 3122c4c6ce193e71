"""Season: which months bring more per working hour."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.season import Season, season_indices, season_weights

# Weak in summer, strong in March; the mean is 1.
SHAPE = np.array([0.9, 1.0, 1.5, 1.0, 1.0, 1.1, 0.8, 0.7, 1.0, 1.0, 1.0, 1.0])
HOURS = np.array([140.0, 150, 160, 160, 130, 165, 170, 120, 150, 165, 150, 155])


def months_from(first, n):
    return (np.arange(n) + first - 1) % 12 + 1


def history(rates, *, first=4, hours=None):
    """A history that starts in the month `first` with these values per hour."""
    rates = np.asarray(rates, dtype=np.float64)
    months = months_from(first, rates.size)
    hours = HOURS[months - 1] if hours is None else np.asarray(hours, dtype=np.float64)
    return {"values": rates * hours, "hours": hours, "month_of": months}


def test_it_finds_the_shape_of_two_equal_years():
    months = months_from(4, 24)
    found = season_indices(**history(0.3 * SHAPE[months - 1]))
    assert found.indices == pytest.approx(SHAPE)
    assert (found.years, found.needed) == (2, 0)
    assert found.kept == pytest.approx(1)


def test_it_believes_half_of_a_single_year():
    months = months_from(4, 12)
    found = season_indices(**history(0.3 * SHAPE[months - 1]))
    assert found.indices == pytest.approx((1 + SHAPE) / 2)
    assert (found.years, found.kept) == (1, 0.5)


def test_it_measures_per_hour_and_not_per_month():
    # Twice the hours and twice the value in every other month is no season.
    found = season_indices(**history(np.full(24, 0.5), hours=np.tile([80.0, 160.0], 12)))
    assert found.indices == pytest.approx(np.ones(12))


def test_it_takes_steady_growth_for_no_season():
    found = season_indices(**history(1.02 ** np.arange(36), first=7))
    assert found.indices == pytest.approx(np.ones(12))


def test_it_finds_the_shape_under_growth():
    months = months_from(7, 36)
    found = season_indices(**history(1.02 ** np.arange(36) * SHAPE[months - 1], first=7))
    assert found.indices == pytest.approx(SHAPE)


def test_it_shrinks_what_years_disagree_about_by_hand():
    # March 1.6 and 1.4 of the two years, August 0.4 and 0.6, all else 1. Means 1.5 and 0.5; squares about the means
    # 4 x 0.01 = 0.04, over 11 and 2 years 0.04 / 11 / 2 = 1/550; squares about 1: 0.5. Kept 1 - 9 / 550 / 0.5.
    year = np.ones((2, 12))
    year[:, 2], year[:, 7] = (1.6, 1.4), (0.4, 0.6)
    found = season_indices(**history(year.ravel(), first=1))
    kept = 1 - 9 / 275
    assert found.kept == pytest.approx(kept)
    assert found.indices[2] == pytest.approx(1 + 0.5 * kept)
    assert found.indices[7] == pytest.approx(1 - 0.5 * kept)


def test_it_believes_nothing_of_years_that_contradict_each_other():
    found = season_indices(**history(np.concatenate([SHAPE, 2 - SHAPE]), first=1))
    assert found.indices == pytest.approx(np.ones(12))
    assert found.kept == 0


def test_it_has_no_season_without_a_full_year_and_says_so():
    assert season_indices(**history(np.ones(9))) == Season(indices=(1.0,) * 12, years=0, kept=0.0, needed=3)
    assert season_indices(**history([])).needed == 12
    gap = np.ones(20)
    gap[15] = np.nan
    assert season_indices(**history(gap)).years == 1
    gap[10] = np.nan
    assert season_indices(**history(gap)) == Season(indices=(1.0,) * 12, years=0, kept=0.0, needed=8)


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_it_has_no_season_of_nothing_or_less(value):
    found = season_indices(**history(np.full(12, value)))
    assert (found.years, set(found.indices)) == (0, {1.0})
    assert found.needed >= 1


def test_it_looks_for_full_years_around_a_month_without_working_time():
    months = months_from(1, 36)
    hours = HOURS[months - 1].copy()
    hours[20] = 0.0
    found = season_indices(**history(SHAPE[months - 1], first=1, hours=hours))
    assert found.years == 2
    assert found.indices == pytest.approx(SHAPE)


def test_it_weighs_working_time_by_season():
    season = Season(indices=tuple(SHAPE.tolist()), years=3, kept=1.0, needed=0)
    # A week from 30 July: two days at 0.8 and three at 0.7, 8 h each.
    days = season_weights(hours=np.full(5, 8.0), months=np.array([7, 7, 8, 8, 8]), season=season)
    assert days.sum() == pytest.approx(16 * 0.8 + 24 * 0.7)


@pytest.mark.parametrize("months", [[1, 3], [0, 1], [12, 13], [1]])
def test_it_refuses_months_that_are_not_in_a_row(months):
    with pytest.raises(ValueError, match="month"):
        season_indices(values=np.ones(2), hours=np.ones(2), month_of=np.array(months))


rates = st.lists(st.floats(0, 1e4), min_size=0, max_size=60)


@given(rates=rates, first=st.integers(1, 12))
def test_the_indices_are_never_negative_and_their_mean_is_one(rates, first):
    found = season_indices(**history(rates, first=first))
    assert np.mean(found.indices) == pytest.approx(1)
    assert min(found.indices) >= 0
    assert 0 <= found.kept <= 1
    assert (found.years == 0) == (found.needed > 0)


@given(year=st.lists(st.floats(0.1, 100), min_size=12, max_size=12), scale=st.floats(0.01, 1000))
def test_the_size_of_the_team_does_not_matter(year, scale):
    small, large = (season_indices(**history(np.array(year) * by)) for by in (1.0, scale))
    assert small.indices == pytest.approx(large.indices)


@given(year=st.lists(st.floats(0.1, 100), min_size=12, max_size=12))
def test_it_agrees_with_pandas_about_one_year(year):
    frame = pd.DataFrame(history(year)).assign(rate=lambda them: them["values"] / them["hours"])
    ratio = (frame["rate"] / frame["rate"].mean()).groupby(frame["month_of"]).mean()
    assert season_indices(**history(year)).indices == pytest.approx(((1 + ratio) / 2).sort_index().to_numpy())
