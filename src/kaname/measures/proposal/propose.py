"""Targets that close the gap with the least strain. See docs/measures/proposal.md."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kaname.measures.proposal.alone import alone
from kaname.measures.proposal.plan import Plan, plan
from kaname.measures.proposal.proposal import Proposal
from kaname.measures.proposal.question import Capacity, Question, ask
from kaname.measures.proposal.relief import gives
from kaname.measures.proposal.room import Room, beyond_ranges, counted, within_ranges
from kaname.measures.proposal.search import search
from kaname.measures.proposal.whole_units import furthest_in_whole_units, in_whole_units
from kaname.measures.tree.kpi_tree import KpiTree, Values


def propose(
    tree: KpiTree,
    *,
    actual: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    target: float,
    locked: ArrayLike | None = None,
    whole: ArrayLike | None = None,
    capacity: Capacity | None = None,
    same: ArrayLike | None = None,
    least: ArrayLike | None = None,
    most: ArrayLike | None = None,
) -> Proposal:
    """What the leaves of a tree should become so that its root reaches a target with the least strain.

    Strain is the sum over the free leaves of ((value - actual) / (high - low))^2: a convex penalty, so that many
    leaves move a little before one moves much. Solved by sequential quadratic programming [1]_ from several starts.

    Parameters
    ----------
    tree : KpiTree
    actual : array_like, shape (n_leaves,)
        What each leaf is now, in the order of `tree.leaves`; may be NaN only where it is locked. [unit of the leaf]
    low, high : array_like, shape (n_leaves,)
        The realistic range, P10 and P90. A leaf without width (or with NaN) stays as it is. [unit of the leaf]
    target : float
        What the root must come to. [unit of the root]
    locked : array_like, shape (n_leaves,)
        Values that are fixed, NaN where the leaf is free. [unit of the leaf]
    whole : array_like of bool, shape (n_leaves,)
        Which leaves are counted in whole units.
    capacity : Capacity
        The hours that a unit of each leaf costs, and those that are there.
    same : array_like of int, shape (n_leaves,)
        Leaves with the same number are one metric and get one value; what is given for one of them holds for all.
    least, most : array_like, shape (n_leaves,)
        Limits that nothing passes, range or not: 0 for counts, 1 for rates; none where NaN. They reach to an actual
        that lies beyond them. [unit of the leaf]

    Returns
    -------
    Proposal

    Raises
    ------
    CannotPropose
        What was given makes no question; see there for the codes.

    References
    ----------
    .. [1] Nocedal and Wright, "Numerical Optimization", 2nd ed., Springer, 2006, ch. 18.
    """
    question = ask(
        tree,
        target=target,
        actual=actual,
        low=low,
        high=high,
        locked=locked,
        whole=whole,
        capacity=capacity,
        same=same,
        least=least,
        most=most,
    )
    # Looking around, the solver meets places where ratios are not defined and numbers run over; it turns back there.
    with np.errstate(all="ignore"):
        return _answer(question)


def _answer(question: Question) -> Proposal:
    room = within_ranges(question)
    within, furthest = _solve(room)
    if within is not None:
        return Proposal(plan(question, within))
    room = counted(room)
    best = None if furthest is None else _best(room, furthest)
    return Proposal(
        within=None,
        reach=None if best is None else plan(question, best),
        stretch=_stretch(question),
        gives=gives(room, best),
    )


def _solve(room: Room) -> tuple[Values | None, Values | None]:
    """Values of the metrics that reach the target; else the shares of the counted room that get furthest.

    What is counted in units has whole numbers as its bounds, unless the target lies between those.
    """
    bounded = counted(room)
    found = search(bounded)
    if found.solution is not None:
        return in_whole_units(bounded, found.solution), None
    if room.question.whole.any():
        between = search(room).solution
        if between is not None:
            return in_whole_units(room, between), None
    return None, found.furthest


def _best(room: Room, furthest: Values) -> Values:
    upwards = bool(room.roots(furthest) < room.question.target)
    return furthest_in_whole_units(room, furthest, upwards=upwards)


def _stretch(question: Question) -> Plan | None:
    """Beyond the ranges, and where that does not suffice, also where there is no range to count in."""
    values, _ = _solve(beyond_ranges(question, width=question.width))
    if values is None and np.isnan(question.width[question.free]).any():
        values, _ = _solve(beyond_ranges(question, width=_any_width(question)))
    return None if values is None else plan(question, values)


def _any_width(question: Question) -> Values:
    """Leaves without a range count in what they are now, and those that are 0 in what they would need alone."""
    width = np.where(np.isnan(question.width), np.abs(question.base), question.width)
    for metric in np.flatnonzero(question.free & (width == 0)).tolist():
        needed = alone(question, question.base, metric)
        width[metric] = np.nan if needed is None else abs(needed - question.base[metric]) or np.nan
    return width
