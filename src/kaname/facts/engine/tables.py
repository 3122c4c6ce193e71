"""The tables of the fact store and the names of their columns."""

from __future__ import annotations

from collections.abc import Iterator

from kaname.facts.streams import STREAMS, Field, FieldType, Stream

TYPES = {
    FieldType.TEXT: "VARCHAR",
    FieldType.INTEGER: "BIGINT",
    FieldType.DECIMAL: "DECIMAL(18, 4)",
    FieldType.DAY: "DATE",
    FieldType.INSTANT: "TIMESTAMP",
    FieldType.ATTRIBUTES: "MAP(VARCHAR, VARCHAR)",
}

# `place` says under which names a fact came and to whom it belongs on its day: see places.py.
BOOKKEEPING = {"place": "INTEGER", "revision": "BIGINT", "id_hash": "BIGINT", "content_hash": "BIGINT"}

SHARED = """
CREATE TABLE state (schema_version INTEGER, revision BIGINT, parts BIGINT, hash_probe UBIGINT);
CREATE TABLE batches (
    source VARCHAR, batch_id VARCHAR, revision BIGINT, loaded_at TIMESTAMP,
    loaded BIGINT, replaced BIGINT, unchanged BIGINT, days DATE[]
);
CREATE TABLE attributes (stream VARCHAR, name VARCHAR);
CREATE TABLE stream_loads (stream VARCHAR, loaded_at TIMESTAMP);
CREATE TABLE places (
    place INTEGER, source VARCHAR, person VARCHAR, team VARCHAR, starts_on DATE,
    person_key VARCHAR, team_key VARCHAR, manager_key VARCHAR
);
CREATE TABLE people (position INTEGER, person_key VARCHAR, name VARCHAR);
CREATE TABLE person_refs (position INTEGER, source VARCHAR, ref VARCHAR, person_key VARCHAR);
CREATE TABLE teams (position INTEGER, team_key VARCHAR, name VARCHAR, parent_key VARCHAR);
CREATE TABLE team_refs (position INTEGER, source VARCHAR, ref VARCHAR, team_key VARCHAR);
CREATE TABLE memberships (
    position INTEGER, person_key VARCHAR, team_key VARCHAR, manager_key VARCHAR, starts_on DATE, ends_on DATE
);
"""


def stored_fields(stream: Stream) -> tuple[Field, ...]:
    """The fields that a fact's own row holds; person and team are in its place."""
    return tuple(field for field in stream.fields if field.key not in {"person", "team"})


def by_person(stream: Stream) -> str:
    return f"{stream.key}_by_person"


def by_team(stream: Stream) -> str:
    return f"{stream.key}_by_team"


def sums(stream: Stream) -> list[str]:
    """The additive columns of a rollup: number of facts, and per numeric field its sum and how many have one."""
    return ["n", *(f"{field.key}_{part}" for field in stream.numeric_fields for part in ("sum", "n"))]


def definitions() -> Iterator[str]:
    """The statements that make an empty store."""
    yield from (statement for statement in SHARED.split(";") if statement.strip())
    for stream in STREAMS.values():
        facts = BOOKKEEPING | {field.key: TYPES[field.type] for field in stored_fields(stream)}
        rollup = _rollup_columns(stream)
        yield _create(stream.key, facts)
        yield _create(by_person(stream), {"part": "BIGINT", "day": "DATE", "place": "INTEGER", **rollup})
        yield _create(by_team(stream), {"part": "BIGINT", "day": "DATE", "team_key": "VARCHAR", **rollup})


def _rollup_columns(stream: Stream) -> dict[str, str]:
    columns = {key: TYPES[stream.field(key).type] for key in stream.rollup_by} | {"n": "BIGINT"}
    for field in stream.numeric_fields:
        # As wide as the field itself: adding up wider numbers takes twenty times as long. A load whose sum for one
        # day, place and value does not fit fails as a whole.
        columns |= {f"{field.key}_sum": TYPES[field.type], f"{field.key}_n": "BIGINT"}
    return columns


def _create(table: str, columns: dict[str, str]) -> str:
    return f"CREATE TABLE {table} ({', '.join(f'{key} {kind}' for key, kind in columns.items())})"
