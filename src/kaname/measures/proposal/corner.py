"""The highest and lowest value of a KPI tree whose leaves move each within an interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import KpiTree, Values

Interval = tuple[float, float]
# A value, and which end of each child's interval gives it: True is the high one.
End = tuple[float, tuple[bool, ...]]


def corner(tree: KpiTree, *, low: Values, high: Values, highest: bool) -> tuple[Values, bool]:
    """The leaves that make the root as high (or as low) as it gets.

    Interval arithmetic [1]_: a leaf stands at one place only, so every node's extreme is put together from those of
    its children.

    Parameters
    ----------
    low, high : ndarray, shape (n_leaves,)
        Finite. Each in the leaf's unit.

    Returns
    -------
    leaves : ndarray, shape (n_leaves,)
        Each at one of its ends.
    exact : bool
        False where a denominator's interval holds 0: then the root has no extreme, this is but a place to look from.

    References
    ----------
    .. [1] Moore, Kearfott and Cloud, "Introduction to Interval Analysis", SIAM, 2009, ch. 5.
    """
    intervals: list[Interval] = [(np.nan, np.nan)] * len(tree.nodes)
    ends: list[tuple[End, End]] = [((np.nan, ()), (np.nan, ()))] * len(tree.nodes)
    exact = True
    for place, bounds in zip(tree.leaves, zip(low.tolist(), high.tolist(), strict=True), strict=True):
        intervals[place] = bounds
    for place in range(len(tree.nodes) - 1, -1, -1):
        node = tree.nodes[place]
        if node.operation is not None:
            parts = [intervals[child] for child in node.children]
            exact = exact and not (node.operation is Operation.RATIO and parts[1][0] <= 0 <= parts[1][1])
            ends[place] = ENDS[node.operation](parts, node.weights)
            intervals[place] = (ends[place][0][0], ends[place][1][0])
    takes_high = _downwards(tree, ends, highest=highest)
    return np.where(takes_high, high, low), exact


def _downwards(tree: KpiTree, ends: list[tuple[End, End]], *, highest: bool) -> list[bool]:
    """Which end each leaf takes so that the root takes its own."""
    high = [highest] * len(tree.nodes)
    for place, node in enumerate(tree.nodes):
        for child, takes in zip(node.children, ends[place][high[place]][1], strict=True):
            high[child] = takes
    return [high[place] for place in tree.leaves]


def _weighted(parts: Sequence[Interval], weights: Sequence[float]) -> tuple[End, End]:
    rises = tuple(weight >= 0 for weight in weights)
    falls = tuple(not rise for rise in rises)
    low, high = (
        sum(weight * part[takes] for weight, part, takes in zip(weights, parts, ends, strict=True))
        for ends in (falls, rises)
    )
    return (low, falls), (high, rises)


def _product(parts: Sequence[Interval], weights: Sequence[float]) -> tuple[End, End]:
    ends: list[End] = [(1.0, ())]
    for part in parts:
        every = [(value * part[takes], (*taken, takes)) for value, taken in ends for takes in (False, True)]
        ends = [min(every), max(every)]
    return ends[0], ends[1]


def _ratio(parts: Sequence[Interval], weights: Sequence[float]) -> tuple[End, End]:
    above, below = parts
    takes = [(a, b) for a, b in product((False, True), repeat=2) if below[b] != 0]
    every: list[End] = [(above[a] / below[b], (a, b)) for a, b in takes] or [(np.nan, (False, False))]
    return min(every), max(every)


ENDS: dict[Operation, Callable[[Sequence[Interval], Sequence[float]], tuple[End, End]]] = {
    Operation.SUM: lambda parts, weights: _weighted(parts, [1.0] * len(parts)),
    Operation.DIFFERENCE: lambda parts, weights: _weighted(parts, [1.0, -1.0]),
    Operation.PRODUCT: _product,
    Operation.RATIO: _ratio,
    Operation.WEIGHTED_SUM: _weighted,
}
