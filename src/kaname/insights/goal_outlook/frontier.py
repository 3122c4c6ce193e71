"""Down to where a goal's tree can be looked ahead: its lowest numbers that have an outlook of their own."""

from __future__ import annotations

from collections.abc import Collection

from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode


def frontier_of(found: GoalTree, known: Collection[str]) -> list[str]:
    """The metrics that the goal's end is drawn from, in the tree's order.

    Parts count where all of them are known; where one is not, the number above it stands for them, if that is known.
    What is neither comes along, so that it can be said what is missing.
    """
    can = _can(found, known)
    keys, waiting = list[str](), [0]
    while waiting:
        place = waiting.pop(0)
        children = found.tree.nodes[place].children
        opened = children and (all(can[child] for child in children) or place == 0 or found.keys[place] not in known)
        if opened:
            waiting = [*children, *waiting]
        else:
            keys.append(found.keys[place])
    return list(dict.fromkeys(keys))


def pruned(found: GoalTree, frontier: Collection[str]) -> GoalTree:
    """The tree without what lies below the frontier."""
    kept, waiting = list[int](), [0]
    while waiting:
        place = waiting.pop(0)
        kept.append(place)
        if not _ends(found, place, frontier):
            waiting = [*found.tree.nodes[place].children, *waiting]
    places = {place: number for number, place in enumerate(kept)}
    nodes = tuple(
        TreeNode()
        if _ends(found, place, frontier)
        else TreeNode(
            found.tree.nodes[place].operation,
            tuple(places[child] for child in found.tree.nodes[place].children),
            found.tree.nodes[place].weights,
        )
        for place in kept
    )
    return GoalTree(tuple(found.nodes[place] for place in kept), KpiTree(nodes))


def _ends(found: GoalTree, place: int, frontier: Collection[str]) -> bool:
    return not found.tree.nodes[place].children or (place != 0 and found.keys[place] in frontier)


def _can(found: GoalTree, known: Collection[str]) -> list[bool]:
    """Whether each node has an outlook, of its own or through its parts."""
    can = [key in known for key in found.keys]
    for place in reversed(found.tree.inner):
        can[place] = can[place] or all(can[child] for child in found.tree.nodes[place].children)
    return can
