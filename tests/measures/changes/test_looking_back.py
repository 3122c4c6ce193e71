import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kaname.measures.changes.lines import Lines, best_partition
from kaname.measures.changes.looking_back import LEAST_POINTS, phases
from kaname.measures.changes.without_season import without_season

FEWER = settings(max_examples=40)
RNG = np.random.default_rng(3)
NOISE = RNG.normal(0, 1, 120)


def stepped(before=100.0, after=80.0, at=60, noise=2.0, n=120):
    return np.where(np.arange(n) < at, before, after) + noise * NOISE[:n]


def fitted(values, first, last):
    """Line of a stretch by NumPy's polynomial fit."""
    return np.polynomial.Polynomial.fit(np.arange(first, last), values[first:last], 1)


def test_it_finds_a_step_with_its_size_and_date():
    history = phases(values=stepped())
    (turn,) = history.turns
    assert (turn.at, len(history.phases), history.n, history.missing) == (60, 2, 120, 0)
    assert turn.earliest <= 60 <= turn.latest <= turn.earliest + 5
    assert turn.low < -20 < turn.high < 0
    assert turn.relative == pytest.approx(-0.2, abs=0.02)
    assert turn.relative_low < turn.relative < turn.relative_high
    assert history.noise == pytest.approx(2.0, rel=0.15)


def test_levels_and_steps_are_those_of_the_lines():
    values = stepped()
    history = phases(values=values)
    old, new = fitted(values, 0, 60), fitted(values, 60, 120)
    first, second = history.phases
    assert (first.level_first, first.level_last) == pytest.approx((old(0), old(59)))
    assert (second.level_first, second.level_last) == pytest.approx((new(60), new(119)))
    assert history.turns[0].step == pytest.approx(new(60) - old(60))
    assert history.turns[0].relative == pytest.approx((new(60) - old(60)) / old(60))
    assert second.slope == pytest.approx(new.deriv()(0))


def test_the_interval_of_a_step_is_that_of_two_regressions():
    values = stepped()
    off = np.concatenate([values[a:b] - fitted(values, a, b)(np.arange(a, b)) for a, b in ((0, 60), (60, 120))])
    lag = np.sum(off[:60][1:] * off[:60][:-1]) + np.sum(off[60:][1:] * off[60:][:-1])
    lag = max(lag / np.sum(off**2) + 4 / 120, 0)
    inflation = (1 + lag) / (1 - lag)
    spread = sum(1 / 60 + (60 - mean) ** 2 / np.sum((np.arange(60) - 29.5) ** 2) for mean in (29.5, 89.5))
    error = math.sqrt(np.sum(off**2) / 116 * inflation * spread)
    turn = phases(values=values).turns[0]
    from scipy.stats import t

    assert turn.high - turn.step == pytest.approx(t.ppf(0.9, 116 / inflation) * error)


def test_a_bend_without_a_step_shows_in_the_slopes():
    t = np.arange(120.0)
    (turn,) = phases(values=np.where(t < 60, t, 60 + 3 * (t - 60)) + NOISE).turns
    assert turn.slope_before == pytest.approx(1, abs=0.05)
    assert turn.slope_after == pytest.approx(3, abs=0.05)
    assert abs(turn.step) < 10


def test_gaps_are_left_out_and_keep_their_time():
    values = stepped()
    values[[3, 20, 21, 22, 90]] = np.nan
    history = phases(values=values)
    assert (history.turns[0].at, history.n) == (60, 115)
    values[60:64] = np.nan
    assert phases(values=values).turns[0].at == 64
    trend = np.arange(60.0) + 0.1 * NOISE[:60]
    trend[10:30] = np.nan
    assert phases(values=trend).phases[0].slope == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("known", [0, 1, LEAST_POINTS - 1])
def test_with_too_few_points_it_says_how_many_are_missing(known):
    values = np.full(20, np.nan)
    values[:known] = 5.0
    history = phases(values=values)
    assert (history.phases, history.turns, history.n, history.missing) == ((), (), known, LEAST_POINTS - known)


def test_what_never_changes_is_one_phase():
    (only,) = phases(values=np.full(50, 7.3)).phases
    assert (only.first, only.last, only.level_first, only.level_last, only.slope) == pytest.approx((0, 50, 7.3, 7.3, 0))


def test_a_short_history_may_have_short_phases():
    values = np.array([10, 10.2, 9.9, 10.1, 20, 20.1, 19.8, 20.2, 20.0, 19.9, 20.1, 20])
    assert [turn.at for turn in phases(values=values).turns] == [4]


def test_a_course_that_breaks_all_the_time_has_no_phases():
    saw = np.tile(np.linspace(10, 0, 12), 25) + 0.01 * np.resize(NOISE, 300)
    history = phases(values=saw)
    assert history.is_restless
    assert (len(history.phases), history.turns) == (1, ())


