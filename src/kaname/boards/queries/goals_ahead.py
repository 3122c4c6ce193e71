"""Running goals of the board's subject and of the organisation that were looked ahead, as the ledger keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from kaname.boards.queries.board import Board
from kaname.goals.models import Goal
from kaname.insights.models import GoalOutlook

READ = ("moves", "goal__key", "goal__name", "goal__metric_key", "goal__team", "goal__starts_on", "goal__ends_on")


@dataclass(frozen=True)
class GoalAhead:
    """`root` is the goal's own node of its outlook, `target` the value to reach as it stands now."""

    goal: Goal
    outlook: GoalOutlook
    root: dict[str, Any]
    target: float | None


def goals_ahead(board: Board) -> list[GoalAhead]:
    """The shortest first; boards of people, of part of the facts and of other times have none. One query."""
    selection = board.ledger.selection
    if not board.progress.running or selection.subject.person or selection.filters:
        return []
    today, owners = board.progress.today, Q(goal__team=None)
    if selection.subject.team is not None:
        owners |= Q(goal__team__key=selection.subject.team)
    running = GoalOutlook.objects.filter(
        owners,
        goal__published_at__isnull=False,
        goal__archived_at=None,
        goal__starts_on__lte=today,
        goal__ends_on__gt=today,
    )
    rows = running.annotate(root=F("nodes__0"), target=F("goal__target__value")).select_related("goal").only(*READ)
    found = [GoalAhead(row.goal, row, row.root or {}, _number(row.target)) for row in rows]
    return sorted(found, key=lambda one: one.goal.ends_on - one.goal.starts_on)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
