"""Sheets of goals that count ask for what was agreed elsewhere: on a target's own page, by a proposal, by import."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from kaname.goals.models import PlannedTarget, Target, TargetRevision


def sheets_follow(revisions: Iterable[TargetRevision]) -> None:
    """Where a sheet asks for another value than a target has from now on, it takes that one as if typed there."""
    asked = {_slot(one.target): one.new_value for one in revisions if one.new_value is not None}
    changed = []
    for row in _rows(asked):
        value = asked.get(_slot(row))
        if value is not None and row.value != value:
            row.value, row.fixed = value, True
            changed.append(row)
    PlannedTarget.objects.bulk_update(changed, ["value", "fixed"], batch_size=500)


def leave_sheets(target: Target) -> None:
    """A target that somebody withdrew is not put in force again by the next change of its sheet."""
    slot = _slot(target)
    PlannedTarget.objects.filter(pk__in=[row.pk for row in _rows([slot]) if _slot(row) == slot]).delete()


def back_on_sheet(target: Target) -> None:
    """A target that was withdrawn by mistake stands on the sheet again that it came from."""
    goal = target.goal
    if goal is None or goal.archived_at is not None:
        return
    place = {"metric_key": target.metric_key, "team": target.team, "person": target.person}
    days = {"starts_on": target.starts_on, "ends_on": target.ends_on}
    PlannedTarget.objects.get_or_create(goal=goal, **place, **days, defaults={"value": target.value, "fixed": True})


def _rows(slots: Iterable[tuple[object, ...]]) -> QuerySet[PlannedTarget]:
    """Of sheets that are in force, for these metrics and days; a draft's is nobody's target yet."""
    found = list(slots)
    return PlannedTarget.objects.filter(
        goal__published_at__isnull=False,
        goal__archived_at=None,
        metric_key__in={slot[0] for slot in found},
        starts_on__in={slot[3] for slot in found},
        ends_on__in={slot[4] for slot in found},
    )


def _slot(one: Target | PlannedTarget) -> tuple[object, ...]:
    return one.metric_key, one.team_id, one.person_id, one.starts_on, one.ends_on
