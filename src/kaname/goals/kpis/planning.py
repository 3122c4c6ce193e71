"""Targets that close a goal's gap: what its tree proposes within ranges, locks and working time, and what was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.goal_lines import figures_of
from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.kpi_tree.values import TreeValues
from kaname.goals.models import Goal, Node
from kaname.goals.reader import Reader
from kaname.measures.proposal.plan import Plan
from kaname.measures.proposal.proposal import Proposal
from kaname.measures.proposal.propose import propose
from kaname.measures.proposal.question import CannotPropose, Capacity
from kaname.people.queries import team_hours

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Planned:
    """A goal's tree with its values and what is proposed for its leaves.

    `plan` holds what the leaves should become, within ranges or beyond; None where nothing reaches the target, or where
    `unknown` leaves have no actual to start from. `nodes`, shape (n_nodes,), are the values of all nodes under it,
    `in_force` those that were kept before. `hours` is the team's working time in the period, 0 where nobody's is known;
    `used` what `nodes` take of it by the leaves of which it is known what one takes, None without any. [h]
    """

    goal: Goal
    goal_tree: GoalTree
    values: TreeValues
    proposal: Proposal | None
    unknown: tuple[int, ...]
    nodes: Values
    in_force: Values
    hours: float

    @property
    def used(self) -> float | None:
        leaves = {node.metric_key: place for place, node in enumerate(self.goal_tree.nodes) if _cost(node)}
        known = [_cost(self.goal_tree.nodes[place]) * float(self.nodes[place]) for place in leaves.values()]
        return sum(known) if known and np.isfinite(known).all() else None

    @property
    def plan(self) -> Plan | None:
        return None if self.proposal is None else self.proposal.targets

    @property
    def reaches(self) -> bool:
        return self.plan is not None

    def leaf_of(self, place: int) -> int | None:
        """Where a node stands among the leaves; None for one that is put together from others."""
        return self.goal_tree.tree.leaves.index(place) if place in self.goal_tree.tree.leaves else None


def planned_for(goal: Goal, goal_tree: GoalTree, values: TreeValues, *, reader: Reader) -> Planned:
    """Propose values for the leaves so that the tree reaches the goal's target."""
    _days, hours = team_hours(goal.team.key if goal.team else None, goal.period)
    available = float(hours.sum())
    places = list(goal_tree.tree.leaves)
    locked = np.array([_lock(goal_tree.nodes[place]) for place in places])
    actual = values.compared[places]
    unknown = tuple(
        place for place, now, fixed in zip(places, actual, locked, strict=True) if np.isnan(now) and np.isnan(fixed)
    )
    target = figures_of(goal).nearest
    proposal = None
    if target is not None and not unknown:
        proposal = _proposed(goal_tree, values, actual, locked, target=target, available=available, reader=reader)
    return Planned(
        goal, goal_tree, values, proposal, unknown, _nodes(goal_tree, proposal), kept_nodes(goal_tree), hours=available
    )


def _proposed(
    goal_tree: GoalTree,
    values: TreeValues,
    actual: Values,
    locked: Values,
    *,
    target: float,
    available: float,
    reader: Reader,
) -> Proposal | None:
    places = list(goal_tree.tree.leaves)
    leaves = [goal_tree.nodes[place] for place in places]
    definitions = [reader.definitions.get(node.metric_key) for node in leaves]
    costs = np.array([_cost(node) for node in leaves])
    try:
        return propose(
            goal_tree.tree,
            actual=np.where(np.isnan(actual), locked, actual),
            low=values.low[places],
            high=values.high[places],
            target=target,
            locked=locked,
            whole=np.array([definition is not None and definition.unit is Unit.COUNT for definition in definitions]),
            # Without anybody in the team nothing is known of its time, not that there is none.
            capacity=Capacity(hours=costs, available=available) if costs.any() and available > 0 else None,
            same=_numbered([node.metric_key for node in leaves]),
            least=np.array([_least(_seen(values, place)) for place in places]),
            most=np.array([_most(one, _seen(values, place)) for one, place in zip(definitions, places, strict=True)]),
        )
    except CannotPropose:
        return None


@transaction.atomic
def keep(planned: Planned) -> Planned:
    """Write what is proposed to the nodes; what somebody locked stays as it was typed. The same, kept, is returned."""
    nodes = list(planned.goal_tree.nodes)
    for place, node in enumerate(nodes):
        value = float(planned.nodes[place])
        if not node.locked:
            node.planned = value if np.isfinite(value) else None
    Node.objects.bulk_update(nodes, ["planned"])
    return replace(planned, in_force=kept_nodes(planned.goal_tree))


def kept_nodes(goal_tree: GoalTree) -> Values:
    """What was kept for each node, shape (n_nodes,); inner ones follow from their leaves. NaN where nothing was."""
    leaves = np.array([_value(goal_tree.nodes[place].planned) for place in goal_tree.tree.leaves])
    return goal_tree.tree.evaluate(leaves)


def _cost(node: Node) -> float:
    """What one unit of a leaf takes. [h]"""
    return node.hours_each or 0.0


def _nodes(goal_tree: GoalTree, proposal: Proposal | None) -> Values:
    plan = None if proposal is None else proposal.targets or proposal.reach
    return kept_nodes(goal_tree) if plan is None else goal_tree.tree.evaluate(plan.values)


def _lock(node: Node) -> float:
    return _value(node.planned) if node.locked else np.nan


def _value(number: float | None) -> float:
    return np.nan if number is None else float(number)


def _seen(values: TreeValues, place: int) -> Values:
    """What a node was in months, in the period compared with, and over a period like the goal's."""
    whole = [values.compared[place], values.low[place], values.high[place]]
    return np.concatenate([values.monthly[place], whole])


def _least(seen: Values) -> float:
    """0 for what never was below."""
    return np.nan if np.any(seen < 0) else 0.0


def _most(definition: MetricDefinition | None, seen: Values) -> float:
    """1 for rates that never passed it."""
    if definition is None or definition.unit is not Unit.RATIO or np.any(seen > 1):
        return np.nan
    return 1.0


def _numbered(keys: Sequence[str]) -> NDArray[np.int64]:
    """The same number for leaves of the same metric."""
    first = {key: number for number, key in reversed(list(enumerate(keys)))}
    return np.array([first[key] for key in keys], dtype=np.int64)
