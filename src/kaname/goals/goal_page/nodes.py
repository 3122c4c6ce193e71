"""The KPI tree of a goal as it stands today: every node's actual beside what it should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

import numpy as np

from kaname.goals.actuals import actual_values
from kaname.goals.elapsed import Elapsed, figure_of
from kaname.goals.figures import Figure
from kaname.goals.goal_page.loads import Loads
from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.kpi_tree.node_lines import signs_of
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.kpi_tree.values import computable
from kaname.goals.kpis.in_force import InForce, deviation, in_force_of
from kaname.goals.kpis.planning import Values, kept_nodes
from kaname.goals.models import Goal, Kpi, Node, Target
from kaname.goals.outlooks import EndOutlook
from kaname.goals.reader import Reader
from kaname.goals.targets import Origin, ResolvedTarget
from kaname.goals.words import metric_name
from kaname.measures.direction import Direction
from kaname.web.formats.quantities import as_pace
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class NodeStatus:
    """One node with its sign before it, where it is today and where it should be in the end. [unit of the metric]

    `planned` is the goal's plan, so that the tree adds up; `upper` the upper end of a range. `note` says what a target
    in force asks for instead.
    """

    node: Node
    depth: int
    sign: str
    name: str
    unit: Unit
    kpi: Kpi | None
    figure: Figure
    planned: float | None
    upper: float | None = None
    note: str = ""


def to_date(keys: Sequence[str], goal: Goal, *, reader: Reader) -> dict[str, float]:
    """Actuals of the goal's period by metric; NaN before it begins and where nothing is known.

    Of the whole period, as boards and the list of goals count it.
    """
    known = [key for key in dict.fromkeys(keys) if computable(key, reader)]
    if reader.today < goal.starts_on or not known:
        return dict.fromkeys(keys, np.nan)
    found = actual_values(
        known, period=goal.period, team=goal.team, definitions=reader.definitions, calendar=reader.calendar
    )
    return {key: np.nan if (value := found.get(key)) is None else float(value) for key in keys}


def asked_in_force(goal: Goal, goal_tree: GoalTree) -> dict[str, float]:
    """What every metric of the tree should reach in the end: its target in force, else what was planned; NaN unknown.

    [unit of each metric]
    """
    planned = dict(zip(goal_tree.keys, kept_nodes(goal_tree).tolist(), strict=True))
    held = Target.objects.in_force().filter(
        metric_key__in=planned, team=goal.team, person=None, starts_on=goal.starts_on, ends_on=goal.ends_on
    )
    return planned | {key: float(value) for key, value in held.values_list("metric_key", "value")}


def node_statuses(
    goal_tree: GoalTree,
    *,
    actuals: Mapping[str, float],
    asked: Mapping[str, float],
    elapsed: Elapsed,
    kpis: Sequence[Kpi],
    loads: Loads,
    reader: Reader,
) -> list[NodeStatus]:
    """Every node from the pivot downwards, judged against its plan, or where it has none against what is `asked`."""
    signs, plan = _signs(goal_tree), kept_nodes(goal_tree)
    by_metric = {kpi.metric_key: kpi for kpi in kpis if kpi.team_id is None}
    held = _held(goal_tree, plan, asked, reader)
    ends, found = ends_of(goal_tree.nodes[0].goal, reader), []
    for place, node in enumerate(goal_tree.nodes):
        if node.metric_key in reader.metrics:
            key, unit = node.metric_key, _unit(node, reader)
            planned = number(plan[place])
            value, upper = _shown(planned, asked[key], held.get(key))
            found.append(
                NodeStatus(
                    node=node,
                    depth=goal_tree.depths[place],
                    sign=signs[place],
                    name=metric_name(key, reader.definitions),
                    unit=unit,
                    kpi=by_metric.get(key),
                    figure=judged(key, actuals[key], value, upper, elapsed, loads.since(key), ends, reader=reader),
                    planned=as_pace(value, unit),
                    upper=as_pace(upper, unit),
                    note=deviation(held.get(key), planned, unit, reader=reader),
                )
            )
    return found


def _held(goal_tree: GoalTree, plan: Values, asked: Mapping[str, float], reader: Reader) -> dict[str, InForce]:
    """The targets in force where they may differ from the plan; looked up only then."""
    keys = {
        key
        for key, planned in zip(goal_tree.keys, plan.tolist(), strict=True)
        if planned != asked[key] or _is_range(key, reader)
    }
    if not keys:
        return {}
    goal = goal_tree.nodes[0].goal
    return in_force_of(goal, keys, team_id=goal.team_id)


def _is_range(metric_key: str, reader: Reader) -> bool:
    metric = reader.metrics.get(metric_key)
    return metric is not None and metric.definition.direction is Direction.RANGE


def _shown(planned: float | None, asked: float, held: InForce | None) -> tuple[float | None, float | None]:
    """The plan, or the range in force where the plan lies within; without a plan what is asked. [unit of the metric]"""
    if held is not None and (planned is None or (held.upper is not None and held.holds(planned))):
        return held.value, held.upper
    return (number(asked) if planned is None else planned), None


def judged(
    metric_key: str,
    actual: float,
    target: float | None,
    upper: float | None,
    elapsed: Elapsed,
    loaded_at: datetime | None,
    ends: Mapping[str, EndOutlook],
    *,
    reader: Reader,
) -> Figure:
    """A number against what it should reach in the whole period."""
    asked = None if target is None else ResolvedTarget(target, upper, None, Origin.EXACT, ())
    return figure_of(
        metric_key,
        number(actual),
        asked,
        elapsed=elapsed,
        loaded_at=loaded_at,
        reader=reader,
        additive=grows_with_time(metric_key, reader.definitions) if metric_key in reader.definitions else None,
        outlook=ends.get(metric_key),
    )


def ends_of(goal: Goal, reader: Reader) -> dict[str, EndOutlook]:
    """Where metrics of the goal's team will end in the goal's period."""
    team = goal.team.key if goal.team else ""
    known = reader.outlooks_in(goal.period)
    return {metric: end for (metric, key, person), end in known.items() if key == team and not person}


def number(value: float) -> float | None:
    return float(value) if isfinite(value) else None


def _signs(goal_tree: GoalTree) -> dict[int, str]:
    found = {0: ""}
    for shape in goal_tree.tree.nodes:
        found |= dict(zip(shape.children, signs_of(shape), strict=True))
    return found


def _unit(node: Node, reader: Reader) -> Unit:
    metric = reader.metrics.get(node.metric_key)
    return reader.unit(metric.definition) if metric else Unit("number")
