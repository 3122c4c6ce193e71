"""The rows of a tree in the ledger."""

from __future__ import annotations

from kaname.goals.kpi_tree.branch import Branch
from kaname.goals.models import Node


def ancestors(node: Node) -> tuple[str, ...]:
    """The metrics above a node, from its parent up to the pivot."""
    found: list[str] = []
    parent = node.parent
    while parent is not None:
        found.append(parent.metric_key)
        parent = parent.parent
    return tuple(found)


def rewrite(node: Node, branch: Branch) -> None:
    """Make the rows at and below the node say what the branch says; parts that stay keep their row."""
    node.operation = str(branch.operation or "")
    node.weight, node.hours_each = branch.weight, branch.hours_each
    node.planned, node.locked = branch.planned, branch.locked
    node.save()
    known = {child.metric_key: child for child in node.children.all()}
    for position, part in enumerate(branch.parts):
        child = known.pop(part.metric_key, None) or Node(goal=node.goal, parent=node, metric_key=part.metric_key)
        child.position = position
        rewrite(child, part)
    Node.objects.filter(pk__in=[child.pk for child in known.values()]).delete()
