"""The first place: how sure it is over the stated ranges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.measures.first_place import FirstPlace, first_place


def the_first(*candidates) -> FirstPlace:
    """Candidates as (low, high, confidence)."""
    low, high, confidence = np.array(candidates, dtype=np.float64).reshape(-1, 3).T
    return first_place(low=low, high=high, confidence=confidence)


def test_it_integrates_two_ranges_by_hand():
    # 0 to 2 against 1 to 2: the first is above 1 half of the time, and then larger half of the time.
    found = the_first((0, 2, 1), (1, 2, 1))
    assert found.probabilities == pytest.approx([0.25, 0.75])
    assert found.nobody == 0
    assert found.first == 1


def test_it_works_out_the_three_candidates_of_the_page():
    found = the_first((10, 20, 0.8), (8, 12, 0.6), (3, 7, 0.8))
    # If both succeed, the second is larger in (2 x 2 / 2) / 4 / 10 = 5 %: 0.8 x 0.97, 0.6 x 0.24, 0.2 x 0.4 x 0.8.
    assert found.probabilities == pytest.approx([0.776, 0.144, 0.064])
    assert found.nobody == pytest.approx(0.016)
    assert found.robust


def test_it_counts_failure_by_hand():
    # The larger succeeds in 3 of 10 cases; the smaller is first in 8 of 10 of the others; 7 x 2 of 100 have none.
    found = the_first((5, 6, 0.3), (1, 2, 0.8))
    assert found.probabilities == pytest.approx([0.3, 0.56])
    assert found.nobody == pytest.approx(0.14)


def test_it_shares_the_place_of_equal_certain_effects():
    found = the_first((5, 5, 1), (5, 5, 1), (1, 2, 1))
    assert found.probabilities == pytest.approx([0.5, 0.5, 0])
    # Each alone 0.25, both 0.25 shared; else the third.
    assert the_first((5, 5, 0.5), (5, 5, 0.5), (1, 2, 1)).probabilities == pytest.approx([0.375, 0.375, 0.25])


def test_it_compares_a_certain_effect_with_a_range():
    # 3 within 2 to 6: a quarter lies below.
    assert the_first((3, 3, 1), (2, 6, 1)).probabilities == pytest.approx([0.25, 0.75])


def test_it_calls_nothing_first_that_only_does_harm():
    found = the_first((-2, -1, 1), (-1, 1, 1))
    assert found.probabilities == pytest.approx([0, 0.5])
    assert found.nobody == pytest.approx(0.5)


def test_it_holds_where_nobody_catches_up():
    assert the_first((10, 12, 1), (5, 9, 1), (0, 8, 0.5)).robust
    assert not the_first((10, 12, 1), (5, 10, 1)).robust
    assert not the_first((5, 5, 1), (5, 5, 1)).robust
    assert the_first((1, 2, 1)).robust


def test_it_weighs_the_ranges_by_confidence():
    # 10 to 12 lies above 6 to 7, but at half of the confidence it is 5 to 6 against 4.8 to 5.6.
    found = the_first((10, 12, 0.5), (6, 7, 0.8))
    assert (found.first, found.robust) == (0, False)
    assert found.overlaps.tolist() == [[False, True], [True, False]]


def test_it_leaves_out_candidates_that_are_not_known():
    found = the_first((np.nan, 9, 1), (1, 2, 1), (0, 1, np.nan))
    assert found.first == 1
    assert found.robust
    np.testing.assert_allclose(found.probabilities, [np.nan, 1, np.nan])
    assert not found.overlaps.any()


def test_it_has_no_first_place_among_nobody():
    found = the_first()
    assert (found.first, found.robust, found.nobody) == (None, False, 1)


@pytest.mark.parametrize("wrong", [(2, 1, 1), (0, np.inf, 1), (0, 1, 1.1), (0, 1, -0.1)])
def test_it_refuses_what_cannot_be(wrong):
    with pytest.raises(ValueError, match=r"range|confidence"):
        the_first(wrong)


candidate = st.tuples(st.integers(-5, 20).map(float), st.one_of(st.just(0.0), st.floats(0.5, 30)), st.floats(0, 1)).map(
    lambda them: (them[0], them[0] + them[1], them[2])
)
candidates = st.lists(candidate, min_size=1, max_size=12)


@given(them=candidates)
def test_the_probabilities_sum_to_one(them):
    found = the_first(*them)
    assert found.probabilities.sum() + found.nobody == pytest.approx(1)
    assert found.probabilities.min() >= 0


@given(them=candidates)
def test_a_place_that_holds_is_sure_of_it_where_success_is(them):
    sure = [(low, high, 1.0) for low, high, _ in them]
    found = the_first(*sure)
    if found.robust and found.first is not None and sure[found.first][0] > 0:
        assert found.probabilities[found.first] == pytest.approx(1)
    assert found.robust <= (not found.overlaps[found.first].any())


@settings(max_examples=25)
@given(them=candidates)
def test_it_agrees_with_a_simulation(them):
    low, high, confidence = np.array(them).T
    chance = np.random.default_rng(1)
    draws = chance.uniform(low, high, (40_000, low.size)) * (chance.random((40_000, low.size)) < confidence)
    best = draws.max(axis=1, keepdims=True)
    wins = ((draws == best) & (best > 0)) / (draws == best).sum(axis=1, keepdims=True)
    # Four standard errors of a share of 40,000 are at most 0.01.
    assert the_first(*them).probabilities == pytest.approx(wins.mean(axis=0), abs=0.0125)
