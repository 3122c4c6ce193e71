"""What a metric is: its name, unit and direction, and how its number comes about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kaname.facts.labels import NO_LABEL, Label
from kaname.measures.direction import Direction
from kaname.measures.operation import Operation

if TYPE_CHECKING:
    from kaname.facts.metrics.validate import MetricProblem
    from kaname.facts.streams import Stream

Value = str | int | float


class Unit(StrEnum):
    COUNT = "count"
    CURRENCY = "currency"
    RATIO = "ratio"
    SECONDS = "seconds"
    HOURS = "hours"
    NUMBER = "number"


class Measure(StrEnum):
    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    DISTINCT = "distinct"


class Test(StrEnum):
    """How a condition compares its field. Negative tests hold for an empty field as well: nothing is not `x`."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    NOT_IN = "not_in"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    PRESENT = "present"
    MISSING = "missing"


class Entry(StrEnum):
    """How measurements entered for a metric become one number of a period.

    `last` takes the latest entry of each person and team in the period and adds these up.
    """

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"


@dataclass(frozen=True)
class Condition:
    """A test on one field. `values` is empty for present and missing; only in and not_in have several."""

    field: str
    test: Test
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class FromFacts:
    """Counted, summed or averaged from the facts of one stream that meet all conditions."""

    stream: str
    measure: Measure
    field: str | None = None
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Ratio:
    """One metric ÷ another, both summed over the period and group first."""

    numerator: str
    denominator: str


@dataclass(frozen=True)
class Arithmetic:
    """Metrics put together; `weights` belong to weighted_sum only, one for each metric."""

    operation: Operation
    of: tuple[str, ...]
    weights: tuple[float, ...] = ()


@dataclass(frozen=True)
class Entered:
    """Read from the stream of measurements, under the metric's own key."""

    how: Entry


Computation = FromFacts | Ratio | Arithmetic | Entered


@dataclass(frozen=True)
class MetricDefinition:
    """A metric as data. `counter` is the word after a count, such as 件."""

    key: str
    name: Label
    unit: Unit
    direction: Direction
    computation: Computation
    about: Label = NO_LABEL
    counter: Label = NO_LABEL

    @classmethod
    def every_fact(cls, stream: Stream) -> MetricDefinition:
        """The count of all facts of a stream."""
        computation = FromFacts(stream.key, Measure.COUNT)
        return cls("every_fact", stream.name, Unit.COUNT, Direction.HIGHER, computation)

    @property
    def parts(self) -> tuple[str, ...]:
        """The keys of the metrics that this one is computed from."""
        match self.computation:
            case Ratio(numerator, denominator):
                return (numerator, denominator)
            case Arithmetic(of=of):
                return of
        return ()

    @property
    def stream(self) -> str | None:
        """The stream it is computed from directly, if any."""
        match self.computation:
            case FromFacts(stream=stream):
                return stream
            case Entered():
                return "measurements"
        return None

    def counted_parts(self, definitions: Mapping[str, MetricDefinition]) -> tuple[str, str] | None:
        """Numerator and denominator of a ratio of two counts; None of any other: money and hours are no trials."""
        match self.computation:
            case Ratio(numerator, denominator) if self.unit is Unit.RATIO:
                known = [definitions[key] for key in (numerator, denominator) if key in definitions]
                if len(known) == 2 and all(one.unit is Unit.COUNT for one in known):
                    return numerator, denominator
        return None

    def additive(self, definitions: Mapping[str, MetricDefinition]) -> bool:
        """Whether its values of parts (days, people, teams) add up to the whole."""
        match self.computation:
            case FromFacts(measure=measure):
                return measure in {Measure.COUNT, Measure.SUM}
            case Entered(how):
                return how is Entry.SUM
            case Arithmetic(Operation.SUM | Operation.DIFFERENCE | Operation.WEIGHTED_SUM, of):
                return all(key in definitions and definitions[key].additive(definitions) for key in of)
        return False

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> MetricDefinition:
        """Read a metric as it is written in YAML and JSON.

        Raises
        ------
        FactsError
            `metric_malformed`, with the metric's `key`, and the `part` that cannot be read.
        """
        from kaname.facts.metrics.parse import definition_from

        return definition_from(data)

    def to_dict(self) -> dict[str, Any]:
        from kaname.facts.metrics.parse import definition_to_dict

        return definition_to_dict(self)

    def validate(self, definitions: Mapping[str, MetricDefinition]) -> list[MetricProblem]:
        """What keeps this metric from being computed; nothing, if all is well."""
        from kaname.facts.metrics.validate import problems_of

        return problems_of(self, definitions)


def closure(keys: Sequence[str], definitions: Mapping[str, MetricDefinition]) -> list[MetricDefinition]:
    """These metrics and all that they are computed from, parts first; each once, unknown ones left out."""
    found: dict[str, MetricDefinition] = {}
    under_way: set[str] = set()

    def visit(key: str) -> None:
        definition = definitions.get(key)
        if definition is None or key in found or key in under_way:
            return
        under_way.add(key)
        for part in definition.parts:
            visit(part)
        found[key] = definition

    for key in keys:
        visit(key)
    return list(found.values())


def streams_of(keys: Sequence[str], definitions: Mapping[str, MetricDefinition]) -> list[str]:
    """The streams that the metrics are computed from, each once."""
    return list(dict.fromkeys(part.stream for part in closure(keys, definitions) if part.stream))
