"""What people say about the leaves of a tree: the value at which one stays, and the working time that a unit takes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kaname.facts.labels import NO_LABEL
from kaname.facts.metrics.definition import Entered, Entry, MetricDefinition, Unit
from kaname.goals.decisions import record, require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.kpis.planning import Planned, keep
from kaname.goals.models import Goal, GoalChange, Node
from kaname.goals.typed import read_value
from kaname.measures.direction import Direction
from kaname.people.models import User
from kaname.web.live import hub

EACH = MetricDefinition("hours_each", NO_LABEL, Unit.HOURS, Direction.LOWER, Entered(Entry.MEAN))


# Five years of a person's work for a single one.
MOST_HOURS_EACH = 10_000


def read_hours(text: str) -> float | None:
    """Hours as people type them: 1.5, 1:30; None for nothing.

    Raises GoalsError cost_negative, hours_too_many, or as `read_value`.
    """
    if not text.strip():
        return None
    value = float(read_value(text, metric=EACH, currency=""))
    if value < 0:
        raise GoalsError("cost_negative")
    if value > MOST_HOURS_EACH:
        raise GoalsError("hours_too_many", most=f"{MOST_HOURS_EACH:,}")
    return value or None


@transaction.atomic
def fix_leaf(
    goal: Goal, goal_tree: GoalTree, place: int, value: float | None, *, by: User | None, at: datetime, reason: str = ""
) -> None:
    """Fix a leaf, and every other of its metric, at a value, or (None) let it go.

    Raises
    ------
    GoalsError
        not_yours_to_set; reason_needed once the goal counts.
    """
    _note(goal, by=by, at=at, reason=reason, metric=goal_tree.keys[place], fixed=value)
    nodes = _same(goal_tree, place)
    for node in nodes:
        node.locked = value is not None
        node.planned = node.planned if value is None else value
    Node.objects.bulk_update(nodes, ["locked", "planned"])


@transaction.atomic
def set_hours_each(
    goal: Goal, goal_tree: GoalTree, place: int, hours: float | None, *, by: User | None, at: datetime, reason: str = ""
) -> None:
    """Say how long one unit of a leaf takes, wherever its metric stands [h]. Raises GoalsError as `fix_leaf`."""
    _note(goal, by=by, at=at, reason=reason, metric=goal_tree.keys[place], hours_each=hours)
    nodes = _same(goal_tree, place)
    for node in nodes:
        node.hours_each = hours
    Node.objects.bulk_update(nodes, ["hours_each"])


@transaction.atomic
def take_over(goal: Goal, planned: Planned, *, by: User | None, at: datetime, reason: str = "") -> Planned:
    """Let what is proposed now be the plan, and return it as that. Raises GoalsError as `fix_leaf`."""
    _note(goal, by=by, at=at, reason=reason, metric=goal.metric_key)
    return keep(planned)


def _note(goal: Goal, *, by: User | None, at: datetime, reason: str, **details: object) -> None:
    """A draft keeps no history of what was only tried."""
    require_may_edit(goal, by=by, at=at)
    if not goal.is_draft:
        record(goal, GoalChange.Kind.CHANGED, by=by, at=at, reason=reason, needed=True, fields=["plan"], **details)
        transaction.on_commit(hub.publish)


def _same(goal_tree: GoalTree, place: int) -> list[Node]:
    """The leaves of one metric."""
    key = goal_tree.keys[place]
    return [goal_tree.nodes[at] for at in goal_tree.tree.leaves if goal_tree.keys[at] == key]
