"""Everything that a KPI tree shows of its nodes: actuals, whether it holds, what is realistic and what that moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.facts.metrics.definition import streams_of
from kaname.goals.actuals import actual_series, actual_values
from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.kpi_tree.months import PastMonths, past_months
from kaname.goals.kpi_tree.ranges import ScaledRange, ranges_of
from kaname.goals.kpi_tree.scaling import Reference, Scaling, needs_reference, scaling_of
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.measures.comparable import Against, comparable
from kaname.measures.periods import ONE_DAY, Grain, Period
from kaname.measures.tree.leverage import Leverage, leverage
from kaname.measures.tree.residual import Reproduction, Residuals, reproductions, residuals
from kaname.web.store import facts

Values = NDArray[np.float64]


@dataclass(frozen=True)
class TreeValues:
    """One row for each node, in the order of the tree's nodes; NaN where a number is not defined. [each node's unit]

    `monthly`, shape (n_nodes, n_months), are the last complete `months`, NaN without facts. `to_date` is the goal's
    period until today (`elapsed`, None before it begins), `compared` all of the earlier period `compared_period`.
    `low`, `middle` and `high` are P10, P50 and P90 in the goal's period, and `ranges` says where they come from.
    `residuals` and `reproductions` have a row for each node of `tree.inner` and a column for each month. `leverage`
    moves each node from low to high while the others are in the middle of theirs. `missing` metrics cannot be computed.
    """

    months: tuple[Period, ...]
    monthly: Values
    elapsed: Period | None
    to_date: Values
    compared_period: Period
    compared: Values
    ranges: tuple[ScaledRange | None, ...]
    residuals: Residuals
    reproductions: tuple[Reproduction, ...]
    leverage: Leverage
    missing: frozenset[str]

    @property
    def low(self) -> Values:
        return np.array([_edge(one, "low") for one in self.ranges])

    @property
    def middle(self) -> Values:
        return np.array([_edge(one, "middle") for one in self.ranges])

    @property
    def high(self) -> Values:
        return np.array([_edge(one, "high") for one in self.ranges])


def tree_values(goal_tree: GoalTree, *, goal: Goal, reader: Reader) -> TreeValues:
    """All numbers of a tree for the goal's team, in as many questions to the store whatever the number of nodes."""
    loaded = facts().loaded_streams()
    keys = [key for key in dict.fromkeys(goal_tree.keys) if computable(key, reader) and has_facts(key, loaded, reader)]
    before = history_until(goal, reader)
    asked = {"team": goal.team, "definitions": reader.definitions, "calendar": reader.calendar}
    past = past_months(keys, before=before, **asked)  # type: ignore[arg-type]
    compared_period = compared_with(goal, reader)
    needed = needs_reference(keys, reader.definitions)
    compared = actual_values(list(dict.fromkeys([*keys, *needed])), period=compared_period, **asked)  # type: ignore[arg-type]
    scalings = _scalings(keys, needed, compared, period=compared_period, goal=goal, reader=reader)
    ranges = ranges_of(
        past,
        scalings=scalings,
        goal=goal,
        before=before,
        definitions=reader.definitions,
        calendar=reader.calendar,
    )
    elapsed = _elapsed(goal, reader)
    to_date = actual_values(keys, period=elapsed, **asked) if elapsed else {}  # type: ignore[arg-type]
    return _assembled(goal_tree, past, compared_period, compared, elapsed, to_date, ranges)


def computable(key: str, reader: Reader) -> bool:
    """Whether the metric is in use and its definition holds."""
    definition = reader.definitions.get(key)
    return definition is not None and not definition.validate(reader.definitions)


def has_facts(key: str, loaded: frozenset[str], reader: Reader) -> bool:
    """Whether anything was ever imported of all that the metric reads: without, there is no 0 either."""
    return loaded.issuperset(streams_of([key], reader.definitions))


def history_until(goal: Goal, reader: Reader) -> date:
    """The past that says what is realistic ends today; for goals that are over it ended when they began."""
    return goal.starts_on if goal.ends_on <= reader.today else reader.today


def compared_with(goal: Goal, reader: Reader) -> Period:
    """The period that the goal is compared with, or the last one a year or years before it that is over."""
    period = goal.compared or comparable(goal.period, Against.PRIOR_YEAR, calendar=reader.calendar)
    while period.ends_on > reader.today:
        period = comparable(period, Against.PRIOR_YEAR, calendar=reader.calendar)
    return period


def _elapsed(goal: Goal, reader: Reader) -> Period | None:
    """What is over of the goal's period, today included."""
    return goal.period.intersection(Period(date.min, reader.today + ONE_DAY))


def _scalings(
    keys: Sequence[str],
    needed: Sequence[str],
    compared: dict[str, float | None],
    *,
    period: Period,
    goal: Goal,
    reader: Reader,
) -> dict[str, Scaling]:
    reference = Reference({}, {}, {})
    if needed:
        series = actual_series(
            needed,
            period=period,
            grain=Grain.MONTH,
            team=goal.team,
            definitions=reader.definitions,
            calendar=reader.calendar,
        )
        months = {key: values[np.isfinite(values)] for key in needed for values in [series.of(key)]}
        reference = Reference(
            {key: value for key in needed if (value := compared[key]) is not None},
            {key: float(values.sum()) for key, values in months.items() if values.size},
            {key: float(values.mean()) for key, values in months.items() if values.size},
        )
    return {key: scaling_of(key, reader.definitions, reference) for key in keys}


def _assembled(
    goal_tree: GoalTree,
    past: PastMonths,
    compared_period: Period,
    compared: dict[str, float | None],
    elapsed: Period | None,
    to_date: dict[str, float | None],
    ranges: dict[str, ScaledRange],
) -> TreeValues:
    """From values by metric to rows by node."""
    undefined = np.full(len(past.periods), np.nan)
    by_key = dict(zip(past.keys, past.values, strict=True))
    monthly = np.array([by_key.get(key, undefined) for key in goal_tree.keys])
    found = residuals(goal_tree.tree, monthly)
    before = _row(goal_tree, compared)
    of_nodes = tuple(ranges.get(key) for key in goal_tree.keys)
    return TreeValues(
        months=past.periods,
        monthly=monthly,
        elapsed=elapsed,
        to_date=_row(goal_tree, to_date),
        compared_period=compared_period,
        compared=before,
        ranges=of_nodes,
        residuals=found,
        reproductions=reproductions(found),
        leverage=_leverage(goal_tree, of_nodes, before),
        missing=frozenset(goal_tree.keys) - set(past.keys),
    )


def _leverage(goal_tree: GoalTree, ranges: Sequence[ScaledRange | None], before: Values) -> Leverage:
    """Leaves without a range stay at what they were in the period compared with."""
    middle = np.array([_edge(one, "middle") for one in ranges])
    usual = np.where(np.isnan(middle), before, middle)
    ends = np.array([[_edge(one, "low"), _edge(one, "high")] for one in ranges])
    return leverage(goal_tree.tree, leaves=usual[list(goal_tree.tree.leaves)], ranges=ends)


def _row(goal_tree: GoalTree, values: dict[str, float | None]) -> Values:
    found = (values.get(key) for key in goal_tree.keys)
    return np.array([np.nan if value is None else value for value in found], dtype=np.float64)


def _edge(one: ScaledRange | None, name: str) -> float:
    value = None if one is None else getattr(one.found, name)
    return np.nan if value is None else float(value)
