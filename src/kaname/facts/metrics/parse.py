"""Metrics to and from the plain data that YAML, JSON and forms carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kaname.facts.errors import FactsError
from kaname.facts.labels import Label
from kaname.facts.metrics.definition import (
    Arithmetic,
    Computation,
    Condition,
    Entered,
    Entry,
    FromFacts,
    Measure,
    MetricDefinition,
    Ratio,
    Test,
    Unit,
    Value,
)
from kaname.facts.metrics.validate import is_text
from kaname.measures.direction import Direction
from kaname.measures.operation import Operation

KINDS = ("stream", "ratio", "arithmetic", "entered")
KEYS = {"key", "name", "about", "unit", "counter", "direction", "measure", "field", "conditions", *KINDS}


def definition_from(data: Mapping[str, Any]) -> MetricDefinition:
    key = str(data.get("key") or "")
    with _naming(key, "key"):
        if unknown := sorted(set(data) - KEYS):
            raise ValueError(f"does not know {', '.join(unknown)}")
    with _naming(key, "name"):
        name, about, counter = (Label.of(data.get(part)) for part in ("name", "about", "counter"))
        if not all(map(is_text, (*name.to_dict().values(), *about.to_dict().values(), *counter.to_dict().values()))):
            raise ValueError("holds characters that no text has")
    with _naming(key, "unit"):
        unit = Unit(data.get("unit", Unit.COUNT))
    with _naming(key, "direction"):
        direction = Direction(data.get("direction", Direction.HIGHER))
    return MetricDefinition(
        key=key,
        name=name or Label(key, key),
        about=about,
        unit=unit,
        counter=counter,
        direction=direction,
        computation=_computation(key, data),
    )


def _computation(key: str, data: Mapping[str, Any]) -> Computation:
    given = [kind for kind in KINDS if data.get(kind) is not None]
    if len(given) != 1:
        raise _malformed(key, "computation", f"needs exactly one of {', '.join(KINDS)}")
    with _naming(key, given[0]):
        match given[0]:
            case "stream":
                return FromFacts(
                    stream=str(data["stream"]),
                    measure=Measure(data.get("measure", Measure.COUNT)),
                    field=data.get("field") or None,
                    conditions=tuple(_condition(condition) for condition in data.get("conditions") or ()),
                )
            case "ratio":
                return Ratio(str(data["ratio"]["numerator"]), str(data["ratio"]["denominator"]))
            case "arithmetic":
                given_weights = data["arithmetic"].get("weights") or ()
                return Arithmetic(
                    operation=Operation(data["arithmetic"]["op"]),
                    of=tuple(str(part) for part in data["arithmetic"]["of"]),
                    weights=tuple(float(weight) for weight in given_weights),
                )
            case _:
                return Entered(Entry(data["entered"]))


def _condition(data: Mapping[str, Any]) -> Condition:
    tests = [name for name in data if name != "field"]
    if len(tests) != 1:
        raise ValueError("each condition needs a field and exactly one test")
    test = Test(tests[0])
    given = data[test]
    if test in {Test.PRESENT, Test.MISSING}:
        return Condition(str(data["field"]), _turned(test) if given is False else test)
    values = given if isinstance(given, list | tuple) else [given]
    return Condition(str(data["field"]), test, tuple(_value(value) for value in values))


def _turned(test: Test) -> Test:
    return Test.MISSING if test is Test.PRESENT else Test.PRESENT


def _value(value: object) -> Value:
    # A bool is an int to Python; YAML reads a bare yes, no, on and off as one.
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else str(value)


def definition_to_dict(definition: MetricDefinition) -> dict[str, Any]:
    data: dict[str, Any] = {"key": definition.key, "name": definition.name.to_dict()}
    if definition.about:
        data["about"] = definition.about.to_dict()
    data["unit"] = str(definition.unit)
    if definition.counter:
        data["counter"] = definition.counter.to_dict()
    return data | {"direction": str(definition.direction)} | _computation_to_dict(definition.computation)


def _computation_to_dict(computation: Computation) -> dict[str, Any]:
    match computation:
        case FromFacts(stream, measure, field, conditions):
            data: dict[str, Any] = {"stream": stream, "measure": str(measure)}
            if field is not None:
                data["field"] = field
            if conditions:
                data["conditions"] = [_condition_to_dict(condition) for condition in conditions]
            return data
        case Ratio(numerator, denominator):
            return {"ratio": {"numerator": numerator, "denominator": denominator}}
        case Arithmetic(operation, of, weights):
            parts: dict[str, Any] = {"op": str(operation), "of": list(of)}
            return {"arithmetic": parts | ({"weights": list(weights)} if weights else {})}
        case Entered(how):
            return {"entered": str(how)}


def _condition_to_dict(condition: Condition) -> dict[str, Any]:
    if condition.test in {Test.PRESENT, Test.MISSING}:
        return {"field": condition.field, str(condition.test): True}
    several = condition.test in {Test.IN, Test.NOT_IN}
    return {"field": condition.field, str(condition.test): list(condition.values) if several else condition.values[0]}


@contextmanager
def _naming(key: str, part: str) -> Iterator[None]:
    """Turn what reading a part of a metric raises into one error that names the metric and the part."""
    try:
        yield
    except KeyError as error:
        raise _malformed(key, part, f"lacks {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise _malformed(key, part, str(error)) from error


def _malformed(key: str, part: str, why: str) -> FactsError:
    return FactsError("metric_malformed", f"Metric {key or '(without a key)'}: {part} {why}.", key=key, part=part)
