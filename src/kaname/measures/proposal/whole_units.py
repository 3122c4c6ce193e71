"""Whole units: no half appointment in a proposal; what that leaves over is taken up by what can be divided."""

from __future__ import annotations

import numpy as np

from kaname.measures.proposal.descent import descend, settle
from kaname.measures.proposal.question import Places
from kaname.measures.proposal.room import SNAP, Room, fixed, roots
from kaname.measures.tree.kpi_tree import Values

# So many roundings are looked at; of each metric as many whole numbers as that leaves room for, at least the two next
# to its value for that many metrics.
ROUNDINGS, MOST_NUMBERS, MOST_OPEN = 4096, 64, 12
# So many roundings are solved for, until so many of them reach the target.
TRIES, SUCCESSES = 12, 4


def in_whole_units(room: Room, shares: Values) -> Values:
    """The values of all metrics, shape (n_metrics,), whole where they are counted so and the target is still reached.

    Roundings near the solution are tried, those first that by the root's slope cost least; for each the rest is solved
    again. Where none works, the values stay in parts of units.

    Parameters
    ----------
    shares : ndarray, shape (n_moving,)
        A solution.
    """
    counted = _counted(room)
    if not len(counted):
        return room.metrics(shares)
    others = np.setdiff1d(np.arange(len(shares)), counted)
    solved: list[Values] = []
    for near in _by_promise(room, shares, counted=counted, others=others).T:
        base = room.base.copy()
        base[room.moving[counted]] = near[room.moving[counted]]
        rest = fixed(room, base=base, moves=np.isin(np.arange(len(shares)), others))
        start = settle(rest, shares[others])
        if start is not None:
            again = descend(rest, start)
            solved.append(rest.metrics(start if again is None else again))
        if len(solved) == SUCCESSES:
            break
    return min(solved, key=lambda metrics: float((_moves(room, metrics) ** 2).sum()), default=room.metrics(shares))


def furthest_in_whole_units(room: Room, shares: Values, *, upwards: bool) -> Values:
    """The values of all metrics, shape (n_metrics,), at the whole numbers near `shares` where the root is furthest."""
    counted = _counted(room)
    if not len(counted):
        return room.metrics(shares)
    near = _near(room, shares, counted=counted)
    allowed = room.question.hours @ near <= room.available + room.hour_rounding
    reached = np.where(allowed, roots(room.question, near), np.nan) * (1.0 if upwards else -1.0)
    if np.isnan(reached).all():
        return room.metrics(shares)
    best: Values = near[:, np.nanargmax(reached)]
    return best


def _counted(room: Room) -> Places:
    """Which of the moving metrics are counted in whole units and have a whole number within their bounds."""
    has_whole = np.ceil(room.low - SNAP) <= np.floor(room.high + SNAP)
    return np.flatnonzero(room.question.whole[room.moving] & has_whole)


def _moves(room: Room, metrics: Values) -> Values:
    """Metrics, shape (n_metrics, ...), as shares of what moves, shape (n_moving, ...)."""
    moves: Values = ((metrics.T - room.base)[..., room.moving] / room.width).T
    return moves


def _near(room: Room, shares: Values, *, counted: Places) -> Values:
    """All metrics, shape (n_metrics, n_roundings), with whole numbers around the counted ones, inside their bounds."""
    metrics = room.metrics(shares)
    at = room.moving[counted]
    below = np.floor(metrics[at] + SNAP)
    low, high = np.ceil(room.low[counted] - SNAP), np.floor(room.high[counted] + SNAP)
    numbers = int(min(MOST_NUMBERS, ROUNDINGS ** (1 / min(len(at), MOST_OPEN)) + SNAP))
    choices = [np.array([value]) for value in np.clip(np.round(metrics[at]), low, high)]
    most_open = np.argsort(np.abs(metrics[at] - below - 0.5), kind="stable")[:MOST_OPEN]
    for place in most_open:
        near = below[place] + np.arange(numbers) - (numbers - 1) // 2
        choices[place] = np.unique(np.clip(near, low[place], high[place]))
    grid = np.meshgrid(*choices, indexing="ij")
    near = np.repeat(metrics[:, np.newaxis], grid[0].size, axis=1)
    near[at] = [axis.ravel() for axis in grid]
    return near


def _by_promise(room: Room, shares: Values, *, counted: Places, others: Places) -> Values:
    """Roundings, shape (n_metrics, n_tries), by the strain of their own moves and of the least move of the others."""
    near = _near(room, shares, counted=counted)
    miss = room.question.target - roots(room.question, near)
    own = (_moves(room, near)[counted] ** 2).sum(axis=0)
    slope = np.nan_to_num(room.root_and_slope(shares)[1][others])
    steep = float(slope @ slope) or np.inf
    expected = own + (2 * float(shares[others] @ slope) + miss) * miss / steep
    gains = np.nan_to_num(
        slope * (np.array([room.lower, room.upper])[:, others] - shares[others]), posinf=np.inf, neginf=-np.inf
    )
    low, high = gains.min(axis=0).sum() - room.question.tolerance, gains.max(axis=0).sum() + room.question.tolerance
    fits = room.question.hours @ near <= room.available + room.hour_rounding
    return near[:, np.lexsort((expected, ~fits, (miss < low) | (miss > high)))[:TRIES]]
