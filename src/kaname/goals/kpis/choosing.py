"""Which metrics of a goal a team follows: one to three, each with a number, a unit and a period."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kaname.goals.decisions import record, require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import all_metrics
from kaname.goals.kpis.grain_names import GRAIN_NAMES
from kaname.goals.models import MOST_KPIS, Goal, GoalChange, Kpi
from kaname.measures.periods import Grain
from kaname.people.models import Team, User
from kaname.people.queries import teams_below
from kaname.web.live import hub


@transaction.atomic
def add_kpi(
    goal: Goal,
    *,
    metric_key: str,
    by: User | None,
    at: datetime,
    team: Team | None = None,
    grain: Grain = Grain.MONTH,
    reason: str = "",
    instead_of: Kpi | None = None,
) -> Kpi:
    """Let a team of the goal's follow a metric (None: the goal's owner); a fourth only `instead_of` another.

    Raises
    ------
    GoalsError
        not_yours_to_set, metric_unknown, metric_archived, team_outside_goal, grain_unsuitable, kpi_taken; kpi_limit,
        also where the other one is of another team; reason_needed once the goal counts.
    """
    require_may_edit(goal, by=by, at=at)
    _require_followable(metric_key, grain)
    team = _within(goal, team)
    Goal.objects.select_for_update().get(pk=goal.pk)  # two people may choose a third one at the same time
    if instead_of is not None:
        _require_same_place(instead_of, goal, team)
        remove_kpi(instead_of, by=by, at=at, reason=reason)
    held = list(Kpi.objects.current().filter(goal=goal, team=team))
    if any(kpi.metric_key == metric_key for kpi in held):
        raise GoalsError("kpi_taken", metric=metric_key)
    free = sorted(set(range(1, MOST_KPIS + 1)) - {kpi.position for kpi in held})
    if not free:
        raise GoalsError("kpi_limit", most=MOST_KPIS)
    kpi = Kpi.objects.create(goal=goal, team=team, metric_key=metric_key, position=free[0], grain=grain, reason=reason)
    record(
        goal,
        GoalChange.Kind.KPI_ADDED,
        by=by,
        at=at,
        reason=reason,
        needed=True,
        metric=metric_key,
        team=team.key if team else None,
    )
    transaction.on_commit(hub.publish)
    return kpi


def _require_followable(metric_key: str, grain: Grain) -> None:
    metric = all_metrics().get(metric_key)
    if metric is None:
        raise GoalsError("metric_unknown", metric=metric_key)
    if metric.archived_at is not None:
        raise GoalsError("metric_archived", metric=metric_key)
    if grain not in GRAIN_NAMES:
        raise GoalsError("grain_unsuitable", grain=grain)


@transaction.atomic
def remove_kpi(kpi: Kpi, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Give a KPI up; its history stays. Raises GoalsError not_yours_to_set, or reason_needed once the goal counts."""
    require_may_edit(kpi.goal, by=by, at=at)
    kpi.removed_at = at
    kpi.save(update_fields=["removed_at"])
    record(
        kpi.goal,
        GoalChange.Kind.KPI_REMOVED,
        by=by,
        at=at,
        reason=reason,
        needed=True,
        metric=kpi.metric_key,
        team=kpi.team.key if kpi.team else None,
    )
    transaction.on_commit(hub.publish)


def _require_same_place(kpi: Kpi, goal: Goal, team: Team | None) -> None:
    """Only a KPI that the team follows now under this goal makes room."""
    held = kpi.goal_id == goal.pk and kpi.team_id == (team.pk if team else None) and kpi.removed_at is None
    if not held:
        raise GoalsError("kpi_limit", most=MOST_KPIS)


def _within(goal: Goal, team: Team | None) -> Team | None:
    """The team that follows, the owner's as None. Raises GoalsError where it is not below the goal's."""
    if team is None or team == goal.team:
        return None
    if goal.team is not None and team.key not in teams_below({goal.team.key}):
        raise GoalsError("team_outside_goal", team=team.name)
    return team
