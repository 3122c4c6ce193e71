"""What a scenario starts from: the goal's tree as it is expected to end today."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from kaname.goals.kpi_tree.goal_tree import GoalTree, tree_of
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.insights.goal_outlook.asking import Wanted, wanted_of
from kaname.insights.goal_outlook.drawing import drawn_of, draws_of, kept_draws
from kaname.insights.goal_outlook.frontier import pruned
from kaname.insights.models import GoalOutlook
from kaname.measures.outlook.next_move import Drawn
from kaname.measures.outlook.tree import TreeOutlook


@dataclass(frozen=True)
class Basis:
    """`whole` is all of the tree, `tree` that down to where it can be looked ahead; `nodes` belong to the latter."""

    goal: Goal
    whole: GoalTree
    tree: GoalTree
    outlook: GoalOutlook
    drawn: Drawn
    wanted: tuple[Wanted, ...]

    @classmethod
    def of(cls, goal: Goal, reader: Reader) -> Basis | None:
        """None before there is an outlook of the goal's tree as it stands."""
        outlook, whole = GoalOutlook.objects.filter(goal=goal).first(), tree_of(goal)
        if outlook is None or whole is None:
            return None
        tree = pruned(whole, outlook.leaf_keys)
        if list(tree.keys) != [node["metric_key"] for node in outlook.nodes]:
            return None
        key = (goal.pk, outlook.made_at, tree.keys)
        drawn = kept_draws.get(key, lambda: _drawn(outlook, tree))
        return cls(goal, whole, tree, outlook, drawn, tuple(wanted_of(goal, tree, reader.definitions)))

    @property
    def nodes(self) -> list[dict[str, Any]]:
        return list(self.outlook.nodes)

    @cached_property
    def ends(self) -> TreeOutlook:
        """As they are expected today."""
        return self.drawn.ends()

    @property
    def is_known(self) -> bool:
        """Whether the goal's own end follows from what is known."""
        return bool(np.isfinite(self.ends.expected[0]))

    @property
    def beneath(self) -> list[str]:
        """Metrics of the tree that have no outlook, as one above them stands for them; and leaves without any."""
        below = [key for key in self.whole.keys if key not in self.tree.keys]
        return list(dict.fromkeys(below))


def _drawn(outlook: GoalOutlook, tree: GoalTree) -> Drawn:
    quantiles = np.array(outlook.quantiles, dtype=np.float64)
    draws = draws_of(quantiles, np.array(outlook.correlation, dtype=np.float64))
    own = {node["metric_key"]: node.get("own_quantiles") or [] for node in outlook.nodes}
    return drawn_of(tree, outlook.leaf_keys, draws, own)