def test_what_wanders_is_not_called_sure():
    rng = np.random.default_rng(12)
    wanders = rng.normal(size=(60, 80))
    for day in range(1, 80):
        wanders[:, day] = 0.6 * wanders[:, day - 1] + 0.8 * wanders[:, day]
    turns = [phases(values=one).turns for one in wanders]
    assert np.mean([len(each) > 0 for each in turns]) > 0.25
    assert np.mean([any(turn.is_sure for turn in each) for each in turns]) < 0.2
    assert phases(values=stepped()).turns[0].is_sure


SEASON = np.array([0.7, 0.8, 1.3, 0.9, 0.9, 1.1, 1.0, 0.8, 1.2, 1.0, 1.0, 1.3])


def test_a_season_hides_no_change():
    months = 60
    values = np.resize(SEASON, months) * np.where(np.arange(months) < 36, 100.0, 80.0) * np.exp(0.02 * NOISE[:months])
    history = phases(values=values, season=12)
    assert len(history.indices) == 12
    assert np.corrcoef(history.indices, SEASON)[0, 1] > 0.98
    (turn,) = history.turns
    assert abs(turn.at - 36) <= 1
    assert turn.relative == pytest.approx(-0.2, abs=0.05)


def test_without_a_season_nothing_is_taken_out():
    rng = np.random.default_rng(1)
    found = [without_season(values=100 + rng.normal(0, 5, 60)).indices != () for _ in range(200)]
    assert np.mean(found) < 0.12
    values = 100 + NOISE[:30]
    short = without_season(values=values)
    assert (short.missing, short.indices) == (6, ())
    assert np.array_equal(short.values, values)


def test_seasons_of_amounts_below_nothing_are_differences():
    values = np.resize(SEASON - 1, 60) * 50 + 0.5 * NOISE[:60]
    found = without_season(values=values)
    assert not found.is_ratio
    assert sum(found.indices) == pytest.approx(0)
    assert found.values.std() < values.std() / 3


@FEWER
@given(arrays(np.float64, 11, elements=st.integers(0, 9).map(float)), st.floats(0.5, 30))
def test_no_other_partition_costs_less(values, penalty):
    times = np.arange(11.0)
    lines = Lines.through(t=times, z=values)

    def cost(begins):
        bounds = pairwise((0, *begins, 11))
        off = [values[a:b] - np.polynomial.Polynomial.fit(times[a:b], values[a:b], 1)(times[a:b]) for a, b in bounds]
        return sum(float(np.sum(each**2)) for each in off) + penalty * len(begins)

    allowed = [
        begins
        for many in range(4)
        for begins in combinations(range(3, 9), many)
        if all(b - a >= 3 for a, b in pairwise((0, *begins, 11)))
    ]
    assert cost(best_partition(lines, penalty=penalty, shortest=3)) <= min(map(cost, allowed)) + 1e-6


courses = arrays(np.float64, st.integers(30, 60), elements=st.integers(0, 50).map(float))


@FEWER
@given(courses, st.floats(-1e6, 1e6), st.floats(1e-3, 1e3))
def test_the_unit_does_not_matter(values, shift, factor):
    assume(values.std() > 1)
    plain, other = phases(values=values), phases(values=values * factor + shift)
    assert [turn.at for turn in other.turns] == [turn.at for turn in plain.turns]
    for one, two in zip(plain.turns, other.turns, strict=True):
        assert two.step == pytest.approx(one.step * factor, rel=1e-3, abs=1e-4 * factor + 1e-8 * abs(shift))


mixed = arrays(np.float64, st.integers(1, 50), elements=st.sampled_from([np.nan, 0.0, 1.0, 2.0, 5.0, 1e6, -3.0]))


@FEWER
@given(mixed, st.sampled_from([None, 12]))
def test_whatever_comes_in_phases_tile_the_series(values, season):
    history = phases(values=values, season=season)
    if history.missing:
        assert history.phases == ()
        return
    bounds = [(phase.first, phase.last) for phase in history.phases]
    assert bounds[0][0] == 0
    assert bounds[-1][1] == len(values)
    assert all(one[1] == two[0] for one, two in pairwise(bounds))
    assert [turn.at for turn in history.turns] == [phase.first for phase in history.phases[1:]]
    assert sum(phase.n for phase in history.phases) == history.n
    for turn in history.turns:
        assert turn.low <= turn.step <= turn.high
        assert turn.earliest <= turn.at <= turn.latest


def test_chance_alone_is_hardly_ever_split():
    rng = np.random.default_rng(9)
    assert np.mean([len(phases(values=rng.normal(size=80)).turns) > 0 for _ in range(200)]) < 0.05


@pytest.mark.parametrize("wrong", [{"values": np.zeros((2, 9))}, {"values": np.zeros(9), "confidence": 1.0}])
def test_it_refuses_what_does_not_fit(wrong):
    with pytest.raises(ValueError, match="one series"):
        phases(**wrong)
