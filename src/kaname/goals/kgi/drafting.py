"""Beginning a goal, and changing it while it is a draft."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction

from kaname.goals.csf.set_aside import follow_metric
from kaname.goals.decisions import record, require_may_edit
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import all_metrics
from kaname.goals.models import Goal, GoalChange
from kaname.goals.setting import require_may_set, require_reachable
from kaname.measures.comparable import Against, comparable
from kaname.measures.periods import Period
from kaname.people.models import Team, User
from kaname.people.queries import organisation
from kaname.web.live import hub

# What a draft may change freely. Of a goal that counts only these may be: the others have a history of their own.
ALWAYS = frozenset({"name", "parent", "market_growth", "market_source", "market_metric_key"})
DRAFT = ALWAYS | {
    "metric_key", "team", "starts_on", "ends_on", "compared_starts_on", "compared_ends_on", "value", "upper",
    "baseline", "baseline_reason", "typed",
}  # fmt: skip
LONGEST_KEY = 64
KEY = re.compile(rf"[a-z0-9_-]{{1,{LONGEST_KEY}}}")
# Addresses that stand beside those of goals.
RESERVED = frozenset(
    {"actions", "calendar", "export", "goals", "import", "initiatives", "metrics", "new", "targets", "why"}
)


@transaction.atomic
def create_goal(
    *,
    metric_key: str,
    period: Period,
    by: User | None,
    at: datetime,
    team: Team | None = None,
    name: str = "",
    key: str = "",
) -> Goal:
    """Begin a draft: whose metric should reach something in which period. It is compared with the prior year.

    Raises
    ------
    GoalsError
        not_yours_to_set, metric_unknown, metric_archived, period_out_of_reach, goal_key_malformed or goal_key_taken.
    """
    require_may_set(by, team=team, person=None, at=at)
    _require_in_use(metric_key)
    require_reachable(period)
    if key:
        require_key(key)
    if key and Goal.objects.filter(key=key).exists():
        raise GoalsError("goal_key_taken", key=key)
    compared = comparable(period, Against.PRIOR_YEAR, calendar=organisation().calendar())
    goal = Goal.objects.create(
        key=key or _free_key(metric_key, period),
        name=name,
        metric_key=metric_key,
        team=team,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        compared_starts_on=compared.starts_on,
        compared_ends_on=compared.ends_on,
        created_by=by,
        created_at=at,
    )
    record(goal, GoalChange.Kind.CREATED, by=by, at=at)
    return goal


@transaction.atomic
def change_goal(goal: Goal, *, by: User | None, at: datetime, reason: str = "", **fields: Any) -> None:
    """Change fields of a goal; a draft changes freely and keeps no history of what was only tried.

    Raises
    ------
    GoalsError
        not_yours_to_set; goal_counts where a published goal would change more than its name, parent and market;
        reason_needed where it does; parent_is_below.
    """
    require_may_edit(goal, by=by, at=at)
    changed = {name: value for name, value in fields.items() if getattr(goal, name) != value}
    if not changed.keys() <= (DRAFT if goal.is_draft else ALWAYS):
        raise GoalsError("goal_counts")
    if "team" in changed:
        require_may_set(by, team=changed["team"], person=None, at=at)
    if "parent" in changed:
        _require_above(changed["parent"], goal)
    if changed and not goal.is_draft:
        record(goal, GoalChange.Kind.CHANGED, by=by, at=at, reason=reason, needed=True, fields=sorted(changed))
    metric_before = goal.metric_key
    for name, value in changed.items():
        setattr(goal, name, value)
    goal.save(update_fields=sorted(changed))
    if "metric_key" in changed:
        follow_metric(goal, before=metric_before)
    if changed and not goal.is_draft:
        transaction.on_commit(hub.publish)


def require_key(key: str) -> None:
    """Raise GoalsError goal_key_malformed unless the key can stand in an address."""
    if KEY.fullmatch(key) is None or key in RESERVED:
        raise GoalsError("goal_key_malformed", reserved=", ".join(sorted(RESERVED)))


def _require_in_use(metric_key: str) -> None:
    metric = all_metrics().get(metric_key)
    if metric is None:
        raise GoalsError("metric_unknown", metric=metric_key)
    if metric.archived_at is not None:
        raise GoalsError("metric_archived", metric=metric_key)


def _require_above(parent: Goal | None, goal: Goal) -> None:
    """A goal contributes to one that does not contribute to it."""
    above = parent
    while above is not None:
        if above.pk == goal.pk:
            raise GoalsError("parent_is_below")
        above = above.parent


def _free_key(metric_key: str, period: Period) -> str:
    """revenue-2026-04, with a number behind it where that is taken."""
    stem = f"{metric_key}-{period.starts_on:%Y-%m}"[: LONGEST_KEY - 4]
    taken = set(Goal.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)
