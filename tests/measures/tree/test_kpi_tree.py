"""The arithmetic of a KPI tree."""

import numpy as np
import pytest
from hypothesis import given
from measures.tree.trees import LEAF, tree_of, trees_with_two_times

from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import KpiTree, MalformedTree, TreeNode, combine

SUM, DIFFERENCE, PRODUCT, RATIO, WEIGHTED = Operation
NAN = float("nan")


def root_of(nested, leaves):
    return float(tree_of(nested).evaluate(np.array(leaves, dtype=np.float64))[0])


@pytest.mark.parametrize(
    ("nested", "leaves", "value"),
    [
        ((SUM, [LEAF] * 3), [1, 2, 3.5], 6.5),
        ((DIFFERENCE, [LEAF] * 2), [5, 7], -2),
        ((PRODUCT, [LEAF] * 3), [50, 0.2, 1e6], 1e7),
        ((RATIO, [LEAF] * 2), [10, 50], 0.2),
        ((WEIGHTED, [LEAF] * 2, (2.0, -0.5)), [3, 4], 4),
        ((PRODUCT, [(RATIO, [LEAF, LEAF]), (SUM, [LEAF, LEAF])]), [1, 4, 3, 5], 2),
        (LEAF, [7], 7),
    ],
)
def test_it_puts_numbers_together(nested, leaves, value):
    assert root_of(nested, leaves) == value


@pytest.mark.parametrize(
    ("nested", "leaves"),
    [((RATIO, [LEAF] * 2), [0, 0]), ((SUM, [LEAF] * 2), [1, NAN]), ((PRODUCT, [LEAF] * 2), [1, NAN])],
)
def test_it_leaves_undefined_what_has_no_value(nested, leaves):
    assert np.isnan(root_of(nested, leaves))


def test_no_appointments_bring_no_deals_whatever_the_close_rate():
    assert root_of((PRODUCT, [LEAF] * 2), [0, NAN]) == 0


def test_it_evaluates_all_periods_and_teams_at_once():
    leaves = np.arange(2 * 3 * 4.0).reshape(2, 3, 4)
    values = tree_of((PRODUCT, [LEAF, LEAF])).evaluate(leaves)
    assert values.shape == (3, 3, 4)
    assert values[0].tolist() == (leaves[0] * leaves[1]).tolist()


def test_it_names_leaves_inner_nodes_and_parents():
    tree = tree_of((SUM, [(PRODUCT, [LEAF, LEAF]), LEAF]))
    assert tree.leaves == (2, 3, 4)
    assert tree.inner == (0, 1)
    assert tree.parents == (None, 0, 1, 1, 0)


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_it_refuses_values_for_other_leaves(rows):
    with pytest.raises(ValueError, match="one row each"):
        tree_of((SUM, [LEAF, LEAF])).evaluate(np.ones((rows, 4)))


def test_it_does_not_put_a_leaf_together():
    with pytest.raises(ValueError, match="leaf"):
        combine(TreeNode(), np.ones((0, 1)))


@pytest.mark.parametrize(
    ("nodes", "code"),
    [
        ((), "no_root"),
        ((TreeNode(SUM, (0,)),), "child_misplaced"),
        ((TreeNode(SUM, (2,)), TreeNode()), "child_misplaced"),
        ((TreeNode(SUM, (1,)), TreeNode(), TreeNode()), "parent_missing"),
        ((TreeNode(SUM, (1, 1)), TreeNode()), "parent_missing"),
        ((TreeNode(SUM),), "children_needed"),
        ((TreeNode(None, (1,)), TreeNode()), "children_needed"),
        ((TreeNode(RATIO, (1,)), TreeNode()), "two_children_needed"),
        ((TreeNode(WEIGHTED, (1,)), TreeNode()), "weights_needed"),
    ],
)
def test_it_refuses_what_is_no_tree(nodes, code):
    with pytest.raises(MalformedTree) as refused:
        KpiTree(nodes)
    assert refused.value.code == code


@given(trees_with_two_times())
def test_every_node_is_made_of_its_parts(case):
    tree, leaves, _ = case
    values = tree.evaluate(leaves)
    np.testing.assert_array_equal(values[list(tree.leaves)], leaves)
    for place in tree.inner:
        node = tree.nodes[place]
        np.testing.assert_array_equal(values[place], combine(node, values[list(node.children)]))
