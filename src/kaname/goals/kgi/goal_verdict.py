"""The verdict about a goal as it stands."""

from __future__ import annotations

from dataclasses import replace

from kaname.goals.errors import GoalsError
from kaname.goals.kgi.kgi_fields import against_of
from kaname.goals.kgi.market import market_growth
from kaname.goals.kgi.verdict import Asked, Verdict, ground_of, verdict_of
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.measures.comparable import Against, comparable
from kaname.measures.direction import Direction


def goal_verdict(goal: Goal, *, reader: Reader) -> Verdict:
    """Gap and feasibility of what the goal asks for now. Raises GoalsError goal_without_metric."""
    asked = _asked(goal, reader)
    if asked.market is None and goal.market_metric_key in reader.definitions:
        asked = with_series(asked, goal.market_metric_key, reader=reader)
    return verdict_of(asked, ground_of(asked, reader=reader))


def with_series(asked: Asked, metric_key: str, *, reader: Reader) -> Asked:
    """The market's growth by a series of it."""
    found = market_growth(
        metric_key, period=asked.period, compared=asked.compared, against=asked.against, reader=reader
    )
    return replace(asked, market=None if found is None else found.rate, series=found)


def _asked(goal: Goal, reader: Reader) -> Asked:
    metric = reader.definitions.get(goal.metric_key)
    if metric is None:
        raise GoalsError("goal_without_metric")
    against = against_of(goal, reader) or Against.PRIOR_YEAR
    held = goal if goal.target is None else goal.target
    return Asked(
        metric=metric,
        team=goal.team,
        period=goal.period,
        compared=goal.compared or comparable(goal.period, against, calendar=reader.calendar),
        against=against,
        target=held.value,
        upper=held.upper if metric.direction is Direction.RANGE else None,
        baseline=held.baseline if goal.baseline_reason else None,
        market=None if goal.market_growth is None else float(goal.market_growth),
    )
