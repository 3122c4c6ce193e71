"""By which fields of its facts a metric can be divided and narrowed."""

from __future__ import annotations

from collections.abc import Mapping

from kaname.facts.metrics.definition import FromFacts, MetricDefinition, Test, closure
from kaname.facts.streams import STREAMS, FieldType

# Identifiers name single facts; nobody divides by them.
IDENTIFIERS = frozenset({"source_id", "lead_key", "deal_key", "person", "team", "metric", "call_key"})


def sources_of(key: str, definitions: Mapping[str, MetricDefinition]) -> list[MetricDefinition]:
    """The metrics at the bottom, which are counted from facts: a rate has two."""
    return [metric for metric in closure([key], definitions) if metric.stream]


def fields_of(key: str, definitions: Mapping[str, MetricDefinition]) -> list[str]:
    """Fields that all streams behind the metric have, by which it can be divided and narrowed.

    The stream's own come first, those common to all streams later. What a condition holds at one value divides nothing.
    """
    sources = sources_of(key, definitions)
    streams = list(dict.fromkeys(metric.stream for metric in sources if metric.stream))
    if not streams:
        return []
    fields = [field.key for field in STREAMS[streams[0]].fields if field.type is FieldType.TEXT]
    common = set.intersection(*({field.key for field in stream.fields} for stream in STREAMS.values()))
    fixed = set.intersection(*map(_fixed_fields, sources))
    shared = [field for field in fields if all(STREAMS[stream].has_field(field) for stream in streams)]
    useful = [field for field in shared if field not in IDENTIFIERS | fixed]
    return sorted(useful, key=lambda field: field in common)


def _fixed_fields(metric: MetricDefinition) -> set[str]:
    """Fields that are the same in every fact that counts."""
    if not isinstance(metric.computation, FromFacts):
        return set()
    return {condition.field for condition in metric.computation.conditions if condition.test is Test.IS}
