"""What is found, what is refused, and why."""

from itertools import pairwise

import numpy as np
import pytest

from kaname.measures.drivers.drivers import drivers
from kaname.measures.drivers.result import DriverGrade, Per, Reason, Step

N = 900
DAYS = np.datetime64("2023-01-01") + np.arange(N)
WEEKDAY = (DAYS.astype(np.int64) + 3) % 7


def series(m, *, n=N, seed=1, together=0.4):
    """Around 100, moves of 10 %, quieter weekends."""
    rng = np.random.default_rng(seed)
    moves = rng.normal(size=(m, n))
    for at in range(1, n):
        moves[:, at] = together * moves[:, at - 1] + np.sqrt(1 - together**2) * moves[:, at]
    pattern = np.where(WEEKDAY > 4, 0.6, 1.0)[:n] if n == N else 1.0
    return 100 * np.exp(0.1 * moves) * pattern


def led_by(driver, *, lag, elasticity=0.6, seed=2):
    """A target that follows the driver's moves so many days later."""
    base = series(1, n=driver.size, seed=seed)[0]
    level = np.where(WEEKDAY > 4, 60.0, 100.0)
    moved = np.concatenate([np.zeros(lag), np.log(driver / level)[: driver.size - lag]])
    return base * np.exp(elasticity * moved)


def search(target, candidates, **more):
    return drivers(target=target, candidates=candidates, starts=DAYS, step=Step.DAY, **more)


def reasons(found):
    return {one.place: one.reason for one in found.refused}


def test_it_finds_a_driver_its_lag_direction_and_size():
    candidates = series(12)
    found = search(led_by(candidates[3], lag=9), candidates)
    assert [one.place for one in found.found] == [3]
    driver = found.found[0]
    assert (driver.lag, driver.direction, driver.grade) == (9, 1, DriverGrade.TESTED)
    assert (driver.lag_low <= 9 <= driver.lag_high, driver.width) == (True, 1)
    assert (driver.size.per, driver.size.is_relative) == (Per.TEN_PERCENT, True)
    assert driver.size.change == pytest.approx(1.1**0.6 - 1, rel=0.2)
    assert driver.size.low < driver.size.change < driver.size.high
    assert (driver.quarters, driver.quarters_agreeing, driver.frequency > 0.9) == (4, 4, True)


def test_it_finds_what_works_over_a_week():
    candidates = series(12)
    level = np.where(WEEKDAY > 4, 60.0, 100.0)
    moves = np.convolve(np.log(candidates[3] / level), np.full(7, 1 / 7), mode="same")
    target = series(1, seed=2)[0] * np.exp(1.0 * np.concatenate([np.zeros(20), moves[:-20]]))
    (driver,) = search(target, candidates).found
    assert (driver.place, driver.width) == (3, 7)
    assert abs(driver.lag - 20) <= 1
    assert driver.size.low < 0.1 < driver.size.high


def test_it_finds_what_goes_the_other_way():
    candidates = series(10)
    driver = search(led_by(candidates[0], lag=0, elasticity=-0.5), candidates).found[0]
    assert (driver.place, driver.lag, driver.direction) == (0, 0, -1)
    assert driver.size.high < 0


def test_a_target_that_leads_is_no_driver():
    candidates = series(10)
    follower = led_by(candidates[0], lag=5)
    found = search(candidates[0], np.vstack([candidates[1:], follower]))
    assert found.found == ()


def test_every_candidate_has_an_answer():
    candidates = series(12)
    found = search(led_by(candidates[3], lag=9), candidates)
    places = [one.place for one in found.found] + [one.place for one in found.refused]
    assert sorted(places) == list(range(12))
    assert found.n_tested == 12


def test_with_less_data_only_stronger_links_are_seen():
    candidates = series(12)
    target = led_by(candidates[3], lag=9)
    gappy = np.where(np.arange(N) % 2, target, np.nan)
    assert 0.1 < search(target, candidates).smallest_seen < search(gappy, candidates).smallest_seen < 0.4


@pytest.mark.parametrize("seed", range(3))
def test_common_trend_season_and_breaks_are_no_drivers(seed):
    time = np.arange(N)
    shared = 1 + 0.5 * time / N + 0.3 * np.sin(2 * np.pi * time / 365.25) + 0.4 * (time > 400)
    values = series(21, seed=10 + seed) * shared
    assert search(values[0], values[1:]).found == ()


def test_days_on_which_all_are_closed_are_no_drivers():
    shut = np.isin(np.arange(N), np.random.default_rng(3).integers(0, N, 25))
    values = series(21, seed=20) * np.where(shut, 0.1, 1.0)
    assert search(values[0], values[1:]).found == ()


def test_a_copy_is_collinear_with_the_driver():
    candidates = series(10)
    copy = candidates[3] * np.exp(0.01 * np.random.default_rng(5).normal(size=N))
    found = search(led_by(candidates[3], lag=9), np.vstack([candidates, copy]))
    (driver,) = found.found
    other = next(one for one in found.refused if one.place in (3, 10))
    assert (other.reason, other.like, {driver.place, other.place}) == (Reason.COLLINEAR, driver.place, {3, 10})


def test_parts_of_the_tree_and_the_target_itself_are_arithmetic():
    candidates, part = series(8), series(1, seed=9)
    target = led_by(part[0], lag=0)
    values = np.vstack([candidates, part * 3, target * 0.01])
    found = search(target, values, parts=np.vstack([candidates[:1] + 1e6, part]))
    same = {one.place: (one.reason, one.like) for one in found.refused}
    assert same[8] == (Reason.SAME_AS_PART, 1)
    assert same[9] == (Reason.SAME_AS_TARGET, None)
    assert found.found == ()


