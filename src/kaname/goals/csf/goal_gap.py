"""The gap that candidates are held against, and the unit that it has."""

from __future__ import annotations

from dataclasses import dataclass

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.csf.units import PLAIN
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.words import name_of, within_sentence
from kaname.measures.direction import Direction
from kaname.measures.gap import gap
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class GoalGap:
    """`size` is what has to be closed, above 0 whatever the direction; None where target or baseline is missing or
    nothing is left to close. `definition` is None while the goal has no metric."""

    definition: MetricDefinition | None
    unit: Unit
    size: float | None

    @property
    def metric_name(self) -> str:
        """Within a sentence."""
        return within_sentence(name_of(self.definition.name)) if self.definition else ""

    def share(self, effect: float | None) -> float | None:
        """What part of the gap an effect closes. [ratio]"""
        return None if self.size is None or effect is None else effect / self.size


def gap_of(goal: Goal, reader: Reader) -> GoalGap:
    """The gap of a goal: of its target once it counts, of what was typed so far before."""
    metric = reader.metrics.get(goal.metric_key)
    if metric is None:
        return GoalGap(None, PLAIN, None)
    return GoalGap(metric.definition, reader.unit(metric.definition), _size(goal, metric.definition.direction))


def _size(goal: Goal, direction: Direction) -> float | None:
    figures = goal.target or goal
    if figures.value is None or figures.baseline is None:
        return None
    upper = None if figures.upper is None else float(figures.upper)
    way = gap(target=float(figures.value), baseline=float(figures.baseline), direction=direction, upper=upper)
    size = {Direction.HIGHER: way, Direction.LOWER: -way}.get(direction, abs(way))
    return size if size > 0 else None
