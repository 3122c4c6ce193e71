"""The directory as the store keeps it, so that names and attribution survive reopening."""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

import duckdb
import pyarrow as pa

from kaname.facts.directory import Directory

TABLES = {
    "people": ("person_key", "name"),
    "person_refs": ("source", "ref", "person_key"),
    "teams": ("team_key", "name", "parent_key"),
    "team_refs": ("source", "ref", "team_key"),
    "memberships": ("person_key", "team_key", "manager_key", "starts_on", "ends_on"),
}


def read_directory(connection: duckdb.DuckDBPyConnection) -> Directory:
    return Directory(
        **{
            table: connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY position").fetchall()
            for table, columns in TABLES.items()
        }
    )


def write_directory(connection: duckdb.DuckDBPyConnection, directory: Directory) -> None:
    for table, columns in TABLES.items():
        rows = [
            dict(zip(("position", *columns), (i, *row), strict=True)) for i, row in enumerate(getattr(directory, table))
        ]
        schema = pa.schema(
            [("position", pa.int32())]
            + [(column, pa.date32() if column.endswith("_on") else pa.string()) for column in columns]
        )
        written = pa.Table.from_pylist(rows, schema)
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} SELECT * FROM written")
        del written  # DuckDB finds it by its name in this frame.
