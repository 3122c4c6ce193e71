"""Why a metric has no number in this store, and which fields can be asked for."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from kaname.facts.engine.attributes import attribute_names
from kaname.facts.errors import FactsError
from kaname.facts.metrics.definition import FromFacts, MetricDefinition, closure
from kaname.facts.metrics.validate import MetricProblem
from kaname.facts.store import Facts
from kaname.facts.streams import STREAMS, FieldType


def check_fields(connection: duckdb.DuckDBPyConnection, fields: set[str], *, streams: set[str]) -> None:
    """See that each field is declared by one of the streams, or an attribute that facts of one have had.

    Raises
    ------
    FactsError
        `unknown_field`
    """
    declared = {field.key for key in streams for field in STREAMS[key].fields if field.type is not FieldType.ATTRIBUTES}
    for field in sorted(fields - declared):
        if not any(field in attribute_names(connection, stream) for stream in streams):
            raise FactsError("unknown_field", f"No fact has a field {field}.", field=field, streams=sorted(streams))


def can_compute(
    definition: MetricDefinition, *, definitions: Mapping[str, MetricDefinition], store: Facts | None = None
) -> list[MetricProblem]:
    """What is wrong with the metric; with a store also what its facts lack. Nothing, if all is well."""
    problems = definition.validate(definitions)
    if problems or store is None:
        return problems
    known = {**definitions, definition.key: definition}
    with store.reading() as connection:
        for part in closure([definition.key], known):
            problems += _lacking(connection, part, definition.key)
    return list({(problem.code, str(problem)): problem for problem in problems}.values())


def _lacking(connection: duckdb.DuckDBPyConnection, part: MetricDefinition, key: str) -> list[MetricProblem]:
    if part.stream is None:
        return []
    loaded = connection.execute("SELECT 1 FROM stream_loads WHERE stream = ?", [part.stream]).fetchone()
    if loaded is None:
        return [MetricProblem("no_facts", key, {"stream": part.stream})]
    if not isinstance(part.computation, FromFacts):
        return []
    named = {condition.field for condition in part.computation.conditions} | {part.computation.field or ""}
    unknown = {name for name in named - {""} if not STREAMS[part.stream].has_field(name)}
    seen = attribute_names(connection, part.stream) if unknown else set()
    return [
        MetricProblem("attribute_unseen", key, {"stream": part.stream, "field": name})
        for name in sorted(unknown - seen)
    ]
