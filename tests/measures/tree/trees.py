"""Trees to test with: written as nested tuples, or grown by hypothesis; and Shapley's split by its definition."""

from itertools import permutations
from math import prod

import numpy as np
from hypothesis import strategies as st

from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode

LEAF = None
CELLS = 3


def tree_of(nested) -> KpiTree:
    """`LEAF`, or (operation, parts) or (operation, parts, weights); places count down the first part first."""
    nodes: list[TreeNode] = []

    def grow(spec):
        place = len(nodes)
        nodes.append(TreeNode())
        if spec is not LEAF:
            operation, parts, *weights = spec
            nodes[place] = TreeNode(operation, tuple(grow(part) for part in parts), *weights)
        return place

    grow(nested)
    return KpiTree(tuple(nodes))


def product_of(count: int) -> KpiTree:
    return tree_of((Operation.PRODUCT, [LEAF] * count))


def _inner(parts):
    several = st.lists(parts, min_size=1, max_size=4)
    weights = st.sampled_from([-2.0, -0.5, 0.25, 1.0, 3.0])
    return st.one_of(
        st.tuples(st.sampled_from([Operation.SUM, Operation.PRODUCT]), several),
        st.tuples(st.sampled_from([Operation.DIFFERENCE, Operation.RATIO]), st.tuples(parts, parts)),
        several.flatmap(
            lambda some: st.lists(weights, min_size=len(some), max_size=len(some)).map(
                lambda drawn: (Operation.WEIGHTED_SUM, some, tuple(drawn))
            )
        ),
    )


nested_trees = st.recursive(st.just(LEAF), _inner, max_leaves=14)
trees = nested_trees.map(tree_of)
positive = st.floats(0.01, 1000)
# Few different ones, so that zeros, equal values, changes of sign and gaps meet.
wild = st.sampled_from([0.0, 0.0, 1.0, 2.0, -1.0, -3.5, 40.0, float("nan")])


@st.composite
def trees_with_two_times(draw, values=wild):
    tree = draw(trees)
    size = len(tree.leaves) * CELLS
    before, after = (
        np.array(draw(st.lists(values, min_size=size, max_size=size))).reshape(-1, CELLS) for _ in range(2)
    )
    return tree, before, after


def shapley_by_orders(whole, *, before, after) -> list[float]:
    """The definition: every part's effect, averaged over all orders in which the parts change one after the other."""
    shares = np.zeros(len(before))
    orders = list(permutations(range(len(before))))
    for order in orders:
        values = list(before)
        for part in order:
            reached = whole(values)
            values[part] = after[part]
            shares[part] += (whole(values) - reached) / len(orders)
    return shares.tolist()


def shapley_of_product_by_orders(*, before, after) -> list[float]:
    return shapley_by_orders(prod, before=before, after=after)


def ancestors(tree: KpiTree, place: int) -> list[int]:
    """The places above a node, its parent first."""
    above = []
    while (parent := tree.parents[place]) is not None:
        above.append(parent)
        place = parent
    return above


def replaced(tree: KpiTree, place: int, nested) -> KpiTree:
    """The tree with something else at a place, given as for `tree_of`; its leaves stay in their order."""

    def spec_of(at):
        node = tree.nodes[at]
        if at == place or node.operation is None:
            return nested if at == place else LEAF
        parts = [spec_of(child) for child in node.children]
        return (node.operation, parts, node.weights) if node.weights else (node.operation, parts)

    return tree_of(spec_of(0))
