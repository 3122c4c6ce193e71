"""The next best move of the board's subject towards its goal, read from the ledger."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from kaname.boards.queries.board import Board
from kaname.goals.reader import Reader
from kaname.insights.goal_outlook.move_lines import MoveLine, move_lines
from kaname.insights.models import GoalOutlook


@dataclass(frozen=True)
class NextMove:
    """The best move, and where the goal tells the rest."""

    line: MoveLine
    url: str


def next_move(board: Board, *, reader: Reader) -> NextMove | None:
    """Of a running goal of the subject itself, the shortest if there are several; boards of people, of part of the
    facts and of other times have none. One query."""
    selection = board.ledger.selection
    if not board.progress.running or selection.subject.person or selection.filters:
        return None
    today, team = board.progress.today, selection.subject.team
    running = GoalOutlook.objects.filter(goal__archived_at=None, goal__starts_on__lte=today, goal__ends_on__gt=today)
    found = running.filter(goal__team=None) if team is None else running.filter(goal__team__key=team)
    found = found.select_related("goal").only("moves", "goal__key", "goal__starts_on", "goal__ends_on")
    for outlook in sorted(found, key=lambda one: one.goal.ends_on - one.goal.starts_on):
        lines = move_lines(outlook, reader)
        if lines:
            return NextMove(lines[0], reverse("goals:goal", args=[outlook.goal.key]) + "#next-move")
    return None
