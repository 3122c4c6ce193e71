"""A whole KPI tree in place of another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kaname.goals.errors import GoalsError
from kaname.goals.in_use import MetricInUse, all_metrics, in_use
from kaname.goals.kpi_tree.branch import Branch
from kaname.goals.kpi_tree.changing import TreeStep, change_branch
from kaname.goals.kpi_tree.planting import plant
from kaname.goals.kpi_tree.split import Split, require_sound
from kaname.goals.models import Goal, GoalChange
from kaname.goals.words import metric_name, quoted
from kaname.people.models import User


@transaction.atomic
def replace_tree(goal: Goal, tree: Branch, *, by: User | None, at: datetime, reason: str = "") -> GoalChange:
    """Make the goal's tree this one; its pivot is the goal's metric.

    Raises
    ------
    GoalsError
        ready_tree_unfit for another pivot, locked_without_value, or what `require_sound` refuses of any split;
        not_yours_to_set, too_many_nodes, reason_needed (published goals).
    """
    metrics = all_metrics()
    if tree.metric_key != goal.metric_key:
        known = in_use(metrics)
        names = {"pivot": tree.metric_key, "metric": goal.metric_key}
        raise GoalsError("ready_tree_unfit", **{name: quoted(metric_name(key, known)) for name, key in names.items()})
    _require_sound(tree, (), metrics)
    pivot = plant(goal, by=by, at=at, reason=reason)
    return change_branch(pivot, TreeStep.CHANGED, lambda _before: tree, by=by, at=at, reason=reason)


def _require_sound(branch: Branch, above: tuple[str, ...], metrics: dict[str, MetricInUse]) -> None:
    if branch.locked and branch.planned is None:
        raise GoalsError("locked_without_value")
    if (branch.operation is None) != (not branch.parts):
        raise GoalsError("parts_needed")
    if branch.operation is not None:
        split = Split(branch.operation, branch.keys, branch.weights)
        require_sound(split, parent=branch.metric_key, above=above, metrics=metrics)
    for part in branch.parts:
        _require_sound(part, (*above, branch.metric_key), metrics)
