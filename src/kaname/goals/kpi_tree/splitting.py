"""How the nodes of a KPI tree are put together: splitting, removing, moving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from kaname.goals.decisions import require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import all_metrics, in_use
from kaname.goals.kpi_tree.branch import Branch
from kaname.goals.kpi_tree.changing import TreeStep, change_branch
from kaname.goals.kpi_tree.rows import ancestors
from kaname.goals.kpi_tree.split import Split, require_sound
from kaname.goals.models import GoalChange, Node
from kaname.goals.words import metric_name, quoted
from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import TAKES_TWO
from kaname.people.models import User

NOT_WITHOUT = frozenset({"parts_needed", "two_parts_needed", "units_do_not_fit"})


def split_node(
    node: Node,
    *,
    operation: Operation,
    metric_keys: Sequence[str],
    by: User | None,
    at: datetime,
    weights: Sequence[float] = (),
    reason: str = "",
) -> GoalChange:
    """Put a node together from these metrics; what stands below those that stay, stays.

    Raises
    ------
    GoalsError
        not_yours_to_set, too_many_nodes, reason_needed (published goals), or what `require_sound` refuses.
    """
    split = Split(operation, tuple(metric_keys), tuple(weights))
    require_sound(split, parent=node.metric_key, above=ancestors(node), metrics=all_metrics())

    def changed(before: Branch) -> Branch:
        kept = {part.metric_key: part for part in before.parts}
        factors = split.weights or (None,) * len(split.keys)
        parts = [replace(kept.get(key, Branch(key)), weight=one) for key, one in zip(split.keys, factors, strict=True)]
        return replace(before, operation=split.operation, parts=tuple(parts))

    step = TreeStep.CHANGED if node.operation else TreeStep.SPLIT
    return change_branch(node, step, changed, by=by, at=at, reason=reason)


def remove_below(node: Node, *, by: User | None, at: datetime, reason: str = "") -> GoalChange:
    """Make a leaf of a node. Raises GoalsError not_yours_to_set, node_not_split, reason_needed (published goals)."""
    if not node.operation:
        raise GoalsError("node_not_split")

    def leaf(before: Branch) -> Branch:
        return replace(before, operation=None, parts=())

    return change_branch(node, TreeStep.REMOVED, leaf, by=by, at=at, reason=reason)


def remove_part(node: Node, *, by: User | None, at: datetime, reason: str = "") -> GoalChange:
    """Take a node, with all below it, out of those that its parent is put together from.

    Raises
    ------
    GoalsError
        pivot_stays; part_needed where the others alone do not make the parent; not_yours_to_set, reason_needed.
    """
    parent = node.parent
    if parent is None:
        raise GoalsError("pivot_stays")
    rest = [one for one in parent.children.all() if one.pk != node.pk]
    try:
        return _resplit(parent, rest, by=by, at=at, reason=reason)
    except GoalsError as error:
        if error.code not in NOT_WITHOUT:
            raise
        name = quoted(metric_name(parent.metric_key, in_use(all_metrics())))
        raise GoalsError("part_needed", metric=name) from error


@transaction.atomic
def move_node(node: Node, *, after: bool, by: User | None, at: datetime, reason: str = "") -> GoalChange | None:
    """Change places with the part before or after it; None where there is none.

    Where the order means nothing (sums and products) nobody has to say why.

    Raises
    ------
    GoalsError
        not_yours_to_set; for differences and ratios also units_do_not_fit and reason_needed (published goals).
    """
    require_may_edit(node.goal, by=by, at=at)
    parent = node.parent
    if parent is None:
        return None
    siblings = list(parent.children.all())
    place = next(place for place, one in enumerate(siblings) if one.pk == node.pk)
    other = place + (1 if after else -1)
    if not 0 <= other < len(siblings):
        return None
    siblings[place], siblings[other] = siblings[other], siblings[place]
    if Operation(parent.operation) in TAKES_TWO:
        return _resplit(parent, siblings, by=by, at=at, reason=reason)
    order = [one.metric_key for one in siblings]

    def moved(before: Branch) -> Branch:
        return replace(before, parts=tuple(sorted(before.parts, key=lambda part: order.index(part.metric_key))))

    return change_branch(parent, TreeStep.MOVED, moved, by=by, at=at, reason=reason, needed=False)


def _resplit(parent: Node, parts: Sequence[Node], *, by: User | None, at: datetime, reason: str) -> GoalChange:
    """The same operation on these of its parts, in this order."""
    operation = Operation(parent.operation)
    weighted = operation is Operation.WEIGHTED_SUM
    weights = [1.0 if part.weight is None else part.weight for part in parts] if weighted else ()
    keys = [part.metric_key for part in parts]
    return split_node(parent, operation=operation, metric_keys=keys, weights=weights, by=by, at=at, reason=reason)
