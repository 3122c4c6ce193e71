"""Where rates end in an open period."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measures.outlook.cases import END, period, steady

from kaname.measures.direction import Direction
from kaname.measures.outlook.rate_history import discounted, team_shift
from kaname.measures.outlook.rates import rate_outlooks


def trials(asked, share=0.2, seed=1, per_hour=0.5):
    rng = np.random.default_rng(seed)
    decided = rng.poisson(steady(asked, per_hour)).astype(float)
    return rng.binomial(decided.astype(int), share).astype(float), decided


def test_it_goes_on_at_a_steady_rate():
    asked = period(n_units=6)
    won, decided = trials(asked)
    found = rate_outlooks(period=asked, won=won, decided=decided)
    assert found.parts.before == pytest.approx(np.full(6, 0.2), abs=0.05)
    assert found.expected == pytest.approx(np.full(6, 0.2), abs=0.1)
    here = slice(asked.first, None)
    assert found.achieved == pytest.approx(won[:, here].sum(axis=1) / decided[:, here].sum(axis=1))


def test_it_weighs_what_is_decided_and_what_is_not_by_trials():
    asked = period()
    won, decided = trials(asked)
    found = rate_outlooks(period=asked, won=won, decided=decided)
    parts = found.parts
    end = (won[0, asked.first :].sum() + parts.trials_left[0] * parts.rest[0]) / (
        parts.trials[0] + parts.trials_left[0]
    )
    assert found.expected == pytest.approx([end])


def test_its_rest_is_beta_binomial():
    asked = period()
    won, decided = trials(asked)
    found = rate_outlooks(period=asked, won=won, decided=decided)
    parts, size = found.parts, 1 / found.parts.expectation.stray - 1
    here = won[0, asked.first :].sum() / parts.dispersion[0]
    by_hand = (size * parts.before[0] + here) / (size + parts.trials[0] / parts.dispersion[0])
    assert parts.rest == pytest.approx([by_hand])


def test_it_follows_a_team_that_fell_together():
    asked = period(n_units=8, history=364)
    won, decided = trials(asked, share=0.4, per_hour=2)
    # Months move by themselves, or a fall would be taken for chance.
    for month, share in enumerate((0.3, 0.5, 0.35, 0.45, 0.3, 0.5, 0.4, 0.3, 0.45, 0.35, 0.5, 0.4, 0.45)):
        days = slice(month * 28, month * 28 + 28)
        won[:, days] = np.random.default_rng(month).binomial(decided[:, days].astype(int), share)
    here = slice(asked.first, None)
    won[1:, here] = np.random.default_rng(99).binomial(decided[1:, here].astype(int), 0.2)
    won[0, here] = decided[0, here] = 0
    found = rate_outlooks(period=asked, won=won, decided=decided)
    assert found.parts.shift[0] < -0.3
    assert found.parts.rest[0] < found.parts.before[0] - 0.05


def test_a_shift_is_that_of_the_others_and_shrunk():
    misses, information = np.array([5.0, 3.0, 1.0]), np.array([10.0, 10.0, 10.0])
    moved, left = team_shift(np.zeros(3, dtype=int), misses=misses, information=information, shift=0.05)
    assert moved == pytest.approx(np.array([4, 6, 8]) / 20 * 0.5)
    assert left == pytest.approx(np.full(3, 0.025))
    alone, unknown = team_shift(np.arange(3), misses=misses, information=information, shift=0.05)
    assert alone == pytest.approx(np.zeros(3))
    assert unknown == pytest.approx(np.full(3, 0.05))


def test_what_was_is_forgotten_by_blocks():
    assert discounted(np.array([[8.0, 4.0]]), 0.5).tolist() == [[0.0, 4.0, 4.0]]


def test_a_rate_of_few_trials_may_end_at_nothing():
    asked = period()
    won, decided = trials(asked, share=0.1, per_hour=0.02)
    won[:, asked.first :] = 0
    found = rate_outlooks(period=asked, won=won, decided=decided)
    assert found.low[0] == 0


def test_it_refuses_more_successes_than_trials():
    asked = period()
    _, decided = trials(asked)
    with pytest.raises(ValueError, match="never more"):
        rate_outlooks(period=asked, won=decided + 1, decided=decided)


def test_it_is_sure_when_the_period_is_over():
    asked = period(origin=END)
    won, decided = trials(asked)
    found = rate_outlooks(period=asked, won=won, decided=decided)
    assert found.low == found.high == pytest.approx(found.achieved)
    assert found.probability(target=found.achieved, direction=Direction.HIGHER) == 1


@settings(max_examples=30)
@given(seed=st.integers(0, 1000), share=st.floats(0, 1), per_hour=st.floats(0.005, 5))
def test_it_stays_between_nothing_and_all(seed, share, per_hour):
    asked = period(n_units=3, teams=[0, 0, 1])
    won, decided = trials(asked, share=share, seed=seed, per_hour=per_hour)
    found = rate_outlooks(period=asked, won=won, decided=decided)
    told = np.isfinite(found.expected)
    assert np.all((found.low[told] >= 0) & (found.high[told] <= 1))
    assert np.all(found.low[told] <= found.high[told])
    assert np.all(np.diff(found.quantiles()[told], axis=1) >= -1e-12)
    # Losing instead of winning is the same with the other sign.
    lost = rate_outlooks(period=asked, won=decided - won, decided=decided)
    assert lost.parts.dispersion == pytest.approx(found.parts.dispersion)