def test_what_is_given_is_taken_out():
    hours = series(1, seed=30)[0]
    values = series(11, seed=31) * hours
    assert search(values[0], values[1:], given=hours).found == ()
    alone = search(values[0], np.vstack([hours, values[1:]]), given=hours)
    assert reasons(alone)[0] is Reason.CALENDAR


def test_it_refuses_the_short_the_constant_and_the_calendar():
    values = series(10)
    values[0, 150:] = np.nan
    values[1] = 7.0
    values[2] = np.where(WEEKDAY == 2, 5.0, 3.0)
    values[3] = np.nan
    found = search(series(1, seed=3)[0], values)
    assert [reasons(found)[place] for place in range(4)] == [
        Reason.TOO_SHORT,
        Reason.CONSTANT,
        Reason.CALENDAR,
        Reason.TOO_SHORT,
    ]
    assert [one.missing for one in found.refused[:4]] == [32, 0, 0, 182]
    assert found.n_tested == 6


def test_a_short_or_constant_target_has_no_drivers():
    short = np.where(np.arange(N) < 100, series(1)[0], np.nan)
    found = search(short, series(4))
    assert (found.missing, found.found, found.n) == (82, (), 100)
    assert set(reasons(found).values()) == {Reason.TOO_SHORT}
    assert set(reasons(search(np.full(N, 3.0), series(4))).values()) == {Reason.CONSTANT}


def test_gaps_are_no_zeros():
    candidates = series(10)
    target = led_by(candidates[3], lag=9)
    rng = np.random.default_rng(8)
    candidates[3, :200] = np.nan
    candidates[5, rng.random(N) < 0.1] = np.nan
    target[rng.random(N) < 0.05] = np.nan
    (driver,) = search(target, candidates).found
    assert (driver.place, driver.lag) == (3, 9)
    assert driver.n < 700


def test_what_was_true_only_before_the_end_is_not_confirmed():
    candidates = series(10)
    target = led_by(candidates[3], lag=9, seed=6)
    target[650:] = led_by(candidates[3], lag=9, elasticity=-0.3, seed=6)[650:]
    found = search(target, candidates)
    assert found.found == ()
    assert reasons(found)[3] is Reason.NOT_HELD_OUT


def test_what_was_true_for_some_weeks_only_is_unstable_or_unseen():
    candidates = series(30)
    target = series(1, seed=2)[0]
    target[300:360] = led_by(candidates[3], lag=9, elasticity=2.0)[300:360]
    assert search(target, candidates).found == ()


@pytest.mark.parametrize("factor", [0.001, 1_000.0])
def test_units_do_not_matter(factor):
    candidates = series(10)
    target = led_by(candidates[3], lag=9)
    one, other = search(target, candidates), search(target * factor, candidates / factor)
    assert [(d.place, d.lag, round(d.size.change, 8)) for d in one.found] == [
        (d.place, d.lag, round(d.size.change, 8)) for d in other.found
    ]


def test_the_same_question_has_the_same_answer():
    candidates = series(10)
    target = led_by(candidates[3], lag=9)
    assert search(target, candidates) == search(target, candidates)


def test_several_drivers_come_strongest_first():
    candidates = series(20)
    target = led_by(candidates[3], lag=9, elasticity=0.5)
    target = target * np.exp(0.9 * np.concatenate([np.zeros(20), np.log(candidates[7] / candidates[7].mean())[:-20]]))
    found = search(target, candidates).found
    assert [(one.place, one.lag) for one in found] == [(7, 20), (3, 9)]
    assert all(abs(one.size.change) >= abs(other.size.change) for one, other in pairwise(found))


def test_weeks_and_months_have_their_own_lags():
    for step, n, lag in ((Step.WEEK, 200, 4), (Step.MONTH, 120, 2)):
        days = 7 if step is Step.WEEK else 30
        starts = np.datetime64("2015-01-04") + days * np.arange(n)
        candidates = series(8, n=n, seed=4, together=0.2)
        moved = np.concatenate([np.zeros(lag), np.log(candidates[2] / 100)[:-lag]])
        target = series(1, n=n, seed=5, together=0.2)[0] * np.exp(1.5 * moved)
        found = drivers(target=target, candidates=candidates, starts=starts, step=step)
        assert [(one.place, one.lag) for one in found.found] == [(2, lag)]


def test_a_candidate_that_is_mostly_zero_is_sized_by_its_spread():
    rng = np.random.default_rng(4)
    campaign = rng.poisson(5, N) * (rng.random(N) < 0.2)
    target = series(1)[0] * np.exp(0.03 * np.concatenate([np.zeros(3), campaign[:-3]]))
    (driver,) = search(target, np.vstack([campaign.astype(float), series(8, seed=6)])).found
    assert (driver.place, driver.lag, driver.size.per) == (0, 3, Per.ONE_SPREAD)


def test_a_target_that_can_be_negative_is_sized_in_its_unit():
    candidates = series(9)
    target = series(1, seed=3)[0] - 100 + np.concatenate([np.zeros(2), candidates[0][:-2]]) * 0.8
    (driver,) = search(target, candidates).found
    assert (driver.place, driver.size.is_relative) == (0, False)
    assert driver.size.low < 8 * 0.8 * 1.15 < driver.size.high * 1.5


def test_it_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="one value for each period"):
        search(series(1)[0], series(3, n=100))
    with pytest.raises(ValueError, match="in order"):
        drivers(target=series(1)[0], candidates=series(2), starts=DAYS[::-1], step=Step.DAY)
    with pytest.raises(ValueError, match="days off"):
        search(series(1)[0], series(2), holidays=np.full(N, np.nan))
