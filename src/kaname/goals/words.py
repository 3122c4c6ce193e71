"""Metric definitions as whole sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

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
)
from kaname.facts.streams import STREAMS
from kaname.measures.operation import Operation

Definitions = Mapping[str, MetricDefinition]


@dataclass(frozen=True)
class Step:
    """One metric that a metric is computed from, `depth` levels below it, in words."""

    depth: int
    definition: MetricDefinition
    name: str
    sentence: str


def sentence(definition: MetricDefinition, definitions: Definitions) -> str:
    """How the number comes about: "Number of activities where kind is “Call”"."""
    match definition.computation:
        case FromFacts() as computation:
            return _from_facts(computation)
        case Ratio() | Arithmetic():
            return _of_metrics(definition.computation, formula(definition, definitions) or "")
        case Entered(how):
            return _entered(how)


def formula(definition: MetricDefinition, definitions: Definitions) -> str | None:
    """The arithmetic with the names of the metrics: "Deals won ÷ Appointments"; None where there is none."""
    match definition.computation:
        case Ratio(numerator, denominator):
            return _joined([numerator, denominator], Operation.RATIO, definitions)
        case Arithmetic(Operation.WEIGHTED_SUM, of, weights):
            return _weighted(of, weights, definitions)
        case Arithmetic(operation, of):
            return _joined(of, operation, definitions)
    return None


def steps(definition: MetricDefinition, definitions: Definitions) -> list[Step]:
    """The metric and everything that it is computed from, as a tree read from the top."""
    found: list[Step] = []

    def visit(key: str, depth: int, above: frozenset[str]) -> None:
        part = definition if key == definition.key else definitions.get(key)
        if part is None or key in above:
            return
        found.append(Step(depth, part, name_of(part.name), sentence(part, definitions)))
        for below in part.parts:
            visit(below, depth + 1, above | {key})

    visit(definition.key, 0, frozenset())
    return found


def name_of(label: Label) -> str:
    """A name in the reader's language."""
    return label[get_language() or "en"]


def metric_name(key: str, definitions: Definitions) -> str:
    """The metric's name, or its key where there is no such metric."""
    return name_of(definitions[key].name) if key in definitions else key


def condition_words(condition: Condition, stream: str) -> str:
    """One condition as a clause: "kind is “Call”"."""
    params = {"field": field_name(stream, condition.field)}
    if condition.values:
        values = [quoted(value_name(stream, condition.field, str(value))) for value in condition.values]
        params |= {"value": values[0], "values": listed(values)}
    return _clause(condition.test) % params


def field_name(stream: str, field: str) -> str:
    """The field's name within a sentence; columns that the stream does not declare keep their own."""
    known = STREAMS.get(stream)
    if known is None or not known.has_field(field):
        return quoted(field)
    return within_sentence(name_of(known.field(field).name))


def value_name(stream: str, field: str, value: str) -> str:
    """What a value of a field's vocabulary is called; other values name themselves."""
    known = STREAMS.get(stream)
    return name_of(known.field(field).name_of(value)) if known and known.has_field(field) else value


def quoted(text: str) -> str:
    return pgettext("a value in quotation marks", "“%(text)s”") % {"text": text}


def listed(texts: Iterable[str]) -> str:
    return pgettext("between the items of a list", ", ").join(texts)


def within_sentence(name: str) -> str:
    """A name that does not begin the sentence: English names lose their capital, unless they are all capitals."""
    if (get_language() or "en").startswith("en") and name[1:2].islower():
        return name[0].lower() + name[1:]
    return name


def _from_facts(computation: FromFacts) -> str:
    stream = STREAMS.get(computation.stream)
    params = {
        "stream": within_sentence(name_of(stream.name)) if stream else quoted(computation.stream),
        "field": field_name(computation.stream, computation.field) if computation.field else "",
    }
    if not computation.conditions:
        return _measured(computation.measure) % params
    clauses = (condition_words(condition, computation.stream) for condition in computation.conditions)
    params["conditions"] = pgettext("between two conditions that both hold", " and ").join(clauses)
    return _measured_where(computation.measure) % params


def _measured(measure: Measure) -> str:
    match measure:
        case Measure.COUNT:
            return _("Number of %(stream)s")
        case Measure.SUM:
            return _("Sum of %(field)s over %(stream)s")
        case Measure.MEAN:
            return _("Mean of %(field)s over %(stream)s")
        case Measure.MEDIAN:
            return _("Median of %(field)s over %(stream)s")
        case Measure.DISTINCT:
            return _("Number of different values of %(field)s in %(stream)s, each counted once")


def _measured_where(measure: Measure) -> str:
    match measure:
        case Measure.COUNT:
            return _("Number of %(stream)s where %(conditions)s")
        case Measure.SUM:
            return _("Sum of %(field)s over %(stream)s where %(conditions)s")
        case Measure.MEAN:
            return _("Mean of %(field)s over %(stream)s where %(conditions)s")
        case Measure.MEDIAN:
            return _("Median of %(field)s over %(stream)s where %(conditions)s")
        case Measure.DISTINCT:
            return _("Number of different values of %(field)s in %(stream)s where %(conditions)s, each counted once")


def _clause(test: Test) -> str:
    match test:
        case Test.IS:
            return _("%(field)s is %(value)s")
        case Test.IS_NOT:
            return _("%(field)s is not %(value)s")
        case Test.IN:
            return _("%(field)s is one of %(values)s")
        case Test.NOT_IN:
            return _("%(field)s is none of %(values)s")
        case Test.MORE_THAN:
            return _("%(field)s is more than %(value)s")
        case Test.AT_LEAST:
            return _("%(field)s is at least %(value)s")
        case Test.LESS_THAN:
            return _("%(field)s is less than %(value)s")
        case Test.AT_MOST:
            return _("%(field)s is at most %(value)s")
        case Test.PRESENT:
            return _("%(field)s is filled in")
        case Test.MISSING:
            return _("%(field)s is empty")


def _of_metrics(computation: Computation, formula: str) -> str:
    operation = computation.operation if isinstance(computation, Arithmetic) else Operation.RATIO
    params = {"formula": formula}
    match operation:
        case Operation.RATIO:
            return _("%(formula)s, each computed for the whole period and group first, then divided") % params
        case Operation.PRODUCT:
            return _("%(formula)s, each computed for the whole period and group first, then multiplied") % params
    return _("%(formula)s, each computed for the same period and group") % params


def _entered(how: Entry) -> str:
    match how:
        case Entry.SUM:
            return _("Sum of the numbers entered for it in the period")
        case Entry.MEAN:
            return _("Mean of the numbers entered for it in the period")
        case Entry.LAST:
            return _("The latest number entered for it in the period by each person and team, added up")


SIGNS = {
    Operation.SUM: " + ",
    Operation.DIFFERENCE: " − ",
    Operation.PRODUCT: " × ",
    Operation.RATIO: " ÷ ",
}


def _joined(keys: Iterable[str], operation: Operation, definitions: Definitions) -> str:
    return SIGNS[operation].join(metric_name(key, definitions) for key in keys)


def _weighted(keys: Iterable[str], weights: Iterable[float], definitions: Definitions) -> str:
    """1 × A − 0.5 × B, where a weight of 1 goes without saying."""
    text = ""
    for key, weight in zip(keys, weights, strict=False):
        sign = ("−" if weight < 0 else "") if not text else (" − " if weight < 0 else " + ")
        factor = "" if abs(weight) == 1 else f"{abs(weight):g} × "
        text += f"{sign}{factor}{metric_name(key, definitions)}"
    return text
