"""One set of values for the leaves, and how it stands against their ranges."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kaname.measures.proposal.question import Flags, Question
from kaname.measures.proposal.room import roots
from kaname.measures.tree.kpi_tree import Values

# Range widths outside.
FAR = 1.0


class Load(StrEnum):
    """Where a value stands against the realistic range of its leaf; far is more than one range width outside."""

    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"
    FAR_ABOVE = "far_above"
    FAR_BELOW = "far_below"
    NO_RANGE = "no_range"


@dataclass(frozen=True, eq=False)
class Plan:
    """Values of the leaves with what they come to; arrays have shape (n_leaves,), in the order of the tree's leaves.

    Attributes
    ----------
    values : ndarray
        Each in its leaf's unit.
    root : float
        What the tree makes of them. [unit of the root]
    strain : ndarray
        ((value - actual) / width of the range)^2 where the leaf was free; 0 where it was locked or did not move, NaN
        where it moved without having a range. [1]
    total_strain : float
        Their sum, with a metric that stands at several leaves once; NaN where one of them is. [1]
    beyond : ndarray
        By how many range widths the value lies outside the range, below 0 where it lies under it; 0 within, NaN where
        there is no width to count in. [1]
    loads : tuple of Load
        The same in words.
    is_whole : ndarray of bool
        False where a leaf that is counted in whole units was given a part of one.
    hours : float
        What the plan takes, 0 where no leaf costs time. [h]
    """

    values: Values
    root: float
    strain: Values
    total_strain: float
    beyond: Values
    loads: tuple[Load, ...]
    is_whole: Flags
    hours: float


def plan(question: Question, metrics: Values) -> Plan:
    """The plan for values of the metrics, shape (n_metrics,)."""
    strain = ((metrics - question.actual) / question.width) ** 2
    strain = np.where(~question.free | (metrics == question.actual), 0.0, strain)
    beyond = beyond_range(question, metrics)
    is_whole = ~question.whole | (metrics == np.round(metrics))
    return Plan(
        values=metrics[question.metric_of],
        root=float(roots(question, metrics)),
        strain=strain[question.metric_of],
        total_strain=float(strain.sum()),
        beyond=beyond[question.metric_of],
        loads=tuple(_loads(question, metrics, beyond)[metric] for metric in question.metric_of),
        is_whole=is_whole[question.metric_of],
        hours=float(question.hours @ metrics),
    )


def beyond_range(question: Question, metrics: Values) -> Values:
    """Signed range widths outside the range, shape (n_metrics,)."""
    outside = np.where(metrics > question.high, metrics - question.high, np.minimum(metrics - question.low, 0.0))
    beyond: Values = outside / question.width
    return beyond


def _loads(question: Question, metrics: Values, beyond: Values) -> list[Load]:
    inside = (question.low <= metrics) & (metrics <= question.high)
    return [
        Load.WITHIN if is_inside else _load(widths) for is_inside, widths in zip(inside, beyond.tolist(), strict=True)
    ]


def _load(widths: float) -> Load:
    if np.isnan(widths):
        return Load.NO_RANGE
    if widths > 0:
        return Load.FAR_ABOVE if widths > FAR else Load.ABOVE
    return Load.FAR_BELOW if widths < -FAR else Load.BELOW
