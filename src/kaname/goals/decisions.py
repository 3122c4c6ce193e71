"""Who may decide about a goal, and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kaname.goals.models import Goal, GoalChange
from kaname.goals.setting import require_may_set, worded
from kaname.people.models import User


def require_may_edit(goal: Goal, *, by: User | None, at: datetime) -> None:
    """Raise GoalsError not_yours_to_set unless the goal's targets are the user's to set."""
    require_may_set(by, team=goal.team, person=None, at=at)


def record(
    goal: Goal,
    kind: GoalChange.Kind,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    needed: bool = False,
    **details: Any,
) -> GoalChange:
    """Write down what was decided; published goals ask why where `needed`. Raises GoalsError reason_needed."""
    asks_why = needed and not goal.is_draft
    return GoalChange.objects.create(
        goal=goal, kind=kind, details=details, reason=worded(reason, needed=asks_why), by=by, at=at
    )
