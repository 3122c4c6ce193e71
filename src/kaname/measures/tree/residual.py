"""How well a KPI tree reproduces the real values of what it puts together. See docs/measures/kpi-tree.md."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kaname.measures.tree.kpi_tree import KpiTree, Values, combine, weights_of

ROUNDING = 1e-10
SMALL = 0.01


class Fit(StrEnum):
    """How near the computed values are to the real ones; the worst period decides."""

    EXACT = "exact"
    SMALL = "small"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Residuals:
    """Real against computed values; rows are the nodes of `tree.inner`, all arrays have the shape (n_inner, ...).

    `computed` comes from the real values of a node's own parts, so that one wrong node does not spoil those above it.
    `absolute` is real - computed, in the node's unit; `relative` is that ÷ |real|, NaN where real is 0. Both are NaN
    where either value is not defined. `size` is the largest number that entered: what rounding errors are measured by.
    """

    computed: Values
    absolute: Values
    relative: Values
    size: Values


@dataclass(frozen=True)
class Reproduction:
    """The verdict on one node. `different` and `unknown`, shape (...), mark the periods that differ or cannot be told.

    Where everything is 0 nothing can be told either: whatever one puts together from nothing makes nothing.

    `fit` is the worst of the periods that can be told, UNKNOWN where none can.
    """

    fit: Fit
    different: NDArray[np.bool_]
    unknown: NDArray[np.bool_]


def residuals(tree: KpiTree, values: Values) -> Residuals:
    """Compare every node that is put together with what its parts make.

    Parameters
    ----------
    values : ndarray, shape (n_nodes, ...)
        The real values of all nodes, NaN where not defined. [each node's own unit]

    Raises
    ------
    ValueError
        If there is not exactly one row for each node.
    """
    if values.shape[:1] != (len(tree.nodes),):
        raise ValueError(f"{len(tree.nodes)} nodes have one row each, not the shape {values.shape}")
    real = values[list(tree.inner)]
    computed, size = np.empty_like(real), np.empty_like(real)
    for row, place in enumerate(tree.inner):
        node, parts = tree.nodes[place], values[list(tree.nodes[place].children)]
        computed[row] = combine(node, parts)
        weights = weights_of(node, parts)
        size[row] = np.abs(computed[row]) if weights is None else np.abs(weights * parts).max(axis=0)
    absolute = real - computed
    relative = np.divide(absolute, np.abs(real), out=np.full_like(real, np.nan), where=real != 0)
    return Residuals(computed, absolute, relative, np.fmax(size, np.abs(real)))


def reproductions(found: Residuals, *, small: float = SMALL) -> tuple[Reproduction, ...]:
    """The verdict on every node of `tree.inner`.

    EXACT: within one part in ten thousand million of the largest number that entered, as binary fractions lose it.
    SMALL: within `small` of the real value, as rounded rates and late corrections make it. DIFFERENT: beyond that.
    """
    exact = np.abs(found.absolute) <= ROUNDING * found.size
    near = exact | (np.abs(found.relative) <= small)
    unknown = np.isnan(found.absolute) | (found.size == 0)
    return tuple(_verdict(*row) for row in zip(exact, near, unknown, strict=True))


def _verdict(exact: NDArray[np.bool_], near: NDArray[np.bool_], unknown: NDArray[np.bool_]) -> Reproduction:
    fit = Fit.DIFFERENT
    if unknown.all():
        fit = Fit.UNKNOWN
    elif (exact | unknown).all():
        fit = Fit.EXACT
    elif (near | unknown).all():
        fit = Fit.SMALL
    return Reproduction(fit, different=np.asarray(~near & ~unknown), unknown=np.asarray(unknown))
