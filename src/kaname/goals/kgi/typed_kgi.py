"""A goal's first step as its form would stand, also for goals that were never typed."""

from __future__ import annotations

from datetime import timedelta

from kaname.goals.forms.kgi_form import OTHER_DAYS
from kaname.goals.models import Goal
from kaname.goals.owners import TargetOwner
from kaname.goals.period_choices import code
from kaname.goals.reader import Reader
from kaname.goals.typed import typing
from kaname.measures.comparable import Against, comparable


def typed_of(goal: Goal, reader: Reader) -> dict[str, str]:
    """What was typed, word for word; else what the goal holds."""
    return dict(goal.typed) or _written(goal, reader)


def _written(goal: Goal, reader: Reader) -> dict[str, str]:
    metric = reader.definitions.get(goal.metric_key)
    figures = {"value": goal.value, "upper": goal.upper, "baseline": goal.baseline if goal.baseline_reason else None}
    market = goal.market_growth
    return {
        "metric": goal.metric_key,
        "owner": TargetOwner(team=goal.team).code,
        "period": code(goal.period),
        "name": goal.name,
        "baseline_reason": goal.baseline_reason,
        "market_growth": "" if market is None else f"{(market * 100).normalize():f}%",
        "market_source": goal.market_source,
        "market_metric": goal.market_metric_key,
        "parent": goal.parent.key if goal.parent else "",
        **_compared(goal, reader),
        **{name: typing(figure, metric=metric) if metric else "" for name, figure in figures.items()},
    }


def _compared(goal: Goal, reader: Reader) -> dict[str, str]:
    for against in Against:
        if goal.compared in (None, comparable(goal.period, against, calendar=reader.calendar)):
            return {"against": against.value}
    compared = goal.compared
    if compared is None:
        return {}
    last_on = compared.ends_on - timedelta(days=1)
    return {
        "against": OTHER_DAYS,
        "compared_first_on": compared.starts_on.isoformat(),
        "compared_last_on": last_on.isoformat(),
    }
