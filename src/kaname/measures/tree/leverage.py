"""What moving one node of a KPI tree does to its root. See docs/measures/kpi-tree.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode, Values, combine, product_of_others, weights_of


@dataclass(frozen=True)
class Leverage:
    """The root with one node at the ends of its range and all that is no part of that node as it is.

    `root` and `change`, shape (n_nodes, 2, ...): the root's value at low and high, and its distance from the root as it
    is. [root's unit] `elasticity`, shape (n_nodes, ...): by how many percent the root moves when the node moves by
    one percent, for small moves. NaN where a number is missing, and for the elasticity where the root is 0.
    """

    root: Values
    change: Values
    elasticity: Values

    @property
    def across(self) -> Values:
        """The root's way from the low to the high end, shape (n_nodes, ...); negative where more is less."""
        return np.asarray(self.root[:, 1] - self.root[:, 0])


def leverage(tree: KpiTree, *, leaves: Values, ranges: Values) -> Leverage:
    """Move each node, leaf or inner, from the low to the high end of its range.

    An inner node's own parts do not matter while it is moved; only the nodes above it are computed anew.

    Parameters
    ----------
    leaves : ndarray, shape (n_leaves, ...)
        The values as they are, in the tree's order; NaN where not defined. [each leaf's own unit]
    ranges : ndarray, shape (n_nodes, 2, ...)
        Low and high of every node; NaN where there is none. [each node's own unit]

    Raises
    ------
    ValueError
        If the shapes do not fit the tree and each other.
    """
    if ranges.shape != (len(tree.nodes), 2, *leaves.shape[1:]):
        raise ValueError(f"{len(tree.nodes)} nodes have a low and a high end each, not the shape {ranges.shape}")
    values = tree.evaluate(leaves)
    root = np.stack([_root_with(tree, values, place, ranges[place]) for place in range(len(tree.nodes))])
    return Leverage(root, root - values[0], _elasticities(tree, values))


def _root_with(tree: KpiTree, values: Values, place: int, moved: Values) -> Values:
    """The root where the node has the values `moved`, shape (2, ...)."""
    missing = np.isnan(moved)
    while (parent := tree.parents[place]) is not None:
        children = tree.nodes[parent].children
        parts = [moved if child == place else np.broadcast_to(values[child], moved.shape) for child in children]
        place, moved = parent, combine(tree.nodes[parent], np.stack(parts))
    # A zero beside it must not make a number out of a range that is not known.
    return np.where(missing, np.nan, moved)


def _elasticities(tree: KpiTree, values: Values) -> Values:
    derivatives = np.ones_like(values)
    for place in tree.inner:
        children = list(tree.nodes[place].children)
        derivatives[children] = derivatives[place] * _derivatives(tree.nodes[place], values[children])
    elasticities: Values = np.full_like(values, np.nan)
    np.divide(derivatives * values, values[0], out=elasticities, where=np.broadcast_to(values[0] != 0, values.shape))
    return elasticities


def _derivatives(node: TreeNode, parts: Values) -> Values:
    """How far the node moves per unit of each part, for small moves; shape (n_children, ...)."""
    weights = weights_of(node, parts)
    if weights is not None:
        return np.broadcast_to(weights, parts.shape)
    if node.operation is Operation.PRODUCT:
        return product_of_others(parts)
    whole = combine(node, parts)
    per_unit = combine(node, np.stack([np.ones_like(whole), parts[1]]))
    return np.stack([per_unit, -whole * per_unit])
