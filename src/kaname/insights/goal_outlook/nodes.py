"""What the draws say of each node, as the ledger keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from math import isfinite
from typing import Any

import numpy as np

from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.models import Goal
from kaname.insights.goal_outlook.asking import Wanted
from kaname.insights.goal_outlook.leaves import Leaves
from kaname.insights.goal_outlook.rooms import Realistic
from kaname.insights.models import Outlook, Verdict
from kaname.insights.outlook.scene import Scene
from kaname.measures.outlook.ends import SHARES
from kaname.measures.outlook.judgement import ALL_UP_TO, RANGE_UP_TO, Judgement, relative_width
from kaname.measures.outlook.next_move import Drawn
from kaname.measures.outlook.tree import TreeOutlook
from kaname.measures.periods import Period

TREE = "tree"


@dataclass(frozen=True)
class Nature:
    """Whether a metric grows with working time, and how much of its end is still open. [0-1]"""

    adds: bool
    left: float


def natures_of(goal_tree: GoalTree, rows: Mapping[str, Outlook], scene: Scene) -> list[Nature]:
    """Of every node; of rates and means it is the share of what is decided that is still to come."""
    return [_nature(key, goal_tree.nodes[0].goal.period, rows.get(key), scene) for key in goal_tree.keys]


def _nature(key: str, period: Period, row: Outlook | None, scene: Scene) -> Nature:
    adds = key in scene.definitions and grows_with_time(key, scene.definitions)
    done, left = (None, None) if row is None else (row.parts.get("trials"), row.parts.get("trials_left"))
    if adds or done is None or left is None or done + left <= 0:
        return Nature(adds, 1.0 - scene.share(period))
    return Nature(adds, left / (done + left))


def node_rows(
    goal_tree: GoalTree,
    drawn: Drawn,
    wanted: Sequence[Wanted],
    rows: Mapping[str, Outlook],
    rooms: Mapping[str, Realistic],
    natures: Sequence[Nature],
    own: Mapping[str, Sequence[float]],
) -> list[dict[str, Any]]:
    """In the order of the tree's nodes, by the tree's arithmetic alone; what is not known is None.

    metric_key, expected, low, high, probability, target, upper, achieved; of the node's own outlook own_expected,
    own_low, own_high, own_probability and, of what has parts, own_quantiles; realistic ends room (low, high); adds and
    left (see Nature).
    """
    ends = replace(drawn, residuals=None).ends()
    return [
        _node(place, key, ends, wanted[place], rows.get(key))
        | {"room": [rooms[key].room.low, rooms[key].room.high] if key in rooms else None}
        | {"own_quantiles": list(own.get(key, ()))}
        | asdict(natures[place])
        for place, key in enumerate(goal_tree.keys)
    ]


def chance_of(ends: TreeOutlook, wanted: Wanted, place: int) -> float | None:
    """The probability that a node reaches what is wanted of it; None where the interval is too wide for one. [0-1]"""
    aim = wanted.aim
    if aim is None or width_of(ends, place) > ALL_UP_TO:
        return None
    return ends.probability(target=aim.target, direction=aim.direction, upper=aim.upper, node=place)


def _node(place: int, key: str, ends: TreeOutlook, wanted: Wanted, own: Outlook | None) -> dict[str, Any]:
    known = None if own is None or own.verdict == Verdict.REFUSED or own.method == TREE else own
    return {
        "metric_key": key,
        "expected": number(ends.expected[place]),
        "low": number(ends.low[place]),
        "high": number(ends.high[place]),
        "probability": chance_of(ends, wanted, place),
        "target": wanted.target,
        "upper": wanted.upper,
        "achieved": None if own is None else own.achieved,
        "own_expected": known and known.expected,
        "own_low": known and known.low,
        "own_high": known and known.high,
        "own_probability": known and known.probability,
    }


def outlook_rows(
    goal: Goal, goal_tree: GoalTree, ends: TreeOutlook, wanted: Sequence[Wanted], leaves: Leaves, *, at: datetime
) -> list[Outlook]:
    """An outlook for every inner node that has one, should it have none of its own."""
    found: dict[str, Outlook] = {}
    for place in goal_tree.tree.inner:
        if isfinite(ends.expected[place]):
            found.setdefault(goal_tree.keys[place], _row(goal, place, goal_tree, ends, wanted[place], leaves, at))
    return list(found.values())


def _row(
    goal: Goal, place: int, goal_tree: GoalTree, ends: TreeOutlook, wanted: Wanted, leaves: Leaves, at: datetime
) -> Outlook:
    verdict, reason = _judged(width_of(ends, place))
    return Outlook(
        metric_key=goal_tree.keys[place],
        team_key=goal.team.key if goal.team else "",
        starts_on=goal.starts_on,
        ends_on=goal.ends_on,
        verdict=verdict,
        reason=reason,
        expected=number(ends.expected[place]),
        low=number(ends.low[place]),
        high=number(ends.high[place]),
        target=wanted.target,
        upper=wanted.upper,
        probability=chance_of(ends, wanted, place) if verdict == Verdict.SHOWN else None,
        method=TREE,
        grade="assumed",
        parts={
            "goal": goal.key,
            "leaves": list(leaves.keys),
            "n_periods": leaves.n_periods,
            "quantiles": np.nanquantile(ends.draws[place], SHARES).tolist(),
        },
        made_at=at,
    )


def width_of(ends: TreeOutlook, place: int) -> float:
    """Of a node's interval, relative to its expected end. [ratio]"""
    here = slice(place, place + 1)
    return float(relative_width(expected=ends.expected[here], low=ends.low[here], high=ends.high[here])[0])


def _judged(width: float) -> tuple[Verdict, str]:
    """By the same bounds as any outlook."""
    if width <= ALL_UP_TO:
        return Verdict.SHOWN, ""
    if width <= RANGE_UP_TO:
        return Verdict.RANGE, str(Judgement.RANGE)
    return Verdict.REFUSED, str(Judgement.TOO_WIDE)


def number(value: Any) -> float | None:
    return float(value) if isfinite(value) else None
