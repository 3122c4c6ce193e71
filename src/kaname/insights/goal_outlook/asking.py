"""What each number of a goal's tree should reach in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.kpis.in_force import in_force_of
from kaname.goals.kpis.planning import kept_nodes
from kaname.goals.models import Goal
from kaname.measures.direction import Direction
from kaname.measures.outlook.next_move import Aim


@dataclass(frozen=True)
class Wanted:
    """The target in force, else what the goal plans; None where neither is known. [unit of the metric]"""

    target: float | None
    upper: float | None
    direction: Direction

    @property
    def aim(self) -> Aim | None:
        if self.target is None or (self.direction is Direction.RANGE) != (self.upper is not None):
            return None
        return Aim(self.target, self.direction, self.upper)


def wanted_of(goal: Goal, found: GoalTree, definitions: Mapping[str, MetricDefinition]) -> list[Wanted]:
    """Of every node, in their order."""
    planned = kept_nodes(found).tolist()
    held = in_force_of(goal, found.keys, team_id=goal.team_id)
    wanted = []
    for key, value in zip(found.keys, planned, strict=True):
        direction = definitions[key].direction if key in definitions else Direction.HIGHER
        if key in held:
            wanted.append(Wanted(held[key].value, held[key].upper, direction))
        else:
            wanted.append(Wanted(value if isfinite(value) else None, None, direction))
    return wanted
