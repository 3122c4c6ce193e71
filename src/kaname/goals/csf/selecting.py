"""Selecting the one factor that a goal is reached with. Every choice stays, with who, when and why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kaname.goals.decisions import record, require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.models import Csf, CsfSelection, Goal, GoalChange
from kaname.goals.setting import worded
from kaname.people.models import User
from kaname.web.live import hub


@transaction.atomic
def select_csf(goal: Goal, csf: Csf, *, reason: str, by: User | None, at: datetime) -> CsfSelection:
    """Select a candidate in place of the one before; the same one again only changes the reason.

    Raises
    ------
    GoalsError
        not_yours_to_set, csf_unknown, csf_is_removed, reason_needed or reason_too_long.
    """
    require_may_edit(goal, by=by, at=at)
    _require_candidate(goal, csf)
    reason = worded(reason, needed=True)
    Goal.objects.select_for_update().get(pk=goal.pk)  # of two who select at once the second sees the first
    before = goal.selections.select_related("csf").filter(until_at=None).first()
    if before is not None and (before.csf_id, before.reason) == (csf.pk, reason):
        return before
    if before is not None:
        before.until_at = at
        before.save(update_fields=["until_at"])
    made = CsfSelection.objects.create(goal=goal, csf=csf, reason=reason, by=by, at=at)
    if not goal.is_draft:
        _record(goal, made, before, by=by, at=at)
    return made


def _require_candidate(goal: Goal, csf: Csf) -> None:
    if csf.goal_id != goal.pk:
        raise GoalsError("csf_unknown")
    if csf.removed_at is not None:
        raise GoalsError("csf_is_removed", csf=csf.name)


def _record(goal: Goal, made: CsfSelection, before: CsfSelection | None, *, by: User | None, at: datetime) -> None:
    names = {"csf": made.csf.name} | ({"before": before.csf.name} if before else {})
    record(goal, GoalChange.Kind.CSF_SELECTED, by=by, at=at, reason=made.reason, needed=True, **names)
    transaction.on_commit(hub.publish)
