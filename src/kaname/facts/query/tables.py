"""The tables of the store as Ibis sees them."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from kaname.facts.engine.tables import by_person, by_team, stored_fields
from kaname.facts.streams import FieldType, Stream

TYPES = {
    FieldType.TEXT: "string",
    FieldType.INTEGER: "int64",
    FieldType.DECIMAL: "decimal(18, 4)",
    FieldType.DAY: "date",
    FieldType.INSTANT: "timestamp",
    FieldType.ATTRIBUTES: "map<string, string>",
}
PLACES = ibis.table(
    {
        "place": "int32",
        "source": "string",
        "person": "string",
        "team": "string",
        "starts_on": "date",
        "person_key": "string",
        "team_key": "string",
        "manager_key": "string",
    },
    name="places",
)


def facts_table(stream: Stream) -> ir.Table:
    columns = {"place": "int32"} | {field.key: TYPES[field.type] for field in stored_fields(stream)}
    return ibis.table(columns, name=stream.key)


def person_rollup(stream: Stream) -> ir.Table:
    return ibis.table({"day": "date", "place": "int32"} | _rollup_columns(stream), name=by_person(stream))


def team_rollup(stream: Stream) -> ir.Table:
    return ibis.table({"day": "date", "team_key": "string"} | _rollup_columns(stream), name=by_team(stream))


def _rollup_columns(stream: Stream) -> dict[str, str]:
    columns = dict.fromkeys(stream.rollup_by, "string") | {"n": "int64"}
    for field in stream.numeric_fields:
        columns |= {f"{field.key}_sum": TYPES[field.type], f"{field.key}_n": "int64"}
    return columns
