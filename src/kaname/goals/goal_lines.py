"""Goals as a list shows them: gap, progress and where they should be by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.actuals import actual_values
from kaname.goals.elapsed import Elapsed, elapsed_of_all, figure_of, loaded_since
from kaname.goals.figures import Figure, Nature
from kaname.goals.goal_access import may_edit
from kaname.goals.goal_words import goal_name, known_name
from kaname.goals.kpi_tree.values import computable
from kaname.goals.models import Goal
from kaname.goals.owners import TargetOwner
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.targets import Origin, ResolvedTarget
from kaname.measures.direction import Direction
from kaname.measures.periods import Period
from kaname.web.formats import units

PLAIN = units.Unit("number")


@dataclass(frozen=True)
class GoalLine:
    """One goal with the names and figures that belong to it."""

    goal: Goal
    reader: Reader
    figure: Figure

    @cached_property
    def name(self) -> str:
        return goal_name(self.goal, self.reader)

    @property
    def owner_name(self) -> str:
        return TargetOwner(team=self.goal.team).name(self.reader.organisation)

    @property
    def parent_name(self) -> str:
        return goal_name(self.goal.parent, self.reader) if self.goal.parent else ""

    @property
    def metric_name(self) -> str:
        return known_name(self.goal.metric_key, self.reader)

    @property
    def period_name(self) -> str:
        return period_name(self.goal.period, calendar=self.reader.calendar, language=self.reader.language)

    @property
    def unit(self) -> units.Unit:
        metric = definition_of(self.goal, self.reader)
        return self.reader.unit(metric) if metric else PLAIN

    @property
    def figures(self) -> Figures:
        return figures_of(self.goal)

    @property
    def editable(self) -> bool:
        return may_edit(self.reader, self.goal)

    @property
    def url(self) -> str:
        return reverse("goals:goal_kgi" if self.goal.is_draft else "goals:goal", args=[self.goal.key])


@dataclass(frozen=True)
class Figures:
    """What a goal asks for: from its target once it counts, else as the draft stands. [unit of the metric]"""

    value: float | None
    upper: float | None
    baseline: float | None

    @property
    def gap(self) -> float | None:
        """Of a range, the way to its nearer end."""
        nearest = self.nearest
        return None if nearest is None or self.baseline is None else nearest - self.baseline

    @property
    def nearest(self) -> float | None:
        """The value that reaches the goal with the smallest change; of a range, its nearer end or the baseline."""
        if self.value is None or self.upper is None or self.baseline is None:
            return self.value
        return min(max(self.baseline, self.value), self.upper)


def figures_of(goal: Goal) -> Figures:
    held = goal if goal.target is None else goal.target
    value, upper, baseline = (
        None if figure is None else float(figure) for figure in (held.value, held.upper, held.baseline)
    )
    return Figures(value, upper, baseline)


def definition_of(goal: Goal, reader: Reader) -> MetricDefinition | None:
    """The goal's metric, archived ones as well."""
    found = reader.metrics.get(goal.metric_key)
    return found.definition if found else None


def asked_of(goal: Goal) -> ResolvedTarget | None:
    """The goal's own target as boards know targets."""
    figures = figures_of(goal)
    if figures.value is None:
        return None
    ids = () if goal.target_id is None else (goal.target_id,)
    return ResolvedTarget(figures.value, figures.upper, None, Origin.EXACT, ids)


def goal_lines(goals: Sequence[Goal], reader: Reader) -> list[GoalLine]:
    """One question to the facts for each team and period."""
    asked: dict[tuple[int | None, Period], list[Goal]] = {}
    for goal in goals:
        asked.setdefault((goal.team_id, goal.period), []).append(goal)
    elapsed = elapsed_of_all([(goal.team, goal.period) for goal in goals], reader)
    figures: dict[int, Figure] = {}
    for owner, same in asked.items():
        figures |= _figures(same, elapsed[owner], reader)
    return [GoalLine(goal, reader, figures[goal.pk]) for goal in goals]


def _figures(goals: Sequence[Goal], elapsed: Elapsed, reader: Reader) -> dict[int, Figure]:
    """Of metrics that are archived, or cannot be computed any more, there is only the target."""
    keys = {goal.metric_key for goal in goals if computable(goal.metric_key, reader)}
    loaded = {key: loaded_since(key, reader) for key in keys}
    values = actual_values(
        [key for key, at in loaded.items() if at is not None],
        period=elapsed.period,
        team=goals[0].team,
        definitions=reader.definitions,
        calendar=reader.calendar,
    )
    return {goal.pk: _figure(goal, values, loaded, elapsed, reader) for goal in goals}


def _figure(
    goal: Goal,
    values: Mapping[str, float | None],
    loaded: Mapping[str, datetime | None],
    elapsed: Elapsed,
    reader: Reader,
) -> Figure:
    key = goal.metric_key
    if key not in reader.metrics:  # a draft may come from a file without one
        return Figure(Nature(Direction.HIGHER, additive=False, step=0.0), None, None, elapsed.share)
    ends = reader.outlooks_in(goal.period)
    return figure_of(
        key,
        values.get(key),
        asked_of(goal),
        elapsed=elapsed,
        loaded_at=loaded.get(key),
        reader=reader,
        outlook=ends.get((key, goal.team.key if goal.team else "", "")),
    )
