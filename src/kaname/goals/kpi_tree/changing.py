"""One change of a KPI tree: the rows, and the record that can take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from kaname.goals.decisions import record, require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.kpi_tree.branch import Branch, branch_of
from kaname.goals.kpi_tree.rows import rewrite
from kaname.goals.models import Goal, GoalChange, Node
from kaname.people.models import User
from kaname.web.live import hub

MOST_NODES = 200


class TreeStep(StrEnum):
    """What was done to a tree, as its record says it."""

    PLANTED = "planted"
    READY_TREE = "ready_tree"
    SPLIT = "split"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    UNDONE = "undone"


@transaction.atomic
def change_branch(
    node: Node,
    step: TreeStep,
    change: Callable[[Branch], Branch],
    *,
    by: User | None,
    at: datetime,
    reason: str,
    needed: bool = True,
    **details: Any,
) -> GoalChange:
    """Make of the branch at the node what `change` makes of it, and keep both in the record.

    Raises
    ------
    GoalsError
        not_yours_to_set, tree_changed_meanwhile, too_many_nodes; reason_needed where it is `needed` (published goals).
    """
    require_may_edit(node.goal, by=by, at=at)
    goal = Goal.objects.select_for_update().get(pk=node.goal_id)
    before = branch_of(goal, node)
    if before is None:
        raise GoalsError("tree_changed_meanwhile")
    after = change(before)
    _require_few(goal, added=len(list(after.walk())) - len(list(before.walk())))
    rewrite(node, after)
    kept = {"node": node.pk, "before": before.to_dict(), "after": after.to_dict()}
    return record_step(
        goal, step, metric=node.metric_key, by=by, at=at, reason=reason, needed=needed, **kept, **details
    )


def undo(change: GoalChange, *, by: User | None, at: datetime, reason: str = "") -> GoalChange:
    """Put back what one change did to the tree.

    Raises
    ------
    GoalsError
        tree_changed_meanwhile where what it left is not there any more; not_yours_to_set, reason_needed.
    """
    node = Node.objects.filter(goal=change.goal, pk=change.details.get("node")).first()
    now = None if node is None else branch_of(change.goal, node)
    if node is None or now is None or now.shape != Branch.from_dict(change.details["after"]).shape:
        raise GoalsError("tree_changed_meanwhile")
    before = Branch.from_dict(change.details["before"])
    return change_branch(node, TreeStep.UNDONE, lambda _now: before, by=by, at=at, reason=reason)


def record_step(
    goal: Goal, step: TreeStep, *, by: User | None, at: datetime, reason: str, needed: bool = True, **details: Any
) -> GoalChange:
    """Write down what was done; open pages of a goal that counts hear of it. Raises GoalsError reason_needed."""
    kind = GoalChange.Kind.TREE_CHANGED
    change = record(goal, kind, by=by, at=at, reason=reason, needed=needed, step=str(step), **details)
    if not goal.is_draft:
        transaction.on_commit(hub.publish)
    return change


def _require_few(goal: Goal, *, added: int) -> None:
    count = Node.objects.filter(goal=goal).count() + added
    if added > 0 and count > MOST_NODES:
        raise GoalsError("too_many_nodes", most=MOST_NODES, count=count)
