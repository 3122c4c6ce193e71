"""Running goals of the board's subject and of the organisation that were looked ahead, as the ledger keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from kaname.boards.queries.board import Board
from kaname.boards.queries.kept import kept
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
    """The shortest first; boards of people, of part of the facts and of other times have none. Read once for each run
    that looked ahead."""
    ledger, today = board.ledger, board.progress.today
    selection, run = ledger.selection, board.members.ends.run
    if not board.progress.running or selection.subject.person or selection.filters:
        return []
    team = selection.subject.team
    if run is None:
        return _read(team, today)
    return kept(("goals ahead", team, today, run), lambda: _read(team, today), state=ledger.state)


def _read(team: str | None, today: date) -> list[GoalAhead]:
    owners = Q(goal__team=None)
    if team is not None:
        owners |= Q(goal__team__key=team)
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
