"""What a goal's tree proposes, and what its difference comes from, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kaname.goals.elapsed import elapsed_of
from kaname.goals.goal_access import visible_goal
from kaname.goals.goal_page.nodes import to_date
from kaname.goals.goals_api import own_goal
from kaname.goals.kpi_tree.goal_tree import GoalTree, tree_below, tree_of
from kaname.goals.kpi_tree.values import tree_values
from kaname.goals.kpis.fixing import take_over
from kaname.goals.kpis.plan_lines import load_of
from kaname.goals.kpis.planning import Planned, keep, planned_for
from kaname.goals.kpis.split import Comparison, split_of
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, Reason, reader_of, refusals
from kaname.goals.verdict_answers import plain

router = Router(tags=["goals"])


class PlannedNode(Schema):
    """A number of the tree, parents first: `depth` counts the steps from the KGI.

    `actual` is of the compared period, `low` and `high` the realistic range, `proposed` what it should reach and
    `in_force` what was kept; `lowers` and `raises` are what the ends of the range would do to the KGI. `load` is
    within, above, below, far_above, far_below or no_range.
    """

    metric: str
    depth: int
    leaf: bool
    actual: float | None
    low: float | None
    high: float | None
    lowers: float | None
    raises: float | None
    proposed: float | None
    in_force: float | None
    locked: bool
    hours_each: float | None
    load: str


class PlanOut(Schema):
    """`reaches` the goal at all; `within` ranges and working time. Else `gives` are things that would do it alone.

    `unknown` are metrics without an actual to start from. Hours are of the goal's period. `strain` is the sum of
    squared distances in widths of the realistic ranges.
    """

    reaches: bool
    within: bool
    strain: float | None
    root: float | None
    unknown: list[str]
    hours: float
    hours_used: float | None
    gives: list[dict[str, Any]]
    nodes: list[PlannedNode]


class SplitOut(Schema):
    """`parts` by metric, `outside` (what the tree does not explain) and `unplanned` sum to `after` - `before`."""

    against: str
    before: float
    after: float
    parts: dict[str, float]
    outside: float
    unplanned: float


@router.get("/goals/{key}/plan/", response={200: PlanOut, **REFUSED})
def get_plan(request: HttpRequest, key: str) -> dict[str, Any]:
    """What would close the gap with the least strain, solved now; nothing is kept."""
    reader = reader_of(request)
    return _plan(_planned(own_goal(reader, key), reader))


@router.post("/goals/{key}/plan/", response={200: PlanOut, **REFUSED})
def post_plan(request: HttpRequest, key: str, asked: Reason) -> dict[str, Any]:
    """Keep what is proposed now; a goal that counts asks why."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    planned = _planned(goal, reader)
    with refusals():
        if goal.is_draft:
            return _plan(keep(planned))
        return _plan(take_over(goal, planned, by=reader.user, at=reader.at, reason=asked.reason))


@router.get("/goals/{key}/split/", response={200: SplitOut, **REFUSED})
def get_split(request: HttpRequest, key: str, against: Comparison = Comparison.PACE) -> dict[str, Any]:
    """What the difference from pace, target, prior_year or prior_period comes from; 404 where one side is not known."""
    reader = reader_of(request)
    goal = visible_goal(reader, key)
    found = tree_of(goal)
    if found is None:
        raise Http404
    with refusals():
        actuals = to_date(found.keys, goal, reader=reader)
        values = np.array([actuals[one] for one in found.keys])
        elapsed = elapsed_of(goal.team, goal.period, reader)
        split = split_of(against, goal=goal, goal_tree=found, to_date=values, elapsed=elapsed, reader=reader)
    if split is None:
        raise Http404
    return {
        "against": split.comparison.value,
        "before": split.before,
        "after": split.after,
        "parts": split.parts,
        "outside": split.outside,
        "unplanned": split.unplanned,
    }


def _planned(goal: Goal, reader: Reader) -> Planned:
    """Raises Http404 for a goal without a tree."""
    found = tree_below(goal)
    if found is None:
        raise Http404
    with refusals():
        return planned_for(goal, found, tree_values(found, goal=goal, reader=reader), reader=reader)


def _plan(planned: Planned) -> dict[str, Any]:
    proposal, keys = planned.proposal, planned.goal_tree.keys
    answer: dict[str, Any] = plain(
        {
            "reaches": planned.reaches,
            "within": proposal is not None and proposal.within is not None,
            "strain": None if planned.plan is None else planned.plan.total_strain,
            "root": float(planned.nodes[0]),
            "unknown": [keys[place] for place in planned.unknown],
            "hours": planned.hours,
            "hours_used": planned.used,
            "gives": _gives(planned, planned.goal_tree),
            "nodes": [_node(place, planned) for place in range(len(keys))],
        }
    )
    return answer


def _gives(planned: Planned, goal_tree: GoalTree) -> list[dict[str, Any]]:
    if planned.proposal is None or planned.proposal.within is not None:
        return []
    return [
        asdict(give) | {"leaf": None if give.leaf is None else goal_tree.leaf_keys[give.leaf]}
        for give in planned.proposal.gives
    ]


def _node(place: int, planned: Planned) -> dict[str, Any]:
    node, values = planned.goal_tree.nodes[place], planned.values
    lowers, raises = values.leverage.change[place].tolist()
    return {
        "metric": node.metric_key,
        "depth": planned.goal_tree.depths[place],
        "leaf": planned.leaf_of(place) is not None,
        "actual": float(values.compared[place]),
        "low": float(values.low[place]),
        "high": float(values.high[place]),
        "lowers": lowers,
        "raises": raises,
        "proposed": float(planned.nodes[place]),
        "in_force": float(planned.in_force[place]),
        "locked": node.locked,
        "hours_each": node.hours_each,
        "load": load_of(place, planned).value,
    }
