"""Looking around: rays from where everything stands, and the places where they reach the target."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kaname.measures.proposal.passing import first_pass
from kaname.measures.proposal.room import Room
from kaname.measures.tree.kpi_tree import Values

# Points on a ray, rays in directions by chance, and up to how many metrics all pairs are looked along.
STEPS, LOOKS, MOST_PAIRED = 24, 96, 16
# Bounds up to so many range widths away are looked at evenly.
NEAR = 16.0
# Of the places where rays reach the target: how many are looked at closely, and how many are started from, each at
# least this share of its own distance away from the others.
CROSSINGS, HALVINGS, STARTS, APART = 160, 5, 8, 0.25
DOUBLINGS = 2.0 ** np.arange(60)


@dataclass(frozen=True, eq=False)
class Rays:
    """Points, shape (n_moving, n_rays, n_steps), of rays that bend at each bound; roots, NaN where not allowed."""

    points: Values
    roots: Values


def middle(room: Room) -> Values | None:
    """The least move that respects bounds and capacity, shape (n_moving,): 0 unless where things stand breaks them."""
    stay: Values = np.clip(0.0, room.lower, room.upper)
    if room.allows(stay):
        return stay
    cheapest: Values = np.where(room.pull > 0, room.lower, stay)
    if not room.allows(cheapest):
        return None

    def over(factors: Values) -> Values:
        moved = np.clip(-factors * room.pull[:, np.newaxis], room.lower[:, np.newaxis], room.upper[:, np.newaxis])
        hours: Values = room.pull @ moved - room.spare
        return hours

    factor = first_pass(over, np.concatenate([[0.0], DOUBLINGS / room.pull.max()]))
    least: Values = cheapest if factor is None else np.clip(-factor * room.pull, room.lower, room.upper)
    return least if room.allows(least) else cheapest


def cast(room: Room, *, start: Values) -> Rays:
    """Rays from `start` along one metric, two, many and all, and towards directions that nothing speaks for."""
    root, slope = room.root_and_slope(start)
    slope = np.nan_to_num(slope) * (-1.0 if room.question.target < root else 1.0)
    directions = _directions(slope)
    distance = _distances(room, start=start, directions=directions, gap=abs(room.question.target - root), slope=slope)
    points = start[:, np.newaxis, np.newaxis] + directions[:, :, np.newaxis] * distance
    points = np.clip(points, room.lower[:, np.newaxis, np.newaxis], room.upper[:, np.newaxis, np.newaxis])
    return Rays(points, np.where(room.allows(points), room.roots(points), np.nan))


def crossings(room: Room, rays: Rays) -> list[Values]:
    """About where the rays reach the target: the least strained first, and no two close together."""
    miss = rays.roots - room.question.target
    ray, step = np.nonzero(miss[:, :-1] * miss[:, 1:] <= 0)
    near, far = rays.points[:, ray, step], rays.points[:, ray, step + 1]
    first = np.argsort((near**2).sum(axis=0), kind="stable")[:CROSSINGS]
    ends = np.maximum(np.abs(miss[ray, step]), np.abs(miss[ray, step + 1]))[first]
    points, missing = _halved(room, near[:, first], far[:, first], miss[ray, step][first])
    # Where the root jumps over the target, as ratios do, halving leads away from it.
    return _apart(points[:, missing < ends])


def _halved(room: Room, near: Values, far: Values, before: Values) -> tuple[Values, Values]:
    """Points closer to where the root passes the target, and how far from it the root is there."""
    for _ in range(HALVINGS):
        between = (near + far) / 2
        miss = room.roots(between) - room.question.target
        same_side = (miss > 0) == (before > 0)
        near, far = np.where(same_side, between, near), np.where(same_side, far, between)
    return far, np.abs(room.roots(far) - room.question.target)


def _apart(found: Values) -> list[Values]:
    chosen: list[Values] = []
    for point in found[:, np.argsort((found**2).sum(axis=0), kind="stable")].T:
        reach = APART * np.linalg.norm(point)
        if all(np.linalg.norm(point - other) > reach for other in chosen):
            chosen.append(point)
        if len(chosen) == STARTS:
            break
    return chosen


def _directions(slope: Values) -> Values:
    """Shape (n_moving, n_rays), where `slope` points towards the target.

    First all by the same share of their ranges, then by the strength of their slope, the strongest alone, by two, each
    by itself, and by chance (the same every time).
    """
    size = len(slope)
    towards = np.where(slope < 0, -1.0, 1.0)
    single = np.eye(size)
    strength = np.abs(slope) / (np.abs(slope).max() or 1.0)
    weighted = [towards * strength**power for power in (0.5, 1.0, 2.0)]
    strongest = np.argsort(-strength, kind="stable")
    leading = [towards * np.isin(np.arange(size), strongest[:count]) for count in range(2, size)]
    pairs = combinations(range(size), 2) if size <= MOST_PAIRED else ()
    paired = [towards * (single[first] + single[second]) for first, second in pairs]
    random = np.random.default_rng(0).normal(size=(size, LOOKS))
    helpful = np.abs(random[:, : LOOKS // 2]) * towards[:, np.newaxis]
    listed = np.array([towards, *weighted, *leading, *paired]).T
    return np.hstack([listed, single, -single, helpful, random])


def _distances(room: Room, *, start: Values, directions: Values, gap: float, slope: Values) -> Values:
    """How far along each ray to look, shape (n_rays, n_steps): evenly to its last bound, wide where that is far."""
    bounds = np.where(directions > 0, room.upper[:, np.newaxis], room.lower[:, np.newaxis]) - start[:, np.newaxis]
    ends = np.nan_to_num(bounds / directions, nan=0.0, posinf=np.inf).max(axis=0)
    steep = float(np.linalg.norm(slope))
    size = gap / steep if steep and np.isfinite(gap) and gap else 1.0
    near = (ends <= NEAR)[:, np.newaxis]
    evenly = np.where(near, ends[:, np.newaxis], 0.0) * np.linspace(0, 1, STEPS)
    widely = size * np.concatenate([[0.0], np.geomspace(1 / 16, 2.0**14, STEPS - 1)])
    return np.where(near, evenly, widely)
