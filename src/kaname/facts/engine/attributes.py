"""The names of the further columns that facts have had."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow as pa
import pyarrow.compute as pc


def attribute_names(connection: duckdb.DuckDBPyConnection, stream: str) -> set[str]:
    rows = connection.execute("SELECT name FROM attributes WHERE stream = ?", [stream]).fetchall()
    return {name for (name,) in rows}


def attributes_in(chunk: pa.Table) -> set[str]:
    column = chunk["attributes"]
    if column.null_count == len(column):
        return set()
    return {name for part in column.chunks for name in pc.unique(part.keys).to_pylist()}


def record_attributes(connection: duckdb.DuckDBPyConnection, stream: str, names: Iterable[str]) -> None:
    new = set(names)
    for name in sorted(new - attribute_names(connection, stream)) if new else ():
        connection.execute("INSERT INTO attributes VALUES (?, ?)", [stream, name])
