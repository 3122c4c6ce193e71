"""Hashes by which stored facts are found again and compared.

DuckDB's hash is fast but may change between its releases, so the store remembers the hash of a known text, and computes
all hashes anew when that one differs.
"""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from collections.abc import Callable

import duckdb

from kaname.facts.engine.connection import transaction
from kaname.facts.engine.tables import stored_fields
from kaname.facts.streams import STREAMS, Stream

PROBE = "hash('kaname', 'probe')"


def id_hash(*, source: str) -> str:
    """SQL for the hash of what identifies a fact; `source` is SQL as well."""
    return _positive(f"hash({source}, source_id)")


def content_hash(stream: Stream, column: Callable[[str], str] = str) -> str:
    """SQL for the hash of all that a fact says besides its identity."""
    columns = ["person", "team", *(field.key for field in stored_fields(stream) if field.key != "source_id")]
    return _positive(f"hash({', '.join(column(key) for key in columns)})")


def _positive(value: str) -> str:
    # 63 bits: what DuckDB hands to Arrow to filter by must fit a signed integer.
    return f"({value} >> 1)::BIGINT"


def rehash(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        for stream in STREAMS.values():
            content = content_hash(stream, lambda key: ("places." if key in {"person", "team"} else "facts.") + key)
            connection.execute(
                f"UPDATE {stream.key} AS facts SET id_hash = {id_hash(source='places.source')}, "
                f"content_hash = {content} FROM places WHERE places.place = facts.place"
            )
        connection.execute(f"UPDATE state SET hash_probe = {PROBE}")
