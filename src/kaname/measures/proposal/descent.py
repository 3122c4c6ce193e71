"""From a start to the nearest solution: sequential quadratic programming, then Newton steps onto the constraints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import Bounds, minimize

from kaname.measures.proposal.room import Room
from kaname.measures.tree.kpi_tree import Values

# Value and slope of what is to be kept small, at shares of shape (n_moving,).
Objective = Callable[[Values], tuple[float, Values]]
# SciPy's dictionary of type, function and slope.
Constraint = Any
# When the solver is content, for solutions and for furthest points, and when it gives up.
PRECISION, CLIMBED, ITERATIONS = 1e-11, 1e-9, 40
# Shares of the root's rounding and of its tolerance; how far off an undefined root is said to be.
NOISE, CLOSE, FAR_OFF = 1e-2, 1e-3, 1e3
NEWTON_STEPS = 12


def strain(shares: Values) -> tuple[float, Values]:
    """The sum of squared moves."""
    return float(shares @ shares), 2 * shares


def descend(room: Room, start: Values, *, objective: Objective = strain) -> Values | None:
    """The best point near `start` that reaches the target within the room, shape (n_moving,); None if there is none.

    SLSQP [1]_ with exact slopes, in steps of the size of `start`, so that neither small nor large gaps upset it.

    References
    ----------
    .. [1] Kraft, "A software package for sequential quadratic programming", DFVLR-FB 88-28, 1988.
    """
    if not len(start):
        return start if room.holds(start) else None
    size = _size(start)
    slope = np.nan_to_num(room.root_and_slope(start)[1])
    scale = float(np.linalg.norm(slope)) * size or abs(room.question.target) or 1.0
    # Asked for more than the rounding of the root allows, the solver would never be content.
    precision = max(PRECISION, NOISE * room.question.rounding / scale)
    constraints = [_target(room, size=size, scale=scale), *_capacity(room, size=size)]
    near = _slsqp(room, start, objective=objective, constraints=constraints, precision=precision)
    found = settle(room, near)
    return settle(room, start) if found is None else found


def climb(room: Room, start: Values, *, upwards: bool) -> Values:
    """The point near `start` where the root is highest (or lowest); it may break the capacity by the solver's error."""

    def objective(shares: Values) -> tuple[float, Values]:
        root, slope = room.root_and_slope(shares)
        if not np.isfinite(root):
            return FAR_OFF * abs(room.question.target), np.zeros(len(shares))
        return (-root, -slope) if upwards else (root, slope)

    constraints = _capacity(room, size=_size(start))
    return _slsqp(room, start, objective=objective, constraints=constraints, precision=CLIMBED)


def settle(room: Room, shares: Values) -> Values | None:
    """The point moved onto the target, and off hours that are not there, by the shortest steps; None if that fails."""
    for _ in range(NEWTON_STEPS):
        shares = np.clip(shares, room.lower, room.upper)
        root, slope = room.root_and_slope(shares)
        miss = room.question.target - root
        if not np.isfinite(miss) or not np.all(np.isfinite(slope)):
            return None
        if abs(miss) <= CLOSE * room.question.tolerance and room.allows(shares):
            break
        step = _step(room, shares, slope[np.newaxis], np.array([miss]))
        if not room.allows(np.clip(shares + step, room.lower, room.upper)):
            spare = room.spare - float(room.pull @ shares)
            step = _step(room, shares, np.array([slope, room.pull]), np.array([miss, spare]))
        if not step.any():
            break
        shares = shares + step
    shares = np.clip(shares, room.lower, room.upper)
    return shares if room.holds(shares) else None


def _step(room: Room, shares: Values, rows: Values, misses: Values) -> Values:
    """The shortest step that mends the linearised misses without pushing anything beyond its bound."""
    moves = np.ones(len(shares), dtype=bool)
    step = np.zeros(len(shares))
    while moves.any():
        step = np.zeros(len(shares))
        step[moves] = np.linalg.lstsq(rows[:, moves], misses, rcond=None)[0]
        outwards = moves & (((shares >= room.upper) & (step > 0)) | ((shares <= room.lower) & (step < 0)))
        if not outwards.any():
            return step
        moves &= ~outwards
    return np.zeros(len(shares))


def _size(start: Values) -> float:
    return float(np.linalg.norm(start)) or 1.0


def _slsqp(
    room: Room, start: Values, *, objective: Objective, constraints: list[Constraint], precision: float
) -> Values:
    size = _size(start)
    value, slope = objective(start)
    scale = max(abs(value), float(np.linalg.norm(slope)) * size) or 1.0

    def scaled(shares: Values) -> tuple[float, Values]:
        value, slope = objective(shares * size)
        return value / scale, slope * size / scale

    lower, upper = room.lower / size, room.upper / size
    found = minimize(
        scaled,
        np.clip(start / size, lower, upper),
        jac=True,
        bounds=Bounds(lower, upper),
        constraints=constraints,
        method="SLSQP",
        options={"ftol": precision, "maxiter": ITERATIONS},
    )
    near: Values = np.clip(np.nan_to_num(found.x * size), room.lower, room.upper)
    return near


def _target(room: Room, *, size: float, scale: float) -> Constraint:
    """The root at its target, as an equation whose slope at the start is about 1."""

    def miss(shares: Values) -> float:
        missing = (room.root_and_slope(shares * size)[0] - room.question.target) / scale
        return missing if np.isfinite(missing) else FAR_OFF

    def slope_of_miss(shares: Values) -> Values:
        slope: Values = np.nan_to_num(room.root_and_slope(shares * size)[1]) * size / scale
        return slope

    return {"type": "eq", "fun": miss, "jac": slope_of_miss}


def _capacity(room: Room, *, size: float) -> list[Constraint]:
    """The hours that are left, where hours are limited and cost of what moves."""
    steep = float(np.linalg.norm(room.pull))
    if not np.isfinite(room.spare) or not steep:
        return []
    scaled = -room.pull / steep
    return [
        {
            "type": "ineq",
            "fun": lambda shares: room.spare / steep / size + scaled @ shares,
            "jac": lambda shares: scaled,
        }
    ]
