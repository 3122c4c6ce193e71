"""What one node moves at the top."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures.tree.trees import LEAF, positive, replaced, tree_of, trees_with_two_times

from kaname.measures.operation import Operation
from kaname.measures.tree.leverage import leverage

SUM, DIFFERENCE, PRODUCT, RATIO, WEIGHTED = Operation
NAN = float("nan")
# Revenue = won deals x average amount; won deals = appointments x close rate.
REVENUE = tree_of((PRODUCT, [(PRODUCT, [LEAF, LEAF]), LEAF]))
ACTUAL = np.array([50, 0.2, 1e6])
RANGES = np.array([[9e6, 12e6], [8, 14], [40, 70], [0.15, 0.22], [NAN, NAN]])


def test_it_moves_leaves_and_inner_nodes_by_hand():
    # Revenue is 10M. Deals 8 to 14 at 1M each: 8M to 14M; appointments 40 to 70 at 20 %; close rate 15 to 22 % of 50.
    found = leverage(REVENUE, leaves=ACTUAL, ranges=RANGES)
    assert found.root[:4] == pytest.approx(np.array([[9e6, 12e6], [8e6, 14e6], [8e6, 14e6], [7.5e6, 11e6]]))
    assert found.change[3] == pytest.approx([-2.5e6, 1e6])
    assert found.across[:4] == pytest.approx([3e6, 6e6, 6e6, 3.5e6])


def test_it_knows_nothing_of_a_node_without_range():
    found = leverage(REVENUE, leaves=ACTUAL, ranges=RANGES)
    assert np.isnan(found.root[4]).all()
    assert np.isnan(found.across[4])
    # Nor does a zero beside it make a number of it.
    nothing = leverage(REVENUE, leaves=np.array([0, 0.2, 1e6]), ranges=RANGES)
    assert np.isnan(nothing.root[4]).all()


def test_it_takes_the_elasticities_of_products_and_ratios_by_hand():
    # Profit = 3 x 4 - 10 / 5 = 10: a factor moves it by 12 / 10, the numerator by -2 / 10, the denominator by 2 / 10.
    tree = tree_of((DIFFERENCE, [(PRODUCT, [LEAF, LEAF]), (RATIO, [LEAF, LEAF])]))
    found = leverage(tree, leaves=np.array([3.0, 4, 10, 5]), ranges=np.full((7, 2), NAN))
    assert found.elasticity == pytest.approx([1, 1.2, 1.2, 1.2, -0.2, -0.2, 0.2])


def test_it_takes_the_elasticities_of_weighted_sums_by_hand():
    # 2 x 3 + 0.5 x 4 = 8: shares of 6 and 2 eighths.
    tree = tree_of((WEIGHTED, [LEAF, LEAF], (2.0, 0.5)))
    found = leverage(tree, leaves=np.array([3.0, 4]), ranges=np.full((3, 2), NAN))
    assert found.elasticity == pytest.approx([1, 0.75, 0.25])


def test_it_has_no_elasticity_where_the_root_is_zero_or_undefined():
    product, ratio = tree_of((PRODUCT, [LEAF, LEAF])), tree_of((RATIO, [LEAF, LEAF]))
    without = np.full((3, 2), NAN)
    assert np.isnan(leverage(product, leaves=np.array([0.0, 4]), ranges=without).elasticity).all()
    assert np.isnan(leverage(ratio, leaves=np.array([1.0, 0]), ranges=without).elasticity).all()


def test_it_finds_no_value_where_a_denominator_reaches_zero():
    ranges = np.array([[NAN, NAN], [1, 2], [0, 4]])
    found = leverage(tree_of((RATIO, [LEAF, LEAF])), leaves=np.array([1.0, 2]), ranges=ranges)
    assert np.isnan(found.root[2, 0])
    assert found.root[2, 1] == 0.25


@pytest.mark.parametrize("shape", [(5,), (4, 2), (5, 3), (5, 2, 3)])
def test_it_refuses_ranges_that_do_not_fit(shape):
    with pytest.raises(ValueError, match="low and a high"):
        leverage(REVENUE, leaves=ACTUAL, ranges=np.ones(shape))


@given(trees_with_two_times(), st.integers(0, 99), st.integers(0, 2**32 - 1))
def test_a_node_moves_the_root_as_a_leaf_in_its_place_does(case, which, seed):
    tree, leaves, _ = case
    ranges = np.random.default_rng(seed).uniform(-5, 5, (len(tree.nodes), 2, leaves.shape[1]))
    found = leverage(tree, leaves=leaves, ranges=ranges)
    place = which % len(tree.nodes)
    values = tree.evaluate(leaves)
    other = replaced(tree, place, LEAF)
    inside = range(place, place + len(tree.nodes) - len(other.nodes) + 1)
    kept = [at for at in range(len(tree.nodes)) if at == place or (at in tree.leaves and at not in inside)]
    for end in (0, 1):
        moved = [ranges[at, end] if at == place else values[at] for at in kept]
        np.testing.assert_array_equal(found.root[place, end], other.evaluate(np.array(moved))[0])


@given(trees_with_two_times(values=positive), st.integers(0, 99))
def test_the_elasticity_is_that_of_a_small_step(case, which):
    tree, leaves, _ = case
    row = which % len(tree.leaves)
    step = np.where(np.arange(len(leaves)) == row, 1e-6, 0.0)[:, np.newaxis]
    found = leverage(tree, leaves=leaves, ranges=np.full((len(tree.nodes), 2, leaves.shape[1]), NAN))
    up, down, root = (tree.evaluate(leaves * factor)[0] for factor in (1 + step, 1 - step, 1 + 0 * step))
    # Where the root is the small rest of large numbers, the step drowns in rounding.
    told = np.abs(root) > 1e-3 * np.abs(tree.evaluate(leaves)).max(axis=0)
    by_step = (up - down)[told] / (2e-6 * root[told])
    assert found.elasticity[tree.leaves[row]][told] == pytest.approx(by_step, rel=1e-3, abs=1e-3)
