"""Why a metric cannot be computed, before anybody waits for its number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kaname.facts.metrics.definition import (
    Arithmetic,
    Condition,
    FromFacts,
    Measure,
    MetricDefinition,
    Ratio,
    Test,
    closure,
)
from kaname.facts.streams import STREAMS, Field, FieldType, Stream
from kaname.measures.operation import Operation

KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
ORDERINGS = {Test.MORE_THAN, Test.AT_LEAST, Test.LESS_THAN, Test.AT_MOST}
# Stored numbers have 14 digits before the decimal point.
LARGEST = 10**14
NOT_IN_CONDITIONS = {"person", "team", "source_id", "day", "occurred_at", "attributes"}


@dataclass(frozen=True)
class MetricProblem:
    """A stable `code` about the metric `key`, with `params` to name what is wrong, and an English sentence."""

    code: str
    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.key}: {MESSAGES[self.code].format(key=self.key, **self.params)}"


MESSAGES = {
    "key_malformed": "a key is small letters, digits and underscores, and starts with a letter",
    "unknown_stream": "there is no stream {stream}",
    "unknown_field": "{stream} has no field {field}",
    "field_needed": "{measure} needs a field",
    "field_not_numeric": "{measure} needs a number, and {field} is none",
    "field_not_countable": "values of {field} cannot be told apart",
    "field_not_for_conditions": "{field} cannot stand in a condition; group or filter by it instead",
    "value_unknown": "{field} is never {value}",
    "value_not_numeric": "{field} is compared with {value}, which is no number",
    "value_too_large": "{field} is compared with {value}, which no field can hold",
    "value_not_text": "{field} is compared with a text that holds characters no text has",
    "value_needed": "the condition on {field} has no value",
    "unknown_metric": "there is no metric {metric}",
    "circular": "it is computed from itself: {path}",
    "parts_needed": "{operation} needs {needed} metrics, not {given}",
    "weights_needed": "a weighted sum needs one weight for each metric",
    "weight_too_large": "a weight has at most 14 digits before the decimal point",
    "weights_unwanted": "only a weighted sum has weights",
    "part_broken": "{metric}, from which it is computed, cannot be computed: {why}",
    "no_facts": "no facts of {stream} have been imported yet",
    "attribute_unseen": "no fact of {stream} has had a field {field}",
}


def problems_of(definition: MetricDefinition, definitions: Mapping[str, MetricDefinition]) -> list[MetricProblem]:
    """The metric's own problems first, then those of the metrics it is computed from."""
    known = {**definitions, definition.key: definition}
    own = list(_own_problems(definition, known))
    for part in closure(definition.parts, known):
        if part.key != definition.key:
            own += [
                MetricProblem("part_broken", definition.key, {"metric": part.key, "why": str(problem)})
                for problem in _own_problems(part, known)
                if problem.code != "circular"
            ]
    return own


def _own_problems(definition: MetricDefinition, known: Mapping[str, MetricDefinition]) -> Iterator[MetricProblem]:
    def problem(code: str, **params: object) -> MetricProblem:
        return MetricProblem(code, definition.key, params)

    if not KEY.fullmatch(definition.key):
        yield problem("key_malformed")
    for part in definition.parts:
        if part not in known:
            yield problem("unknown_metric", metric=part)
    if path := _circle(definition, known):
        yield problem("circular", path=" → ".join(path))
    match definition.computation:
        case FromFacts() as computation:
            for code, params in _problems_of_facts(computation):
                yield problem(code, **params)
        case Arithmetic() as computation:
            for code, params in _problems_of_arithmetic(computation):
                yield problem(code, **params)
        case Ratio():
            pass


def _circle(definition: MetricDefinition, known: Mapping[str, MetricDefinition]) -> list[str]:
    """The way from the metric back to itself, if there is one."""
    ways = [[definition.key, part] for part in definition.parts]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        if way[-1] == definition.key:
            return way
        if way[-1] in known and way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, part] for part in known[way[-1]].parts]
    return []


Finding = tuple[str, dict[str, object]]


def _problems_of_facts(computation: FromFacts) -> Iterator[Finding]:
    stream = STREAMS.get(computation.stream)
    if stream is None:
        yield "unknown_stream", {"stream": computation.stream}
        return
    yield from _problems_of_measure(computation.measure, computation.field, stream)
    for condition in computation.conditions:
        yield from _problems_of_condition(condition, stream)


def _problems_of_measure(measure: Measure, field: str | None, stream: Stream) -> Iterator[Finding]:
    if measure is Measure.COUNT:
        return
    if not field:
        yield "field_needed", {"measure": str(measure)}
    elif measure is Measure.DISTINCT:
        if stream.has_field(field) and stream.field(field).type is FieldType.ATTRIBUTES:
            yield "field_not_countable", {"field": field}
    elif not stream.has_field(field):
        yield "unknown_field", {"stream": stream.key, "field": field}
    elif not stream.field(field).numeric:
        yield "field_not_numeric", {"measure": str(measure), "field": field}


def _problems_of_condition(condition: Condition, stream: Stream) -> Iterator[Finding]:
    name = condition.field
    if name in NOT_IN_CONDITIONS and condition.test not in {Test.PRESENT, Test.MISSING}:
        yield "field_not_for_conditions", {"field": name}
    if condition.test in {Test.PRESENT, Test.MISSING}:
        return
    if not condition.values:
        yield "value_needed", {"field": name}
    field = stream.field(name) if stream.has_field(name) else None
    if condition.test in ORDERINGS and field is not None and not field.numeric:
        yield "field_not_numeric", {"measure": str(condition.test), "field": name}
    for value in condition.values:
        yield from _problems_of_value(value, condition, field)


def _problems_of_value(value: object, condition: Condition, field: Field | None) -> Iterator[Finding]:
    name = condition.field
    # A field that the stream does not declare is an attribute: a text that may well hold a number.
    numeric = condition.test in ORDERINGS or (field is not None and field.numeric)
    if not is_text(str(value)):
        yield "value_not_text", {"field": name}
    elif numeric and not is_number(value):
        yield "value_not_numeric", {"field": name, "value": value}
    elif numeric and abs(float(value)) >= LARGEST:  # type: ignore[arg-type]  # a number, as just asked
        yield "value_too_large", {"field": name, "value": value}
    elif field is not None and field.closed and value not in field.values:
        yield "value_unknown", {"field": name, "value": value}


def is_text(value: str) -> bool:
    """Whether a database can hold it: no NUL, no halves of characters."""
    return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


def is_number(value: object) -> bool:
    if isinstance(value, int | float):
        return value == value and abs(value) != float("inf")
    return isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def _problems_of_arithmetic(computation: Arithmetic) -> Iterator[Finding]:
    operation, given = computation.operation, len(computation.of)
    two = operation in {Operation.DIFFERENCE, Operation.RATIO}
    if (two and given != 2) or given == 0:
        yield "parts_needed", {"operation": str(operation), "needed": 2 if two else "some", "given": given}
    if operation is Operation.WEIGHTED_SUM:
        if len(computation.weights) != given:
            yield "weights_needed", {}
        if not all(abs(weight) < LARGEST for weight in computation.weights):
            yield "weight_too_large", {}
    elif computation.weights:
        yield "weights_unwanted", {}
