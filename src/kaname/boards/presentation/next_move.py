"""The next best move of the board's subject towards its goal, read from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from kaname.boards.queries.goals_ahead import GoalAhead
from kaname.goals.reader import Reader
from kaname.insights.goal_outlook.move_lines import MoveLine, move_lines


@dataclass(frozen=True)
class NextMove:
    """The best move, and where the goal tells the rest."""

    line: MoveLine
    url: str


def next_move(ahead: Sequence[GoalAhead], *, team: str | None, reader: Reader) -> NextMove | None:
    """Of a goal of the subject itself, the shortest that has one; `ahead` holds the organisation's besides."""
    for one in ahead:
        if (one.goal.team_id is None) == (team is None) and (lines := move_lines(one.outlook, reader)):
            return NextMove(lines[0], reverse("goals:goal", args=[one.goal.key]) + "#next-move")
    return None
