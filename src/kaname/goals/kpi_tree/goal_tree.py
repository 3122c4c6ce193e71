"""A goal's KPI tree as arithmetic: its nodes parents first, ready for `measures`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kaname.goals.models import Goal, Node
from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode


@dataclass(frozen=True)
class GoalTree:
    """The nodes from the pivot downwards, each after its parent and siblings in their order.

    `tree` numbers nodes by their place in `nodes`.
    """

    nodes: tuple[Node, ...]
    tree: KpiTree

    @property
    def keys(self) -> tuple[str, ...]:
        """The metric of each node."""
        return tuple(node.metric_key for node in self.nodes)

    @property
    def leaf_keys(self) -> tuple[str, ...]:
        return tuple(self.nodes[place].metric_key for place in self.tree.leaves)

    @cached_property
    def depths(self) -> tuple[int, ...]:
        """Steps from the pivot to each node."""
        depth = dict.fromkeys(range(len(self.nodes)), 0)
        for place, node in enumerate(self.tree.nodes):
            for child in node.children:
                depth[child] = depth[place] + 1
        return tuple(depth[place] for place in range(len(self.nodes)))

    def place_of(self, pk: int) -> int:
        """Where the node with this id stands. Raises StopIteration where it is none of the tree's."""
        return next(place for place, node in enumerate(self.nodes) if node.pk == pk)


def tree_of(goal: Goal) -> GoalTree | None:
    """The goal's tree, or None before it has one. One query."""
    children: dict[int | None, list[Node]] = {}
    for node in Node.objects.filter(goal=goal):
        children.setdefault(node.parent_id, []).append(node)
    pivot = children.get(None)
    if not pivot:
        return None
    ordered = tuple(_below(pivot[0], children))
    places = {node.pk: place for place, node in enumerate(ordered)}
    return GoalTree(ordered, KpiTree(tuple(_arithmetic(node, children, places) for node in ordered)))


def tree_below(goal: Goal) -> GoalTree | None:
    """The goal's tree, if it is about the goal's metric and there is anything below that."""
    found = tree_of(goal)
    return None if found is None or len(found.nodes) == 1 or found.keys[0] != goal.metric_key else found


def _below(node: Node, children: Mapping[int | None, list[Node]]) -> list[Node]:
    return [node, *(below for child in children.get(node.pk, ()) for below in _below(child, children))]


def _arithmetic(node: Node, children: Mapping[int | None, list[Node]], places: Mapping[int, int]) -> TreeNode:
    parts = children.get(node.pk, [])
    if not parts:
        return TreeNode()
    operation = Operation(node.operation)
    weights = tuple(1.0 if part.weight is None else part.weight for part in parts)
    return TreeNode(
        operation,
        tuple(places[part.pk] for part in parts),
        weights if operation is Operation.WEIGHTED_SUM else (),
    )
