"""What is asked of a proposal, checked, with each metric once even where it stands at several leaves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kaname.measures.proposal.slope import root_and_slope
from kaname.measures.tree.kpi_tree import KpiTree, Values

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]
# How near the root must come, as a share of the target and of the parts that it is put together from.
REPRODUCED, ROUNDING = 1e-9, 1e-13


class CannotPropose(ValueError):  # noqa: N818
    """What was given makes no question; `code` is stable, `leaf` is where it shows, if it shows at one.

    `shape_differs`, `same_differs`, `target_unknown`, `hours_unknown`, `number_infinite`, `actual_unknown`,
    `range_reversed`, `limits_reversed`, `hours_negative`.
    """

    def __init__(self, code: str, leaf: int | None = None) -> None:
        self.code = code
        self.leaf = leaf
        super().__init__(code if leaf is None else f"{code} at leaf {leaf}")


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """The time that a plan may take.

    Parameters
    ----------
    hours : array_like, shape (n_leaves,)
        What one unit of each leaf costs, 0 or NaN where it costs none. [h per unit]
    available : float
        [h]
    """

    hours: ArrayLike
    available: float


@dataclass(frozen=True, eq=False)
class Question:
    """One value for each metric, shape (n_metrics,): in the metric's unit, NaN where nothing was given."""

    tree: KpiTree
    target: float
    metric_of: Places
    first_leaf: Places
    actual: Values
    low: Values
    high: Values
    locked: Values
    whole: Flags
    least: Values
    most: Values
    hours: Values
    available: float

    @property
    def free(self) -> Flags:
        unlocked: Flags = np.isnan(self.locked)
        return unlocked

    @property
    def width(self) -> Values:
        """Widths of the ranges, NaN where a range has none: nothing was ever seen to move."""
        width = self.high - self.low
        wide: Values = np.where(width > 0, width, np.nan)
        return wide

    @property
    def base(self) -> Values:
        """Where everything stands before anything moves: at its lock, else at its actual."""
        base: Values = np.where(self.free, self.actual, self.locked)
        return base

    @cached_property
    def rounding(self) -> float:
        """What the rounding of large parts leaves of the root, where they almost cancel."""
        leaves = self.base[self.metric_of]
        _, slope = root_and_slope(self.tree, leaves)
        return ROUNDING * float(np.abs(np.nan_to_num(slope) * leaves).sum())

    @property
    def tolerance(self) -> float:
        """How far the root may be from the target."""
        return max(REPRODUCED * abs(self.target), self.rounding)

    @property
    def span(self) -> tuple[Values, Values]:
        """How far each may move within its range, which reaches to an actual that lies outside it."""
        low = np.fmax(np.fmin(self.low, self.actual), self.least)
        high = np.fmin(np.fmax(self.high, self.actual), self.most)
        return low, high


def ask(
    tree: KpiTree,
    *,
    target: float,
    actual: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    locked: ArrayLike | None,
    whole: ArrayLike | None,
    capacity: Capacity | None,
    same: ArrayLike | None,
    least: ArrayLike | None,
    most: ArrayLike | None,
) -> Question:
    """The question in metrics instead of leaves; for the parameters see `propose`.

    Raises
    ------
    CannotPropose
    """
    size = len(tree.leaves)
    groups = np.arange(size) if same is None else np.asarray(same)
    if groups.shape != (size,):
        raise CannotPropose("shape_differs")
    _, first, metric_of = np.unique(groups, return_index=True, return_inverse=True)

    def each(given: ArrayLike | None, missing: float = np.nan) -> Values:
        numbers = np.full(size, missing) if given is None else np.asarray(given, dtype=np.float64)
        return _once(numbers, metric_of=metric_of, first=first)

    question = Question(
        tree=tree,
        target=float(target),
        metric_of=metric_of,
        first_leaf=first,
        actual=each(actual),
        low=each(low),
        high=each(high),
        locked=each(locked),
        whole=_any(whole, metric_of=metric_of),
        least=each(least, -np.inf),
        most=each(most, np.inf),
        hours=np.nan_to_num(each(_costs(capacity.hours) if capacity else None)),
        available=float(capacity.available) if capacity else np.inf,
    )
    return _checked(question)


def _any(given: ArrayLike | None, *, metric_of: Places) -> Flags:
    flags = np.zeros(metric_of.shape, dtype=bool) if given is None else np.asarray(given, dtype=bool)
    if flags.shape != metric_of.shape:
        raise CannotPropose("shape_differs")
    counted: Flags = np.bincount(metric_of, flags) > 0
    return counted


def _costs(hours: ArrayLike) -> Values:
    """NaN where a unit costs nothing, so that hours given at one leaf hold for the metric."""
    numbers = np.asarray(hours, dtype=np.float64)
    return np.where(numbers == 0, np.nan, numbers)


def _once(numbers: Values, *, metric_of: Places, first: Places) -> Values:
    """The one value that the leaves of each metric were given, wherever it was given."""
    if numbers.shape != metric_of.shape:
        raise CannotPropose("shape_differs")
    once = numbers[first]
    for leaf, (metric, number) in enumerate(zip(metric_of.tolist(), numbers.tolist(), strict=True)):
        if np.isnan(once[metric]):
            once[metric] = number
        elif not np.isnan(number) and number != once[metric]:
            raise CannotPropose("same_differs", leaf)
    return once


def _checked(question: Question) -> Question:
    if not np.isfinite(question.target):
        raise CannotPropose("target_unknown")
    if np.isnan(question.available):
        raise CannotPropose("hours_unknown")
    infinite = np.isinf([question.actual, question.low, question.high, question.locked, question.hours])
    for code, wrong in (
        ("number_infinite", infinite.any(axis=0)),
        ("actual_unknown", question.free & np.isnan(question.actual)),
        ("range_reversed", question.low > question.high),
        ("limits_reversed", question.least > question.most),
        ("hours_negative", question.hours < 0),
    ):
        if wrong.any():
            raise CannotPropose(code, int(question.first_leaf[np.argmax(wrong)]))
    return _with_attested_limits(question)


def _with_attested_limits(question: Question) -> Question:
    """Limits that reach to the actual: what was really there cannot be impossible."""
    least = np.fmin(np.where(np.isnan(question.least), -np.inf, question.least), question.actual)
    most = np.fmax(np.where(np.isnan(question.most), np.inf, question.most), question.actual)
    return replace(question, least=least, most=most)
