"""When a goal begins to count, and when it stops: its targets come into force and go out of it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kaname.goals.decisions import record, require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.kgi.giving_back import give_back, take_again
from kaname.goals.models import Goal, GoalChange, Target
from kaname.goals.setting import set_target, worded
from kaname.goals.setting_many import WantedTarget
from kaname.goals.spreading.applying import apply_sheet, restore_of_goal, withdraw_of_goal
from kaname.goals.spreading.taken import require_free
from kaname.people.models import User
from kaname.web.live import hub


@transaction.atomic
def publish_goal(goal: Goal, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Make a draft count: its KGI and everything on its sheet become targets, linked to the goal.

    Raises
    ------
    GoalsError
        not_yours_to_set, goal_counts_already, target_missing, target_of_other_goal, target_of_archived_goal, or what
        is wrong with a target.
    """
    require_may_edit(goal, by=by, at=at)
    _look_again(goal)
    if not goal.is_draft:
        raise GoalsError("goal_counts_already")
    if goal.value is None or not goal.metric_key:
        raise GoalsError("target_missing")
    goal.target = _kgi_target(goal, value=goal.value, reason=reason, by=by, at=at)
    goal.published_at = at
    goal.save(update_fields=["target", "published_at"])
    apply_sheet(goal, reason=reason, by=by, at=at)
    record(goal, GoalChange.Kind.PUBLISHED, by=by, at=at, reason=reason)
    transaction.on_commit(hub.publish)


@transaction.atomic
def discard_goal(goal: Goal, *, by: User | None, at: datetime) -> None:
    """Throw a draft away with all that was written on its way. Raises GoalsError goal_counts_already."""
    require_may_edit(goal, by=by, at=at)
    _look_again(goal)
    if not goal.is_draft:
        raise GoalsError("goal_counts_already")
    goal.delete()


@transaction.atomic
def archive_goal(goal: Goal, *, reason: str, by: User | None, at: datetime) -> None:
    """Take a goal and all targets that were set for it out of force, with a reason. Raises GoalsError.

    Targets that were in force before the goal changed them ask for what they asked for then.
    """
    require_may_edit(goal, by=by, at=at)
    _look_again(goal)
    if goal.archived_at is not None:
        raise GoalsError("goal_archived_already")
    why = worded(reason, needed=True)
    # The sheet of a goal that does not count any more follows nobody.
    goal.archived_at = at
    goal.save(update_fields=["archived_at"])
    given = give_back(goal, reason=why, by=by, at=at)
    targets = Target.objects.in_force().filter(goal=goal).exclude(pk__in=given).select_related("team", "person")
    withdraw_of_goal(targets, reason=why, by=by, at=at)
    record(goal, GoalChange.Kind.ARCHIVED, by=by, at=at, reason=reason, needed=True)
    transaction.on_commit(hub.publish)


@transaction.atomic
def restore_goal(goal: Goal, *, by: User | None, at: datetime) -> None:
    """Undo an archiving: the targets that it withdrew are in force again. Raises GoalsError."""
    require_may_edit(goal, by=by, at=at)
    _look_again(goal)
    if goal.archived_at is None:
        raise GoalsError("goal_not_archived")
    withdrawn = Target.objects.filter(goal=goal, withdrawn_at=goal.archived_at).select_related("team", "person")
    restore_of_goal(withdrawn, by=by, at=at)
    take_again(goal, reason=_("The goal counts again."), by=by, at=at)
    goal.archived_at = None
    goal.save(update_fields=["archived_at"])
    record(goal, GoalChange.Kind.RESTORED, by=by, at=at)
    transaction.on_commit(hub.publish)


def _look_again(goal: Goal) -> None:
    """What somebody else did with the goal at this moment comes first."""
    now = Goal.objects.select_for_update().filter(pk=goal.pk).first()
    if now is None:
        raise GoalsError("goal_discarded")
    for name in ("published_at", "archived_at", "value", "upper", "baseline", "target_id"):
        setattr(goal, name, getattr(now, name))


def _kgi_target(goal: Goal, *, value: Decimal, reason: str, by: User | None, at: datetime) -> Target:
    """The goal's own target; one that is in force for the same days already becomes the goal's."""
    figures = {"value": value, "upper": goal.upper, "baseline": goal.baseline}
    require_free(goal, [WantedTarget(metric_key=goal.metric_key, period=goal.period, team=goal.team, **figures)])  # type: ignore[arg-type]
    target = set_target(
        metric_key=goal.metric_key,
        period=goal.period,
        team=goal.team,
        reason=reason,
        by=by,
        at=at,
        **figures,  # type: ignore[arg-type]
    )
    target.goal = goal
    target.save(update_fields=["goal"])
    return target
