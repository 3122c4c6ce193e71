"""The first step of a goal as programs ask for it, checked before the ledger keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.errors import GoalsError
from kaname.goals.kgi.past import actual_of
from kaname.goals.kgi.typed_target import kept, read_target, require_growth
from kaname.goals.models import Goal
from kaname.goals.parents import parents_for
from kaname.goals.reader import Reader
from kaname.goals.setting import require_reachable, worded
from kaname.goals.typed import storable
from kaname.goals.whole_units import require_whole
from kaname.measures.comparable import Against, comparable
from kaname.measures.direction import Direction
from kaname.measures.periods import Period
from kaname.people.models import Team

LONGEST_NAME = 200
TARGETS = ("value", "upper")
FIGURES = (*TARGETS, "baseline", "market_growth")
WORDS = ("baseline_reason", "market_source")
DAYS = ("starts_on", "ends_on", "compared_starts_on", "compared_ends_on")
DECIDES_BASELINE = frozenset({"metric_key", "team", "baseline", "baseline_reason", *DAYS})


def checked_fields(goal: Goal, asked: Mapping[str, Any], *, reader: Reader) -> dict[str, Any]:
    """What `change_goal` takes, by the names of the goal's fields, if it makes sense together.

    A baseline that somebody gives needs its reason; otherwise it is the actual of the compared period. Other days are
    compared with those that the goal's days were compared with. Value and upper end may be texts, as people type them.

    Raises
    ------
    GoalsError
        metric_unknown, metric_archived, text_too_long, reason_needed, reason_too_long, dates_reversed,
        period_out_of_reach, range_reversed, upper_unwanted, value_too_large, value_too_fine, value_not_whole,
        share_out_of_range, goal_without_metric, parent_unfit.
    """
    typed = {name: asked[name] for name in TARGETS if isinstance(asked.get(name), str)}
    found = {name: value for name, value in asked.items() if name not in typed}
    found |= {name: _figure(found[name]) for name in FIGURES if name in found}
    found |= {name: worded(found[name]) for name in WORDS if name in found}
    if "name" in found:
        found["name"] = _named(found["name"])
    if not found.get("metric_key", "a metric"):
        raise GoalsError("goal_without_metric")
    for key in filter(None, (found.get("metric_key"), found.get("market_metric_key"))):
        _definition(key, reader)
    if found.get("market_growth") is not None:
        require_growth(found["market_growth"])
    _require_whole(goal, found, reader)
    if not goal.is_draft:
        return found | typed
    if asked:
        found["typed"] = {}
        found |= _days(goal, found, reader)
        _require_parent(goal, found, reader)
        found |= _baseline(goal, found, reader)
        found |= _targets(goal, typed, found, reader)
        _require_range(goal, found, reader)
    return found


def _require_parent(goal: Goal, found: Mapping[str, Any], reader: Reader) -> None:
    """Raise GoalsError parent_unfit for a goal that the page would not offer. One that is kept may stay."""
    parent = found.get("parent")
    if parent is None or parent == goal.parent:
        return
    days = _period(goal, found, "starts_on", "ends_on")
    if parent not in parents_for(goal, reader, team=found.get("team", goal.team), period=days):
        raise GoalsError("parent_unfit")


def _targets(goal: Goal, typed: Mapping[str, str], found: Mapping[str, Any], reader: Reader) -> dict[str, Decimal]:
    """What was typed, read once it is known what it is to grow from."""
    metric = _definition(found.get("metric_key", goal.metric_key), reader)
    baseline = found.get("baseline", goal.baseline)
    return {
        name: read_target(text, baseline=baseline, metric=metric, currency=reader.currency)
        for name, text in typed.items()
    }


def against_of(goal: Goal, reader: Reader) -> Against | None:
    """Which earlier period a goal is compared with, None for days that were chosen one by one."""
    found = (one for one in Against if goal.compared == comparable(goal.period, one, calendar=reader.calendar))
    return Against.PRIOR_YEAR if goal.compared is None else next(found, None)


def _require_whole(goal: Goal, found: Mapping[str, Any], reader: Reader) -> None:
    metric = reader.metrics.get(found.get("metric_key", goal.metric_key))
    for name in TARGETS:
        if metric is not None and found.get(name) is not None:
            require_whole(found[name], metric.definition, currency=reader.currency)


def _figure(value: Decimal | None) -> Decimal | None:
    return None if value is None else storable(value)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise GoalsError("text_too_long", limit=LONGEST_NAME)
    return name


def _definition(key: str, reader: Reader) -> MetricDefinition:
    metric = reader.metrics.get(key)
    if metric is None:
        raise GoalsError("metric_unknown", metric=key)
    if metric.archived_at is not None:
        raise GoalsError("metric_archived", metric=key)
    return metric.definition


def _days(goal: Goal, found: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    period = _period(goal, found, "starts_on", "ends_on")
    require_reachable(period)
    against = against_of(goal, reader)
    if found.keys() & {"compared_starts_on", "compared_ends_on"}:
        compared = _period(goal, found, "compared_starts_on", "compared_ends_on")
        require_reachable(compared)
    elif against is not None:
        compared = comparable(period, against, calendar=reader.calendar)
    else:
        return {}
    return {"compared_starts_on": compared.starts_on, "compared_ends_on": compared.ends_on}


def _period(goal: Goal, found: Mapping[str, Any], first: str, end: str) -> Period:
    starts_on, ends_on = found.get(first, getattr(goal, first)), found.get(end, getattr(goal, end))
    if starts_on is None or ends_on is None or starts_on >= ends_on:
        raise GoalsError("dates_reversed")
    return Period(starts_on, ends_on)


def _require_range(goal: Goal, found: Mapping[str, Any], reader: Reader) -> None:
    value, upper = found.get("value", goal.value), found.get("upper", goal.upper)
    if upper is None:
        return
    if _definition(found.get("metric_key", goal.metric_key), reader).direction is not Direction.RANGE:
        raise GoalsError("upper_unwanted")
    if value is not None and upper < value:
        raise GoalsError("range_reversed")


def _baseline(goal: Goal, found: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """The one that was given, with its reason, else the actual."""
    if not found.keys() & DECIDES_BASELINE:
        return {}
    given = found.get("baseline", goal.baseline if goal.baseline_reason else None)
    if given is not None:
        return {"baseline_reason": worded(found.get("baseline_reason", goal.baseline_reason), needed=True)}
    metric = _definition(found.get("metric_key", goal.metric_key), reader)
    compared = _period(goal, found, "compared_starts_on", "compared_ends_on")
    team: Team | None = found.get("team", goal.team)
    actual = actual_of(metric.key, period=compared, team=team, reader=reader).value
    return {"baseline": None if actual is None else kept(actual), "baseline_reason": ""}
