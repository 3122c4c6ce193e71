"""The arithmetic of a KPI tree, over any number of periods and teams at once. See docs/measures/kpi-tree.md."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.measures.operation import Operation

Values = NDArray[np.float64]
TAKES_TWO = frozenset({Operation.DIFFERENCE, Operation.RATIO})


class MalformedTree(ValueError):  # noqa: N818
    """The nodes are no tree; `code` is stable, `node` is where it shows."""

    def __init__(self, code: str, node: int) -> None:
        self.code = code
        self.node = node
        super().__init__(f"{code} at node {node}")


@dataclass(frozen=True)
class TreeNode:
    """A number that is put together from others; without an operation it is a leaf.

    `children` are places in the tree's `nodes`, each after its parent; `weights` belong to a weighted sum.
    """

    operation: Operation | None = None
    children: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class KpiTree:
    """Nodes from the root (place 0) downwards: every child stands after its parent and has exactly one.

    Raises
    ------
    MalformedTree
        `no_root`, `child_misplaced`, `parent_missing`, `children_needed`, `two_children_needed`, `weights_needed`.
    """

    nodes: tuple[TreeNode, ...]

    def __post_init__(self) -> None:
        if not self.nodes:
            raise MalformedTree("no_root", 0)
        parents = [0] * len(self.nodes)
        for place, node in enumerate(self.nodes):
            _check(place, node, size=len(self.nodes))
            for child in node.children:
                parents[child] += 1
        for place, count in enumerate(parents[1:], start=1):
            if count != 1:
                raise MalformedTree("parent_missing", place)

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """Places of the nodes that are not put together, in order."""
        return tuple(place for place, node in enumerate(self.nodes) if node.operation is None)

    @cached_property
    def inner(self) -> tuple[int, ...]:
        """Places of the nodes that are put together from others, each before those of its parts."""
        return tuple(place for place, node in enumerate(self.nodes) if node.operation is not None)

    @cached_property
    def parents(self) -> tuple[int | None, ...]:
        """For every node the place of the one that it is a part of; None for the root."""
        parents: list[int | None] = [None] * len(self.nodes)
        for place in self.inner:
            for child in self.nodes[place].children:
                parents[child] = place
        return tuple(parents)

    def evaluate(self, leaves: Values) -> Values:
        """The values of all nodes.

        Parameters
        ----------
        leaves : ndarray, shape (n_leaves, ...)
            In the order of `leaves`; NaN where a value is not defined. Each leaf in its own unit.

        Returns
        -------
        ndarray, shape (n_nodes, ...)
            NaN where a part is not defined or a ratio divides by zero; 0 x undefined is 0: no appointments bring no
            deals, whatever the close rate would have been.

        Raises
        ------
        ValueError
            If there is not exactly one row for each leaf.
        """
        if leaves.shape[:1] != (len(self.leaves),):
            raise ValueError(f"{len(self.leaves)} leaves have one row each, not the shape {leaves.shape}")
        values: Values = np.empty((len(self.nodes), *leaves.shape[1:]))
        values[list(self.leaves)] = leaves
        for place in reversed(self.inner):
            values[place] = combine(self.nodes[place], values[list(self.nodes[place].children)])
        return values


def combine(node: TreeNode, parts: Values) -> Values:
    """A node's value from those of its children, shape (n_children, ...). Raises ValueError for a leaf."""
    if node.operation is None:
        raise ValueError("a leaf is not put together from others")
    weights = weights_of(node, parts)
    if weights is not None:
        return np.asarray((weights * parts).sum(axis=0))
    return product(parts) if node.operation is Operation.PRODUCT else _ratio(parts)


def weights_of(node: TreeNode, parts: Values) -> Values | None:
    """The weights with which the parts are added up, shape (n_children, 1, ...); None where they are not added up."""
    match node.operation:
        case Operation.SUM:
            weights = (1.0,) * len(parts)
        case Operation.DIFFERENCE:
            weights = (1.0, -1.0)
        case Operation.WEIGHTED_SUM:
            weights = node.weights
        case _:
            return None
    return np.array(weights).reshape((-1,) + (1,) * (parts.ndim - 1))


def product(parts: Values) -> Values:
    """The product along the first axis, 0 wherever a factor is 0."""
    product: Values = np.where((parts == 0).any(axis=0), 0.0, parts.prod(axis=0))
    return product


def product_of_others(factors: Values) -> Values:
    """For every factor the product of all the others, in the shape of `factors`."""
    return np.stack([product(np.delete(factors, place, axis=0)) for place in range(len(factors))])


def _ratio(parts: Values) -> Values:
    ratio: Values = np.full(parts.shape[1:], np.nan)
    np.divide(parts[0], parts[1], out=ratio, where=parts[1] != 0)
    return ratio


def _check(place: int, node: TreeNode, *, size: int) -> None:
    if any(not place < child < size for child in node.children):
        raise MalformedTree("child_misplaced", place)
    if (node.operation is None) != (not node.children):
        raise MalformedTree("children_needed", place)
    if node.operation in TAKES_TWO and len(node.children) != 2:
        raise MalformedTree("two_children_needed", place)
    if node.operation is Operation.WEIGHTED_SUM and len(node.weights) != len(node.children):
        raise MalformedTree("weights_needed", place)
