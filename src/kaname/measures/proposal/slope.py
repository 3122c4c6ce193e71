"""How the root of a KPI tree answers to each leaf: reverse differentiation, one pass up and one pass down."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import KpiTree, Values

Numbers = Sequence[float]


def root_and_slope(tree: KpiTree, leaves: Values) -> tuple[float, Values]:
    """The root's value and its partial derivative by each leaf.

    On single numbers plain floats are several times faster than arrays, and a solver asks hundreds of times.

    Parameters
    ----------
    leaves : ndarray, shape (n_leaves,)
        In the order of `tree.leaves`, each in its own unit.

    Returns
    -------
    root : float
        NaN where a ratio divides by zero. [unit of the root]
    slope : ndarray, shape (n_leaves,)
        [unit of the root per unit of the leaf]
    """
    values = _forward(tree, leaves)
    slope = [0.0] * len(tree.nodes)
    slope[0] = 1.0
    # Parents stand before their children, so the way down is the order of the nodes.
    for place, node in enumerate(tree.nodes):
        if node.operation is not None:
            parts = [values[child] for child in node.children]
            partials = PARTIALS[node.operation](parts, node.weights)
            for child, partial in zip(node.children, partials, strict=True):
                slope[child] = slope[place] * partial
    return values[0], np.array([slope[place] for place in tree.leaves])


def _forward(tree: KpiTree, leaves: Values) -> list[float]:
    values = [math.nan] * len(tree.nodes)
    for place, value in zip(tree.leaves, leaves.tolist(), strict=True):
        values[place] = value
    for place in range(len(tree.nodes) - 1, -1, -1):
        node = tree.nodes[place]
        if node.operation is not None:
            values[place] = COMBINE[node.operation]([values[child] for child in node.children], node.weights)
    return values


def _product(parts: Numbers, weights: Numbers) -> float:
    return 0.0 if 0.0 in parts else math.prod(parts)


def _ratio(parts: Numbers, weights: Numbers) -> float:
    return parts[0] / parts[1] if parts[1] else math.nan


def _product_partials(parts: Numbers, weights: Numbers) -> list[float]:
    return [_product([*parts[:i], *parts[i + 1 :]], weights) for i in range(len(parts))]


def _ratio_partials(parts: Numbers, weights: Numbers) -> list[float]:
    above, below = parts
    return [1 / below, -above / below / below] if below else [math.nan, math.nan]


COMBINE: dict[Operation, Callable[[Numbers, Numbers], float]] = {
    Operation.SUM: lambda parts, weights: sum(parts),
    Operation.DIFFERENCE: lambda parts, weights: parts[0] - parts[1],
    Operation.PRODUCT: _product,
    Operation.RATIO: _ratio,
    Operation.WEIGHTED_SUM: lambda parts, weights: sum(
        weight * part for weight, part in zip(weights, parts, strict=True)
    ),
}
PARTIALS: dict[Operation, Callable[[Numbers, Numbers], Numbers]] = {
    Operation.SUM: lambda parts, weights: [1.0] * len(parts),
    Operation.DIFFERENCE: lambda parts, weights: [1.0, -1.0],
    Operation.PRODUCT: _product_partials,
    Operation.RATIO: _ratio_partials,
    Operation.WEIGHTED_SUM: lambda parts, weights: weights,
}
