"""The exact split of a difference over a KPI tree. See docs/measures/contributions.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.measures.tree.kpi_tree import KpiTree, Values
from kaname.measures.tree.secants import secant_slopes


@dataclass(frozen=True)
class Contributions:
    """What each node brings to the root's difference, in the root's unit; NaN wherever that difference is undefined.

    `leaves`, shape (n_leaves, ...), sum to `total`; `nodes`, shape (n_nodes, ...), hold for every node the sum of its
    leaves, so those of siblings sum to their parent's. `before` and `after`, shape (n_nodes, ...), are the nodes' own
    values.
    """

    leaves: Values
    nodes: Values
    before: Values
    after: Values

    @property
    def total(self) -> Values:
        """The root's difference, after - before, shape (...)."""
        return np.asarray(self.after[0] - self.before[0])


def contributions(tree: KpiTree, *, before: Values, after: Values) -> Contributions:
    """Split the root's difference over the leaves, without remainder.

    The root's slope is 1; a part's slope is its parent's times the secant slope of the parent's own operation; a leaf
    contributes its slope times its change. What is compared with (target, pace, prior period, prior year) is `before`.

    Parameters
    ----------
    before, after : ndarray, shape (n_leaves, ...)
        Values of the leaves in the tree's order, NaN where not defined. A node that is defined at one time only counts
        as unchanged, and so does all below it.

    Raises
    ------
    ValueError
        If the two shapes differ, or there is not one row for each leaf.
    """
    if before.shape != after.shape:
        raise ValueError(f"before and after have one shape, not {before.shape} and {after.shape}")
    values = tree.evaluate(before), tree.evaluate(after)
    start, end = _filled(values[0], values[1]), _filled(values[1], values[0])
    slopes = _slopes(tree, start, end, undefined=np.isnan(values[0]) | np.isnan(values[1]))
    # Beyond what floats hold, or without a value of the root, any split would be an invention.
    unknown = ~np.isfinite(values[1][0] - values[0][0]) | np.isinf(values).any(axis=(0, 1))
    nodes = _summed(tree, np.where(unknown, np.nan, slopes * (end - start)))
    return Contributions(nodes[list(tree.leaves)], nodes, *values)


def _filled(values: Values, other: Values) -> Values:
    """Values with those of the other time where undefined; 0 where there is none at either."""
    return np.where(np.isnan(values), np.where(np.isnan(other), 0.0, other), values)


def _slopes(tree: KpiTree, start: Values, end: Values, *, undefined: NDArray[np.bool_]) -> Values:
    slopes: Values = np.ones_like(start)
    for place in tree.inner:
        children = list(tree.nodes[place].children)
        own = secant_slopes(tree.nodes[place], before=start[children], after=end[children])
        slopes[children] = slopes[place] * np.where(undefined[place], 0.0, own)
    return slopes


def _summed(tree: KpiTree, nodes: Values) -> Values:
    """The contributions of all nodes from those of the leaves."""
    for place in reversed(tree.inner):
        nodes[place] = nodes[list(tree.nodes[place].children)].sum(axis=0)
    return nodes
