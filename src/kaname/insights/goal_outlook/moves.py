"""What would raise the goal's probability most, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.insights.goal_outlook.nodes import width_of
from kaname.insights.goal_outlook.rooms import Realistic, places_of
from kaname.measures.outlook.judgement import ALL_UP_TO
from kaname.measures.outlook.next_move import Aim, Drawn, NextMove, as_much_as, next_moves

# So many moves are likened to so many others: each pair takes a dozen simulations.
MOST_LIKENED, MOST_COMPARED = 2, 3


def moves_of(
    goal_tree: GoalTree, drawn: Drawn, aim: Aim | None, rooms: Mapping[str, Realistic], *, among: Collection[str]
) -> list[dict[str, Any]]:
    """The best first; of those numbers `among` which anybody can move that have a realistic range.

    None while the goal's interval is too wide for a probability.
    """
    if aim is None or width_of(drawn.ends(), 0) > ALL_UP_TO:
        return []
    keys = {one.room: key for key, one in rooms.items() if key in among}
    ranked = next_moves(drawn=drawn, aim=aim, rooms=list(keys))
    return [
        _written(
            move,
            keys[move.room],
            rooms[keys[move.room]],
            _alike(move, goal_tree, drawn, aim, among) if place < MOST_LIKENED else [],
        )
        for place, move in enumerate(ranked)
    ]


def _alike(move: NextMove, goal_tree: GoalTree, drawn: Drawn, aim: Aim, among: Collection[str]) -> list[dict[str, Any]]:
    """By how much others would have to change for the same probability; what it is a part of is no other."""
    places = places_of(goal_tree)
    others = [key for key in places if key in among and not _same_line(move.room.places, places[key], goal_tree)]
    compared = []
    for key in others[:MOST_COMPARED]:
        factor = as_much_as(drawn=drawn, aim=aim, places=places[key], probability=move.probability)
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
