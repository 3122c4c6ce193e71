"""Of what kind a metric's numbers are, and from which daily numbers its outlook is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kaname.facts.metrics.definition import (
    Arithmetic,
    Condition,
    Entered,
    Entry,
    FromFacts,
    Measure,
    MetricDefinition,
    Ratio,
    Test,
    Unit,
)
from kaname.measures.operation import Operation

Definitions = Mapping[str, MetricDefinition]


class Kind(StrEnum):
    """Which statistic fits: counted events, amounts of counted events, successes of trials, means of amounts."""

    COUNT = "count"
    SUM = "sum"
    RATE = "rate"
    AVERAGE = "average"


@dataclass(frozen=True)
class Parts:
    """The daily numbers of a metric: its own or its numerator's, and what they are counted on.

    `events` of a sum are how many amounts it adds up, those of a rate or average its denominator; a count has none.
    """

    kind: Kind
    value: MetricDefinition
    events: MetricDefinition | None = None

    @property
    def all(self) -> tuple[MetricDefinition, ...]:
        return (self.value,) if self.events is None else (self.value, self.events)


def parts_of(definition: MetricDefinition, definitions: Definitions) -> Parts | None:
    """None where a period's number does not follow from those of its days: different things counted once, medians,
    stocks, and arithmetic beyond sums."""
    match definition.computation:
        case FromFacts(measure=Measure.COUNT):
            return Parts(Kind.COUNT, definition)
        case FromFacts(measure=Measure.SUM):
            return Parts(Kind.SUM, definition, _counted(definition))
        case FromFacts(measure=Measure.MEAN) as mean:
            return Parts(
                Kind.AVERAGE, _with(definition, replace(mean, measure=Measure.SUM), "sum"), _counted(definition)
            )
        case Entered(Entry.SUM):
            return Parts(Kind.COUNT, definition)
        case Arithmetic(Operation.SUM) if definition.additive(definitions):
            return Parts(Kind.COUNT, definition)
        case Ratio(numerator, denominator):
            return _ratio(definition, definitions[numerator], definitions[denominator], definitions)
    return None


def _ratio(
    whole: MetricDefinition, top: MetricDefinition, bottom: MetricDefinition, definitions: Definitions
) -> Parts | None:
    if not (top.additive(definitions) and bottom.additive(definitions)):
        return None
    counted = whole.unit is Unit.RATIO and top.unit is Unit.COUNT and bottom.unit is Unit.COUNT
    return Parts(Kind.RATE if counted else Kind.AVERAGE, top, bottom)


def _counted(definition: MetricDefinition) -> MetricDefinition:
    """How many facts have the amount that the metric adds up."""
    facts = definition.computation
    if not isinstance(facts, FromFacts) or facts.field is None:
        raise TypeError(f"{definition.key} adds up no field")
    conditions = (*facts.conditions, Condition(facts.field, Test.PRESENT))
    counted = _with(definition, FromFacts(facts.stream, Measure.COUNT, None, conditions), "n")
    return replace(counted, unit=Unit.COUNT)


def _with(
    definition: MetricDefinition, computation: FromFacts, name: str, unit: Unit | None = None
) -> MetricDefinition:
    """A number beside the metric that has no name of its own; it never meets people."""
    return replace(definition, key=f"{definition.key}__{name}", computation=computation, unit=unit or definition.unit)
