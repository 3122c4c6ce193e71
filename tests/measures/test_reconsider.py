"""Rules over several periods and over all teams, against arithmetic written out here."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import t as student

from kaname.measures.noise import Outcome
from kaname.measures.reconsider import Run, market_shift, missed, surpassed

MONTHS = 18
STEADY = np.array([[100.0, 104, 97, 102, 99, 103, 98, 101, 100, 102, 97, 104, 99, 101, 98]] * 4) * [[1], [2], [3], [4]]


def attainments(*values):
    return np.array(values, dtype=np.float64)


def then(*last):
    """Fifteen steady months of four teams, and three months of so much of their usual."""
    return np.hstack([STEADY, np.array(last)[:, None] * [[100.0], [200.0], [300.0], [400.0]][: len(last)] * np.ones(3)])


def hours(events):
    return np.full(events.shape, 160.0)


def test_a_target_surpassed_by_a_fifth_twice_is_too_low():
    assert surpassed(attainments=attainments(0.9, 1.2, 1.35)) == Run(2, 1.2)
    assert surpassed(attainments=attainments(1.3, 1.25, 1.4)) == Run(3, 1.25)
    assert surpassed(attainments=attainments(1.3, 1.19, 1.4)) is None
    assert surpassed(attainments=attainments(1.3, np.nan, 1.4)) is None
    assert surpassed(attainments=attainments()) is None
    assert surpassed(attainments=attainments(1.6), in_a_row=1) == Run(1, 1.6)


def test_binary_fractions_do_not_take_a_fifth_away():
    assert surpassed(attainments=attainments(1.2, 0.4 * 3 - 1e-16)) == Run(2, pytest.approx(1.2))


def test_a_target_missed_twice_is_out_of_reach():
    assert missed(attainments=attainments(1.0, 0.7, 0.99)) == Run(2, 0.99)
    assert missed(attainments=attainments(0.7, 1.0)) is None
    assert missed(attainments=attainments(0.7, np.nan, 0.7)) is None
    assert missed(attainments=attainments(0.7, 1 - 1e-12)) is None


def test_all_teams_falling_at_once_is_a_shift_by_hand():
    events = then(0.7, 0.75, 0.65, 0.7)
    found = market_shift(events=events, exposure=hours(events))

    def change(row, at):
        return math.log(row[at : at + 3].sum() / row[at - 3 : at].sum())

    medians = [np.median([change(row, at) for row in events]) for at in range(3, 16)]
    past = np.array(medians[:-3])
    # Ten past changes overlap by three months: Student's t with 1 + 9/3 degrees, 95 %; by chance the median of four
    # teams of 300 to 1,200 a quarter varies more than these steady ones did.
    parts = [1 / row[12:15].sum() + 1 / row[15:].sum() for row in events]
    spread = math.sqrt(max(np.mean(past**2), math.pi / 2 * np.mean(parts) / 4))
    assert found.change == pytest.approx(math.exp(medians[-1]) - 1)
    assert found.change == pytest.approx(-0.3, abs=0.01)
    assert found.usual == pytest.approx(math.expm1(student.ppf(0.975, 4) * spread))
    assert (found.same_way, found.teams, found.n) == (4, 4, 10)
    # twelve months earlier: the change at the third month
    assert found.a_year_before == pytest.approx(math.expm1(medians[0]))


def test_one_team_alone_is_no_market():
    events = then(0.5, 1.0, 1.0, 1.0)
    assert market_shift(events=events, exposure=hours(events)) is None


def test_fewer_than_three_in_four_teams_the_same_way_are_no_market():
    events = then(0.5, 0.5, 1.2, 0.6)
    assert market_shift(events=events, exposure=hours(events)) is not None
    events = then(0.2, 0.2, 1.6, 1.5)
    assert market_shift(events=events, exposure=hours(events)) is None


def test_what_happens_every_year_is_no_shift():
    winter = np.ones(MONTHS)
    winter[3:6] = winter[15:] = 0.6
    events = np.hstack([STEADY, STEADY[:, :3]]) * winter
    assert market_shift(events=events, exposure=hours(events)) is None


def test_less_working_time_is_no_shift():
    events = then(0.7, 0.7, 0.7, 0.7)
    time = hours(events)
    time[:, 15:] *= 0.7
    assert market_shift(events=events, exposure=time) is None


def test_too_little_to_say():
    events = then(0.7, 0.7, 0.7, 0.7)
    assert market_shift(events=events[:2], exposure=hours(events[:2])) is None
    assert market_shift(events=events[:, -13:], exposure=hours(events[:, -13:])) is None
    assert market_shift(events=events[:, :2], exposure=hours(events[:, :2])) is None
    events[:2, 16] = np.nan
    assert market_shift(events=events, exposure=hours(events)) is None


def test_shares_shift_as_well():
    tried = np.full((4, MONTHS), 500.0)
    won = np.hstack([STEADY[:1].repeat(4, axis=0), np.full((4, 3), 60.0)])
    found = market_shift(events=won, exposure=tried, outcome=Outcome.SHARE)
    assert found.change < -0.4


@pytest.mark.parametrize("wrong", [{"exposure": np.ones((4, 3))}, {"recent": 0}, {"confidence": 1.0}])
def test_it_refuses_what_does_not_fit(wrong):
    with pytest.raises(ValueError, match="periods"):
        market_shift(**{"events": STEADY, "exposure": hours(STEADY), **wrong})


@settings(max_examples=50)
@given(
    arrays(np.float64, (5, 20), elements=st.one_of(st.just(np.nan), st.integers(0, 300).map(float))),
    st.floats(0.01, 100),
    st.permutations(range(5)),
)
def test_neither_the_unit_of_time_nor_the_order_of_teams_matters(events, factor, order):
    found = market_shift(events=events, exposure=hours(events))
    other = market_shift(events=events[order], exposure=hours(events) * factor)
    assert (found is None) == (other is None)
    if found is not None:
        assert (other.change, other.usual) == pytest.approx((found.change, found.usual))
        assert abs(math.log1p(found.change)) > math.log1p(found.usual) > 0


def test_teams_that_only_vary_by_chance_rarely_shift():
    rng = np.random.default_rng(9)
    alarms = 0
    for _ in range(200):
        level = rng.normal(0, 0.1, MONTHS) + rng.normal(0, 0.1, (6, MONTHS))
        events = rng.poisson(80 * np.exp(level)).astype(np.float64)
        alarms += market_shift(events=events, exposure=hours(events)) is not None
    assert alarms <= 12  # 5 % of 200 and what chance adds
