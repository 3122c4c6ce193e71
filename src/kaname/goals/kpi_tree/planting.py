"""Beginning a goal's KPI tree: with its metric alone, or with a ready-made tree."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kaname.goals.decisions import require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import MetricInUse, all_metrics, in_use
from kaname.goals.kpi_tree.branch import Branch, branch_of
from kaname.goals.kpi_tree.changing import TreeStep, change_branch, record_step
from kaname.goals.kpi_tree.ready_trees import ReadyTree, ready_trees
from kaname.goals.kpi_tree.split import Split, require_sound
from kaname.goals.models import Goal, GoalChange, Node
from kaname.goals.words import metric_name, quoted
from kaname.people.models import User


@transaction.atomic
def plant(goal: Goal, *, by: User | None, at: datetime, reason: str = "") -> Node:
    """Begin the tree with the goal's metric as its pivot; one that is there for another metric makes room.

    Raises
    ------
    GoalsError
        not_yours_to_set, goal_without_metric, reason_needed where a tree of a published goal makes room.
    """
    require_may_edit(goal, by=by, at=at)
    goal = Goal.objects.select_for_update().get(pk=goal.pk)
    if not goal.metric_key:
        raise GoalsError("goal_without_metric")
    pivot = Node.objects.filter(goal=goal, parent=None).first()
    if pivot is not None and pivot.metric_key == goal.metric_key:
        return pivot
    if pivot is not None:
        before = branch_of(goal, pivot)
        kept = before.to_dict() if before else {}
        record_step(goal, TreeStep.PLANTED, metric=goal.metric_key, before=kept, by=by, at=at, reason=reason)
        pivot.delete()
    return Node.objects.create(goal=goal, metric_key=goal.metric_key)


@transaction.atomic
def use_ready_tree(goal: Goal, ready_key: str, *, by: User | None, at: datetime, reason: str = "") -> GoalChange:
    """Put a ready-made tree in place of what the goal has.

    Raises
    ------
    GoalsError
        ready_tree_unknown, or what `require_fits` refuses; not_yours_to_set, reason_needed (published goals).
    """
    ready = ready_trees().get(ready_key)
    if ready is None:
        raise GoalsError("ready_tree_unknown", tree=ready_key)
    require_fits(ready, goal, metrics=all_metrics())
    pivot = plant(goal, by=by, at=at, reason=reason)
    step = TreeStep.READY_TREE
    return change_branch(pivot, step, lambda _before: ready.tree, by=by, at=at, reason=reason, ready=ready.key)


def require_fits(ready: ReadyTree, goal: Goal, *, metrics: dict[str, MetricInUse]) -> None:
    """Raise GoalsError ready_tree_unfit unless its pivot is the goal's metric; metric_unknown, metric_archived."""
    if ready.pivot != goal.metric_key:
        names = {"pivot": ready.pivot, "metric": goal.metric_key}
        known = in_use(metrics)
        raise GoalsError("ready_tree_unfit", **{name: quoted(metric_name(key, known)) for name, key in names.items()})
    _require_sound(ready.tree, above=(), metrics=metrics)


def _require_sound(branch: Branch, *, above: tuple[str, ...], metrics: dict[str, MetricInUse]) -> None:
    if branch.operation is None:
        return
    split = Split(branch.operation, branch.keys, branch.weights)
    require_sound(split, parent=branch.metric_key, above=above, metrics=metrics)
    for part in branch.parts:
        _require_sound(part, above=(*above, branch.metric_key), metrics=metrics)
