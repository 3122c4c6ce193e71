"""Ranking candidates by effect, money and effort."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.ranking import Ranking, rank_candidates

NAN = math.nan


def ranked(*candidates) -> Ranking:
    """Candidates as (low, high, confidence, budget, effort)."""
    low, high, confidence, budget, effort = np.array(candidates, dtype=np.float64).reshape(-1, 5).T
    return rank_candidates(low=low, high=high, confidence=confidence, budget=budget, effort=effort)


# The three of the worked example: a stronger sales organisation, an up-sell feature, waking dormant customers. [M yen]
SALES = (10, 20, 0.8, 6, 120)
FEATURE = (8, 12, 0.6, 4, 200)
DORMANT = (3, 7, 0.8, 1, 40)


def test_it_ranks_three_candidates_by_hand():
    found = ranked(SALES, FEATURE, DORMANT)
    # 0.8 x 15, 0.6 x 10, 0.8 x 5; per million 2, 1.5, 4; per person-day 0.1, 0.03, 0.1.
    assert found.expected == pytest.approx([12, 6, 4])
    assert found.per_budget == pytest.approx([2, 1.5, 4])
    assert found.per_effort == pytest.approx([0.1, 0.03, 0.1])
    assert found.by_effect == (1, 2, 3)
    assert found.by_budget == (2, 3, 1)
    assert found.by_effort == (1, 3, 1)
    # Better than: 2 + 1 + 1.5, 1 + 0 + 0, 0 + 2 + 1.5 of 6.
    assert found.score == pytest.approx([4.5 / 6, 1 / 6, 3.5 / 6])
    assert found.combined == (1, 3, 2)


def test_it_puts_first_what_needs_no_budget():
    found = ranked((1, 1, 1, 0, 10), (100, 100, 1, 1, 10), (2, 2, 1, 0, 10))
    assert found.by_budget == (2, 3, 1)
    assert found.per_budget.tolist() == [math.inf, 100, math.inf]


def test_it_does_not_rank_what_is_missing():
    found = ranked((1, 1, 1, NAN, 10), (2, 2, 1, 5, 10), (NAN, 4, 1, 5, 10))
    assert found.by_effect == (2, 1, None)
    assert found.by_budget == (None, 1, None)
    assert found.by_effort == (2, 1, None)
    assert found.combined == (None, 1, None)
    assert found.score == (None, 1, None)


def test_it_combines_without_a_criterion_that_nobody_filled_in():
    found = ranked((1, 1, 1, NAN, 10), (2, 2, 1, NAN, 40))
    assert found.by_budget == (None, None)
    # Effect and effort disagree: half each; the larger effect breaks the tie.
    assert found.score == (0.5, 0.5)
    assert found.combined == (2, 1)


def test_it_does_not_praise_harm_for_being_cheap_or_dear():
    found = ranked((-10, -10, 1, 0, 0), (-10, -10, 1, 1000, 1000), (1, 1, 1, 1000, 1000), (0, 0, 1, 0, 0))
    assert found.by_budget == found.by_effort == (3, 3, 1, 2)
    assert np.isnan(found.per_budget[[0, 3]]).all()


def test_it_lets_equal_candidates_share_their_rank():
    found = ranked(SALES, SALES, DORMANT)
    assert found.by_effect == (1, 1, 3)
    assert found.combined == (1, 1, 3)


def test_it_ranks_one_and_none():
    assert ranked(SALES).combined == (1,)
    assert ranked(SALES).score == (1,)
    assert ranked().combined == ()


@pytest.mark.parametrize(
    "wrong", [(2, 1, 1, 0, 0), (0, 1, 2, 0, 0), (0, 1, 1, -1, 0), (0, 1, 1, 0, math.inf), (0, 1, 1, 0, -2)]
)
def test_it_refuses_what_cannot_be(wrong):
    with pytest.raises(ValueError, match=r"range|confidence|budget"):
        ranked(wrong)


def test_it_refuses_candidates_without_a_budget_of_their_own():
    one, two = np.ones(1), np.ones(2)
    with pytest.raises(ValueError, match="budget"):
        rank_candidates(low=two, high=two, confidence=two, budget=one, effort=two)


cost = st.one_of(st.just(0.0), st.just(NAN), st.floats(0.01, 1e4))
candidate = st.tuples(
    st.integers(-1000, 1000), st.integers(0, 1000), st.integers(0, 100).map(lambda percent: percent / 100), cost, cost
).map(lambda them: (them[0], them[0] + them[1], *them[2:]))
candidates = st.lists(candidate, min_size=1, max_size=12)


@given(them=candidates)
def test_it_agrees_with_pandas(them):
    found = ranked(*them)
    frame = pd.DataFrame(them, columns=["low", "high", "confidence", "budget", "effort"])
    effect = frame["confidence"] * (frame["low"] + frame["high"]) / 2
    assert list(found.by_effect) == effect.rank(ascending=False, method="min").astype(int).tolist()
    paid = (frame["budget"] > 0) & (effect > 0)
    best = (effect / frame["budget"])[paid].rank(ascending=False, method="min").astype(int)
    free = int(((frame["budget"] == 0) & (effect > 0)).sum())
    assert [found.by_budget[i] for i in best.index] == (best + free).tolist()


@given(them=candidates, factor=st.sampled_from([0.001, 8.0, 1e6]))
def test_the_unit_of_the_kgi_does_not_matter(them, factor):
    scaled = [(low * factor, high * factor, *rest) for low, high, *rest in them]
    before, after = ranked(*them), ranked(*scaled)
    assert after.expected == pytest.approx(before.expected * factor)
    if factor == 8.0:  # A power of two changes no order of binary fractions.
        assert (after.by_effect, after.combined) == (before.by_effect, before.combined)


@given(them=candidates)
def test_the_best_at_everything_is_first(them):
    found = ranked(*them)
    for i, score in enumerate(found.score):
        assert score is None or 0 <= score <= 1
        if score == 1:
            assert found.combined[i] == 1


@given(them=candidates)
def test_the_order_of_entry_does_not_matter(them):
    forward, backward = ranked(*them), ranked(*reversed(them))
    assert forward.combined == tuple(reversed(backward.combined))
