"""How far the root gets: its best value on the target's side, within ranges, locks and capacity."""

from __future__ import annotations

import numpy as np

from kaname.measures.proposal.corner import corner
from kaname.measures.proposal.descent import climb
from kaname.measures.proposal.passing import first_pass
from kaname.measures.proposal.rays import Rays
from kaname.measures.proposal.room import Room
from kaname.measures.tree.kpi_tree import Values

# From so many of the best points of rays, beside the start and the corner.
CLIMBS = 2
# Along a line, and ever closer to its end: where that makes a denominator 0, the root is not defined there.
LINE = np.concatenate([np.linspace(0.0, 1.0, 64, endpoint=False), 1 - np.geomspace(1e-2, 1e-12, 6), [1.0]])


def furthest(room: Room, *, start: Values, rays: Rays, upwards: bool) -> Values:
    """Where the root is highest (or lowest), shape (n_moving,).

    The corner that interval arithmetic gives is the answer where every metric stands at one leaf and the hours suffice;
    otherwise the best of that corner, the rays and climbs from the best of them.

    Parameters
    ----------
    start : ndarray, shape (n_moving,)
        A point that the room allows.
    """
    at_corner, exact = _corner(room, upwards=upwards)
    if exact and room.allows(at_corner):
        return at_corner
    sign = 1.0 if upwards else -1.0
    known = [start, _towards(room, start, at_corner), *_best_of(rays, sign=sign)]
    climbed = [_towards(room, start, climb(room, point, upwards=upwards)) for point in known]
    every = np.array([*known, *climbed]).T
    values = np.where(room.allows(every), sign * room.roots(every), -np.inf)
    return every[:, int(np.argmax(np.nan_to_num(values, nan=-np.inf)))]


def between(room: Room, start: Values, end: Values) -> Values | None:
    """A point on the line from `start` to `end` where the root is at its target, shape (n_moving,)."""
    near, step = start[:, np.newaxis], (end - start)[:, np.newaxis]
    share = first_pass(lambda shares: room.roots(near + shares * step) - room.question.target, LINE)
    return None if share is None else start + share * (end - start)


def _corner(room: Room, *, upwards: bool) -> tuple[Values, bool]:
    question = room.question
    low, high = room.base.copy(), room.base.copy()
    low[room.moving], high[room.moving] = room.low, room.high
    leaves, exact = corner(question.tree, low=low[question.metric_of], high=high[question.metric_of], highest=upwards)
    is_high = (leaves == high[question.metric_of])[question.first_leaf][room.moving]
    once = bool(np.all(np.bincount(question.metric_of)[room.moving] == 1))
    return np.where(is_high, room.upper, room.lower), exact and once


def _towards(room: Room, start: Values, end: Values) -> Values:
    """As far from `start` to `end` as the hours allow."""
    end = np.clip(end, room.lower, room.upper)
    if room.allows(end):
        return end
    left, needed = room.spare - float(room.pull @ start), float(room.pull @ (end - start))
    return start + max(left / needed, 0.0) * (end - start)


def _best_of(rays: Rays, *, sign: float) -> list[Values]:
    values = np.nan_to_num(sign * rays.roots, nan=-np.inf).max(axis=1)
    best = np.argsort(-values, kind="stable")[:CLIMBS]
    steps = np.nan_to_num(sign * rays.roots[best], nan=-np.inf).argmax(axis=1)
    return list(rays.points[:, best, steps].T)
