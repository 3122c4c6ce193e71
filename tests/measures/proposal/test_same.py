"""One metric that stands at several leaves has one value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures.proposal.cases import CALM, DIFFERENCE, NAN, PRODUCT, RATIO, SUM
from measures.tree.trees import LEAF, tree_of

from kaname.measures.proposal.propose import propose

# Price x (buyers at no price - price): the price stands twice, and the root is highest at half of the buyers.
PRICE = tree_of((PRODUCT, [LEAF, (DIFFERENCE, [LEAF, LEAF])]))
PRICED = {"locked": [NAN, 100, NAN], "same": [1, 0, 1]}


def price(actual, target):
    low, high = [20, NAN, 20], [90, NAN, 90]
    return propose(PRICE, actual=[actual, 100, actual], low=low, high=high, target=target, **PRICED)


@pytest.mark.parametrize(("actual", "nearest"), [(30, 40), (45, 40), (55, 60), (80, 60)])
def test_it_takes_the_nearer_of_two_ways(actual, nearest):
    plan = price(actual, 2400).within
    assert plan.values == pytest.approx([nearest, 100, nearest])


def test_it_counts_its_strain_once():
    plan = price(30, 2400).within
    assert plan.total_strain == pytest.approx((10 / 70) ** 2)
    assert plan.strain == pytest.approx([(10 / 70) ** 2, 0, (10 / 70) ** 2])


def test_it_knows_the_highest_point_inside_a_range():
    proposal = price(30, 2600)
    assert not proposal.reachable
    assert proposal.reach.root == pytest.approx(2500, rel=1e-9)
    assert proposal.reach.values[0] == pytest.approx(50, rel=1e-3)
    assert proposal.stretch is None
    # Only the buyers: at a price of 50, 102 of them.
    assert [(give.limit, give.leaf, give.needed) for give in proposal.gives] == [("lock", 1, pytest.approx(102, 1e-4))]


def test_it_lets_what_was_given_at_one_leaf_hold_for_the_metric():
    tree = tree_of((SUM, [LEAF, LEAF]))
    plan = propose(tree, actual=[10, NAN], low=[5, NAN], high=[NAN, 15], target=24, same=["calls", "calls"]).within
    assert plan.values == pytest.approx([12, 12])


@CALM
@given(st.floats(2, 80), st.floats(2, 80), st.floats(0.05, 0.95))
def test_it_solves_shares_of_a_whole(won, lost, target):
    # Won ÷ (won + lost): on the line won (1 - t) = lost t, the point nearest in widths 100.
    tree = tree_of((RATIO, [LEAF, (SUM, [LEAF, LEAF])]))
    actual, low, high = [won, won, lost], [1, 1, 1], [101, 101, 101]
    proposal = propose(tree, actual=actual, low=low, high=high, target=target, same=[0, 0, 1])
    along = (won * target + lost * (1 - target)) / (target**2 + (1 - target) ** 2)
    nearest = np.array([along * target, along * (1 - target)])
    if np.all((nearest >= 1) & (nearest <= 101)):
        assert proposal.within.values == pytest.approx([nearest[0], *nearest], rel=1e-4)
        assert proposal.within.root == pytest.approx(target, rel=1e-9)
