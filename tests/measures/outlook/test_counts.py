"""Where counts end in an open period."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures.outlook.cases import END, START, period, steady
from scipy import stats

from kaname.measures.direction import Direction
from kaname.measures.outlook.correction import Correction
from kaname.measures.outlook.counts import count_outlooks
from kaname.measures.outlook.days import season_of_days
from kaname.measures.outlook.factors import holiday_factor, weekday_factors
from kaname.measures.outlook.judgement import Judgement
from kaname.measures.season import Season


def test_it_goes_on_at_a_steady_rate_in_the_hours_that_are_left():
    asked = period()
    found = count_outlooks(period=asked, counts=steady(asked))
    # June 2026 has 22 working days, of which 11 are over on the 16th.
    assert found.achieved == pytest.approx([44])
    assert found.expected == pytest.approx([88])
    assert found.parts.level.hours_left == pytest.approx([88])
    assert found.parts.level.rate == pytest.approx([0.5])
    assert found.judgements == (Judgement.ALL,)


def test_it_leaves_out_holidays_and_leave_to_come():
    asked = period(closed=(date(2026, 6, 22), date(2026, 6, 23)))
    found = count_outlooks(period=asked, counts=steady(asked))
    assert found.expected == pytest.approx([80], rel=0.01)


def test_it_takes_its_variance_from_days_level_and_earlier_periods():
    asked = period()
    found = count_outlooks(period=asked, counts=steady(asked), correction=Correction(shock=0.2, spread=1.5))
    level = found.parts.level
    relative = level.dispersion / (level.rate * (level.effective + level.prior)) + 0.04
    assert found.parts.variance == pytest.approx(2.25 * (44 * level.dispersion + 44**2 * relative))


def test_its_probability_is_that_of_the_negative_binomial():
    asked = period()
    found = count_outlooks(period=asked, counts=steady(asked))
    mean, variance = found.parts.remaining[0], found.parts.variance[0]
    share = mean / variance
    reference = stats.nbinom(mean * share / (1 - share), share)
    chance = found.probability(target=np.array([90.0]), direction=Direction.HIGHER)
    assert chance == pytest.approx([reference.sf(45)])
    budget = found.probability(target=np.array([90.0]), direction=Direction.LOWER)
    assert budget == pytest.approx([reference.cdf(46)])
    within = found.probability(target=np.array([80.0]), upper=np.array([95.0]), direction=Direction.RANGE)
    assert within == pytest.approx([reference.cdf(51) - reference.cdf(35)])


def test_its_interval_ends_where_tails_are_nearest_to_a_tenth():
    asked = period()
    found = count_outlooks(period=asked, counts=steady(asked))
    mean, variance = found.parts.remaining[0], found.parts.variance[0]
    share = mean / variance
    reference = stats.nbinom(mean * share / (1 - share), share)
    whole = np.arange(200)
    low = whole[np.argmin(np.abs(reference.cdf(whole - 1) - 0.1))]
    high = whole[np.argmin(np.abs(reference.sf(whole) - 0.1))]
    assert (found.low[0], found.high[0]) == (44 + low, 44 + high)


def test_it_is_certain_of_what_is_reached_or_used_up():
    asked = period(history=3, origin=date(2026, 6, 3))
    found = count_outlooks(period=asked, counts=steady(asked))
    assert found.judgements == (Judgement.TOO_FEW_DAYS,)
    assert found.probability(target=np.array([8.0]), direction=Direction.HIGHER) == 1
    assert found.probability(target=np.array([7.0]), direction=Direction.LOWER) == 0
    assert np.isnan(found.probability(target=np.array([60.0]), direction=Direction.HIGHER))


def test_it_says_how_many_days_are_missing():
    asked = period(history=3, origin=date(2026, 6, 3))
    found = count_outlooks(period=asked, counts=steady(asked))
    # Friday, Monday and Tuesday are known.
    assert found.n_days.tolist() == [3]
    assert found.missing_days.tolist() == [4]


def test_it_lends_the_newcomer_the_teams_level():
    asked = period(n_units=4)
    hours = asked.hours.copy()
    hours[3, : asked.n_before] = 0
    asked = replace(asked, hours=hours)
    found = count_outlooks(period=asked, counts=steady(asked, 0.5) * np.array([[0.8], [1], [1.2], [1]]))
    assert found.parts.level.rate[3] == pytest.approx(0.5)
    assert found.missing_days[3] == 0
    assert found.expected[3] == pytest.approx(44)


def test_it_draws_single_people_to_their_team_the_less_the_more_they_showed():
    asked = period(n_units=6, teams=[0, 0, 0, 0, 0, 0])
    counts = np.random.default_rng(7).poisson(steady(asked, 0.2) * np.array([[0.5], [0.8], [1], [1], [1.2], [1.5]]))
    level = count_outlooks(period=asked, counts=counts.astype(float)).parts.level
    assert np.all(np.abs(level.rate - level.team) <= np.abs(level.own - level.team) + 1e-12)
    assert np.all((level.weight > 0.3) & (level.weight < 1))


def test_it_counts_calendar_days_where_no_working_time_is_recorded():
    days = np.arange(np.datetime64(START) - 182, np.datetime64(END))
    asked = period(hours=np.full((1, days.size), np.nan))
    counts = np.where((asked.weekdays < 5), 4.0, 0.0)[np.newaxis, : asked.n_before]
    found = count_outlooks(period=asked, counts=counts)
    assert found.expected == pytest.approx([88], rel=0.03)


def test_it_has_no_outlook_where_hours_ahead_are_not_known():
    asked = period()
    hours = asked.hours.copy()
    hours[0, -3] = np.nan
    found = count_outlooks(period=replace(asked, hours=hours), counts=steady(asked))
    assert found.judgements == (Judgement.UNKNOWN_HOURS,)
    assert np.isnan(found.expected[0])


def test_it_takes_days_that_are_not_known_yet_for_open_ones():
    asked = period()
    counts = steady(asked)
    counts[0, -1] = np.nan
    found = count_outlooks(period=asked, counts=counts)
    assert found.achieved == pytest.approx([40])
    assert found.expected == pytest.approx([88])


def test_it_knows_the_season_of_the_days_to_come():
    asked = period()
    indices = np.ones(12)
    indices[5], indices[6] = 1.2, 0.8
    season = Season(indices=tuple(indices), years=2, kept=1.0, needed=0)
    asked = replace(asked, season=season_of_days(days=asked.days, season=season))
    counts = steady(asked) * asked.season[: asked.n_before]
    assert count_outlooks(period=asked, counts=counts).expected == pytest.approx([88 * 1.2], rel=0.01)
    assert season_of_days(days=asked.days, season=replace(season, years=1)) is None


def test_it_learns_what_a_holiday_brings_where_people_work_on_it():
    closed = [date(2026, 1, 1) + timedelta(days=2 * n) for n in range(70)]
    asked = period(hours=np.full((1, period().days.size), 8.0), closed=closed)
    counts = np.where(asked.closed, 2.0, 4.0)[np.newaxis, : asked.n_before]
    found = holiday_factor(asked, counts, weekday_factors(asked, counts))
    # 70 holidays that brought half, and 40 days of one person that bring as much as others.
    assert found == pytest.approx((70 * 2 + 40 * 4) / (70 * 4 + 40 * 4))


def test_a_weekday_is_drawn_to_the_teams_by_three_days():
    asked = period(n_units=2)
    counts = steady(asked)
    fridays = asked.weekdays[: asked.n_before] == 4
    counts[0, fridays] *= 2
    factors = weekday_factors(asked, counts)
    n, level = fridays[-182:].sum(), (counts[:, -182:].sum(axis=1) / (counts[0, -182:] > 0).sum())
    due = n * level.sum() + 3 * level.mean()
    team = (12 * n + 3 * level.mean()) / due
    assert factors[0, 4] == pytest.approx((8 * n + 3 * level[0] * team) / ((n + 3) * level[0]))


def test_it_ends_with_what_is_achieved_when_the_period_is_over():
    asked = period(origin=END)
    found = count_outlooks(period=asked, counts=steady(asked))
    assert (found.low[0], found.expected[0], found.high[0]) == (88, 88, 88)
    assert found.probability(target=np.array([88.0]), direction=Direction.HIGHER) == 1


def test_it_refuses_what_cannot_be():
    asked = period()
    with pytest.raises(ValueError, match="shape"):
        count_outlooks(period=asked, counts=steady(asked)[:, 1:])
    with pytest.raises(ValueError, match="0 or more"):
        count_outlooks(period=asked, counts=-steady(asked))
    with pytest.raises(ValueError, match="within"):
        period(origin=START - timedelta(days=1)).first  # noqa: B018


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000), day=st.integers(0, 30), rate=st.floats(0.001, 20))
def test_what_it_says_is_in_order(seed, day, rate):
    asked = period(n_units=3, origin=START + timedelta(days=min(day, 30)), teams=[0, 0, 1])
    counts = np.random.default_rng(seed).poisson(steady(asked, rate)).astype(float)
    found = count_outlooks(period=asked, counts=counts)
    assert np.all(found.achieved <= found.low)
    assert np.all(found.low <= found.high)
    assert np.all(found.expected >= found.achieved)
    chances = [
        found.chance(target=np.full(3, one), direction=Direction.HIGHER)
        for one in np.linspace(0, found.high.max() * 2, 9)
    ]
    assert np.all(np.diff(chances, axis=0) <= 1e-12)
    assert np.all(np.diff(found.quantiles(), axis=1) >= -1e-9)


@settings(max_examples=30)
@given(seed=st.integers(0, 1000))
def test_minutes_instead_of_hours_change_nothing(seed):
    asked = period(n_units=3)
    counts = np.random.default_rng(seed).poisson(steady(asked)).astype(float)
    by_hours = count_outlooks(period=asked, counts=counts)
    by_minutes = count_outlooks(period=replace(asked, hours=asked.hours * 60), counts=counts)
    assert by_minutes.expected == pytest.approx(by_hours.expected)
    assert by_minutes.low == pytest.approx(by_hours.low)


def test_a_busy_team_that_moves_has_a_short_memory_and_a_quiet_one_a_long():
    asked = period(n_units=2, teams=[0, 1], origin=START)
    rng = np.random.default_rng(4)
    # The busy one changes its level every four weeks, the quiet one never.
    jumps = np.repeat([0.9, 1.1] * 4, 28)[: asked.n_before]
    counts = np.stack([rng.poisson(steady(asked, 20)[0] * jumps), rng.poisson(steady(asked, 0.05)[1])]).astype(float)
    busy, quiet = count_outlooks(period=asked, counts=counts).parts.level.half_life
    assert busy <= 14
    assert quiet >= 21


def test_too_short_a_history_forgets_as_usual():
    asked = period(history=60, origin=START)
    assert count_outlooks(period=asked, counts=steady(asked)).parts.level.half_life == 21
