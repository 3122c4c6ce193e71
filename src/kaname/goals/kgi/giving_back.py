"""Targets that were in force before a goal changed them: when it stops, they ask for what they asked for before."""

from __future__ import annotations

from datetime import datetime

from kaname.goals.models import Goal, Target, TargetRevision
from kaname.goals.setting_many import WantedTarget, set_targets
from kaname.goals.spreading.applying import by_whom
from kaname.people.models import User


def give_back(goal: Goal, *, reason: str, by: User | None, at: datetime) -> set[int]:
    """Set the goal's targets to what they were when it began to count. Which ones these are, by id.

    The KGI's own target is none of them: it stays with the goal.
    """
    before = _before(goal)
    held = Target.objects.in_force().filter(goal=goal, pk__in=before).exclude(pk=goal.target_id or 0)
    targets = list(held.select_related("team", "person"))
    for whose, who in by_whom(targets, by, at):
        for some in whose:
            wanted = [_wanted(target, before[target.pk]) for target in some]
            set_targets(wanted, reason=reason, by=who, at=at)
    changed = [one.pk for one in targets if one.figures != _figures(before[one.pk])]
    Target.objects.filter(pk__in=changed).update(goal=None)
    return {target.pk for target in targets}


def take_again(goal: Goal, *, reason: str, by: User | None, at: datetime) -> None:
    """Undo that, but for targets that somebody changed since."""
    if goal.archived_at is None:
        return
    given = TargetRevision.objects.filter(at=goal.archived_at, target__goal=None, new_value__isnull=False)
    rows = {row.target_id: row for row in given.exclude(old_value=None)}
    targets = Target.objects.in_force().filter(pk__in=rows).select_related("team", "person")
    found = [target for target in targets if target.revisions.order_by("at", "pk").last() == rows[target.pk]]
    for whose, who in by_whom(found, by, at):
        for some in whose:
            wanted = [_wanted(one, rows[one.pk], old=True) for one in some]
            set_targets(wanted, reason=reason, by=who, at=at)
    Target.objects.filter(pk__in=[target.pk for target in found]).update(goal=goal)


def _before(goal: Goal) -> dict[int, TargetRevision]:
    """The revision that stood when the goal began to count, of targets that were in force then."""
    if goal.published_at is None:
        return {}
    earlier = TargetRevision.objects.filter(target__goal=goal, at__lt=goal.published_at).order_by("at", "pk")
    return {pk: row for pk, row in {one.target_id: one for one in earlier}.items() if row.new_value is not None}


def _figures(row: TargetRevision) -> dict[str, object]:
    return {"value": row.new_value, "upper": row.new_upper, "baseline": row.new_baseline}


def _wanted(target: Target, row: TargetRevision, *, old: bool = False) -> WantedTarget:
    value, upper, baseline = (
        (row.old_value, row.old_upper, row.old_baseline) if old else (row.new_value, row.new_upper, row.new_baseline)
    )
    return WantedTarget(
        metric_key=target.metric_key,
        period=target.period,
        value=target.value if value is None else value,
        upper=upper,
        baseline=baseline,
        team=target.team,
        person=target.person,
    )
