"""Targets that are the KGI of another goal already."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import get_language

from kaname.goals.in_use import all_metrics, in_use
from kaname.goals.models import Goal, Target
from kaname.goals.owners import owner_of
from kaname.goals.period_choices import name as period_name
from kaname.goals.setting_many import WantedTarget
from kaname.goals.spreading.errors import SheetError
from kaname.goals.words import metric_name, quoted
from kaname.people.queries import organisation


def require_free(goal: Goal, wanted: Sequence[WantedTarget]) -> None:
    """Raise SheetError target_of_other_goal where one of them is the KGI of another goal, which it names.

    Other targets may serve several goals: what a team should reach for its parent's goal is often its own KPI as well.
    """
    slots = {one.slot for one in wanted}
    others = (
        Target.objects.filter(
            metric_key__in={one.metric_key for one in wanted},
            starts_on__in={one.period.starts_on for one in wanted},
            ends_on__in={one.period.ends_on for one in wanted},
        )
        .filter(goal_of__isnull=False)
        .select_related("goal_of", "team", "person")
    )
    for target in others:
        slot = target.metric_key, target.team_id, target.person_id, target.starts_on, target.ends_on
        if slot in slots and target.goal_of.pk != goal.pk:
            raise _refused(target, target.goal_of)


def _refused(target: Target, other: Goal) -> SheetError:
    calendar, language = organisation().calendar(), "ja" if (get_language() or "").startswith("ja") else "en"
    return SheetError(
        "target_of_other_goal" if other.archived_at is None else "target_of_archived_goal",
        metric=metric_name(target.metric_key, in_use(all_metrics())),
        owner=owner_of(target).name(organisation()),
        period=period_name(target.period, calendar=calendar, language=language),
        goal=quoted(other.name or other.key),
    )
