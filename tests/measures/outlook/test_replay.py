"""Earlier outlooks given anew, and what they teach."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.direction import Direction
from kaname.measures.outlook.correction import Correction, correction_at, correction_from, widening
from kaname.measures.outlook.counts import count_outlooks
from kaname.measures.outlook.rates import rate_outlooks
from kaname.measures.outlook.replay import History, replay

BOUNDS = [date(2026, month, 1) for month in range(2, 8)]


def history(n_units=4):
    days = np.arange(np.datetime64("2025-10-01"), np.datetime64("2026-08-01"))
    weekdays = (days.astype(int) + 3) % 7
    hours = np.tile(np.where(weekdays < 5, 8.0, 0.0), (n_units, 1))
    return History(days, hours, np.zeros(days.size, dtype=bool), np.zeros(n_units, dtype=np.int64))


def counted(past, seed=1):
    return np.random.default_rng(seed).poisson(past.hours * 0.5).astype(float)


def replayed(past, counts, **more):
    return replay(
        history=past,
        bounds=BOUNDS,
        outlook=lambda period, known, correction: count_outlooks(
            period=period, counts=counts[:, known], correction=correction
        ),
        above=counts,
        **more,
    )


def test_it_gives_each_outlook_at_its_day():
    past = history()
    found = replayed(past, counted(past))
    assert found.expected.shape == (5, 4, 4)
    assert found.origins[0] == (date(2026, 2, 1), date(2026, 2, 8), date(2026, 2, 15), date(2026, 2, 22))


def test_it_never_looks_ahead():
    past = history()
    counts = counted(past)
    later = counts.copy()
    later[:, past.place(date(2026, 4, 16)) :] = 99.0
    one, other = replayed(past, counts), replayed(past, later)
    # April at its half (the 16th), and all before it.
    assert other.expected[:2] == pytest.approx(one.expected[:2])
    assert other.low[2, :3] == pytest.approx(one.low[2, :3])
    assert not np.allclose(other.expected[2, 3], one.expected[2, 3])


def test_it_says_what_came_true_and_what_run_rates_said():
    past = history()
    counts = counted(past)
    found = replayed(past, counts)
    march = slice(past.place(date(2026, 3, 1)), past.place(date(2026, 4, 1)))
    assert found.ends[1] == pytest.approx(counts[:, march].sum(axis=1))
    half = slice(march.start, march.start + 16)
    worked = past.hours[:, half].sum(axis=1) / past.hours[:, march].sum(axis=1)
    assert found.run_rate[1, 2] == pytest.approx(counts[:, half].sum(axis=1) / worked)
    assert found.calendar_rate[1, 2] == pytest.approx(counts[:, half].sum(axis=1) * 31 / 16)
    inside = (found.low[1, 2] <= found.ends[1]) & (found.ends[1] <= found.high[1, 2])
    assert found.held[1, 2] == pytest.approx(inside.astype(float))


def test_a_correction_comes_from_the_periods_before():
    past = history(n_units=12)
    found = replayed(past, counted(past))
    periods = [row[0].parts.correction.n_periods for row in found.outlooks]
    assert periods == [0, 1, 2, 3, 4]
    assert found.corrections[0.0].n_periods == 5
    assert found.corrections[0.0].n_rows == 60


def test_chances_are_those_of_the_outlooks():
    past = history()
    found = replayed(past, counted(past))
    targets = np.full((5, 4), 85.0)
    chances = found.chance(targets=targets, direction=Direction.HIGHER)
    assert chances[3, 1] == pytest.approx(found.outlooks[3][1].chance(target=targets[3], direction=Direction.HIGHER))


def test_a_rate_is_what_was_won_of_what_was_decided():
    past = history()
    decided = counted(past)
    won = np.floor(decided / 2)
    found = replay(
        history=past,
        bounds=BOUNDS,
        outlook=lambda period, known, correction: rate_outlooks(
            period=period, won=won[:, known], decided=decided[:, known], correction=correction
        ),
        above=won,
        below=decided,
    )
    february = slice(past.place(date(2026, 2, 1)), past.place(date(2026, 3, 1)))
    assert found.ends[0] == pytest.approx(won[:, february].sum(axis=1) / decided[:, february].sum(axis=1))
    first = slice(february.start, february.start + 7)
    assert found.run_rate[0, 1] == pytest.approx(won[:, first].sum(axis=1) / decided[:, first].sum(axis=1))


def test_it_refuses_periods_outside_of_the_days():
    past = history()
    with pytest.raises(ValueError, match="one after the other"):
        replay(history=past, bounds=[date(2024, 1, 1), date(2024, 2, 1)], outlook=None, above=counted(past))


def test_misses_of_the_right_size_change_little():
    rng = np.random.default_rng(3)
    noise, sizes = np.full((12, 200), 100.0), np.full((12, 200), 100.0)
    misses = rng.normal(0, np.sqrt(100 + (100 * 0.15) ** 2), (12, 200))
    found = correction_from(misses=misses, noise=noise, sizes=sizes)
    assert found.shock == pytest.approx(0.15, abs=0.02)
    assert found.spread == pytest.approx(1, abs=0.05)


def test_too_large_misses_widen_by_as_much_as_periods_are_trusted():
    rng = np.random.default_rng(3)
    noise, sizes = np.full((12, 400), 100.0), np.full((12, 400), 1e-6)
    found = correction_from(misses=rng.normal(0, 20, (12, 400)), noise=noise, sizes=sizes)
    assert found.spread == pytest.approx(2 ** (12 / 15), rel=0.05)


def test_nothing_known_leaves_what_is_usual():
    nothing = np.full((3, 2), np.nan)
    assert correction_from(misses=nothing, noise=nothing, sizes=nothing) == Correction()


def test_between_shares_it_is_in_between():
    corrections = {0.0: Correction(0.2, 1.0, 1.0, 12, 100), 0.5: Correction(0.1, 1.2, 1.1, 11, 90)}
    found = correction_at(corrections, share=0.125)
    assert (found.shock, found.spread, found.n_periods) == pytest.approx((0.175, 1.05, 12))
    assert correction_at({}, share=0.5) == Correction()
    assert correction_at(corrections, share=0.9).shock == pytest.approx(0.1)


def test_intervals_widen_when_coverage_drifts():
    assert widening(held=np.ones((1, 5))) == pytest.approx(np.exp(-0.084))
    assert widening(held=np.zeros((1, 5))) == pytest.approx(np.exp(0.336))
    assert widening(held=np.array([[1, 1, 1, 1, 0.0]] * 9)) == pytest.approx(1)
    assert widening(held=np.full((4, 2), np.nan)) == pytest.approx(1)


@given(st.lists(st.booleans(), max_size=60))
def test_a_widening_stays_within_bounds(held):
    found = widening(held=np.array(held, dtype=float).reshape(-1, 1))
    assert 0.7 - 1e-9 <= found <= 3 + 1e-9
