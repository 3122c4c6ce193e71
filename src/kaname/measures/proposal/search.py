"""The least strained point of a room that reaches the target, or else how far the root gets."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kaname.measures.proposal.descent import descend
from kaname.measures.proposal.rays import Rays, cast, crossings, middle
from kaname.measures.proposal.reach import between, furthest
from kaname.measures.proposal.room import Room
from kaname.measures.tree.kpi_tree import Values

# So many descents that end in the same strain make others superfluous.
ENOUGH, AGREEMENT = 4, 1e-6


@dataclass(frozen=True, eq=False)
class Found:
    """`solution` reaches the target; where there is none, `furthest` is the root's best on the target's side.

    Both have shape (n_moving,). Neither is there where even the least that could be done takes more hours than there
    are; no furthest in a room without bounds.
    """

    solution: Values | None
    furthest: Values | None = None


def search(room: Room) -> Found:
    """Several descents from the places where rays reach the target; the best of them is the answer.

    A target between the root's value at the start and its furthest is reached in any case: on the line between the two
    the root is continuous, as long as no denominator becomes 0.
    """
    start = middle(room)
    if start is None:
        return Found(None)
    if room.holds(start):
        return Found(start)
    if not len(start):
        return Found(None, start)
    rays = cast(room, start=start)
    solution = least_strained(descend(room, point) for point in crossings(room, rays))
    if solution is not None:
        return Found(solution)
    if not np.all(np.isfinite([room.lower, room.upper])):
        return Found(None)
    return _at_the_edge(room, start, rays)


def least_strained(points: Iterable[Values | None]) -> Values | None:
    """The point nearest to where everything stands; asks for no more points once several agree on it."""
    best: Values | None = None
    strain, agreed = math.inf, 0
    for point in points:
        if point is None:
            continue
        its = float(point @ point)
        if its < strain * (1 - AGREEMENT):
            best, strain, agreed = point, its, 1
        elif its <= strain * (1 + AGREEMENT):
            agreed += 1
        if agreed == ENOUGH:
            break
    return best


def _at_the_edge(room: Room, start: Values, rays: Rays) -> Found:
    root, target = float(room.roots(start)), room.question.target
    sides = [True, False] if np.isnan(root) else [target > root]
    ends = [furthest(room, start=start, rays=rays, upwards=upwards) for upwards in sides]
    lines = [end if room.holds(end) else between(room, start, end) for end in ends]
    solution = least_strained(descend(room, point) for point in lines if point is not None)
    if solution is not None:
        return Found(solution)
    return Found(None, min(ends, key=lambda end: abs(float(room.roots(end)) - target)))
