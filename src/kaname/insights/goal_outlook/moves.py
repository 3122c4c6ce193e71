"""What would raise the goal's probability most, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.resolution.owners import Owner
from kaname.insights.goal_outlook.asking import Wanted
from kaname.insights.goal_outlook.rooms import Realistic, realistic_of
from kaname.insights.models import Outlook
from kaname.insights.outlook.ahead import Ahead
from kaname.measures.outlook.next_move import Aim, NextMove, as_much_as, next_moves

Numbers = NDArray[np.float64]
# With so many others a move is compared: each takes a dozen simulations.
MOST_COMPARED = 4


def moves_of(
    goal_tree: GoalTree,
    draws: Numbers,
    wanted: Sequence[Wanted],
    rows: Mapping[str, Outlook],
    owner: Owner,
    aheads: Mapping[str, Ahead],
) -> list[dict[str, Any]]:
    """The best first; of every number below the goal that has a realistic range."""
    aim = wanted[0].aim
    if aim is None:
        return []
    places = places_of(goal_tree)
    found = {key: realistic_of(key, at, rows.get(key), owner, aheads) for key, at in places.items()}
    rooms = {one.room: (key, one) for key, one in found.items() if one is not None}
    ranked = next_moves(tree=goal_tree.tree, leaves=draws, aim=aim, rooms=list(rooms))
    return [
        _written(move, *rooms[move.room], _alike(move, ranked, goal_tree, draws, aim) if move is ranked[0] else [])
        for move in ranked
    ]


def places_of(goal_tree: GoalTree) -> dict[str, tuple[int, ...]]:
    """Where each metric below the root stands."""
    found: dict[str, tuple[int, ...]] = {}
    for place, key in enumerate(goal_tree.keys):
        if place:
            found[key] = (*found.get(key, ()), place)
    return found


def _alike(
    best: NextMove, ranked: Sequence[NextMove], goal_tree: GoalTree, draws: Numbers, aim: Aim
) -> list[dict[str, Any]]:
    """By how much the others would have to change for the same probability; what it is made of is no other."""
    others = [key for key, places in places_of(goal_tree).items() if not _same_line(best.room.places, places, goal_tree)]
    compared = []
    for key in others[:MOST_COMPARED]:
        asked = {"places": places_of(goal_tree)[key], "probability": best.probability}
        factor = as_much_as(tree=goal_tree.tree, leaves=draws, aim=aim, **asked)  # type: ignore[arg-type]
        compared.append({"metric_key": key, "change": None if factor is None else factor - 1})
    return compared


def _same_line(one: Sequence[int], other: Sequence[int], goal_tree: GoalTree) -> bool:
    """Whether one of the nodes is the other, or a part of it."""
    return any(a in _above(b, goal_tree) or b in _above(a, goal_tree) for a in one for b in other)


def _above(place: int, goal_tree: GoalTree) -> set[int]:
    found, now = set(), place
    while True:
        found.add(now)
        parent = goal_tree.tree.parents[now]
        if parent is None:
            return found
        now = parent


def _written(move: NextMove, key: str, realistic: Realistic, alike: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "metric_key": key,
        "expected": move.expected,
        "end": move.end,
        "probability": move.probability,
        "gain": move.gain,
        "low": realistic.low,
        "high": realistic.high,
        "by_hour": realistic.by_hour,
        "n": realistic.n,
        "alike": alike,
    }
