"""Making an empty store, and checking an existing one on opening."""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from pathlib import Path

import duckdb

from kaname.facts.engine.connection import transaction
from kaname.facts.engine.rehash import PROBE, rehash
from kaname.facts.engine.tables import definitions
from kaname.facts.errors import FactsError

VERSION = 1


def prepare(connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Make the tables in an empty file; otherwise see that this release can work with them.

    Raises
    ------
    FactsError
        `too_new` if a later release wrote the file, `unreadable` if it is no fact store.
    """
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables:
        _make(connection)
    elif "state" not in tables:
        raise FactsError("unreadable", f"{path} is a DuckDB file, but no fact store.", path=str(path))
    else:
        _check(connection, path)


def _make(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        for statement in definitions():
            connection.execute(statement)
        connection.execute(f"INSERT INTO state SELECT ?, 0, 0, {PROBE}", [VERSION])


def _check(connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    rows = connection.execute(f"SELECT schema_version, hash_probe = {PROBE} FROM state").fetchall()
    version, same_hash = rows[0]
    if version > VERSION:
        raise FactsError(
            "too_new",
            f"{path} was written by a later release of Kaname (format {version}; this one knows {VERSION}).",
            path=str(path),
            version=version,
            known=VERSION,
        )
    if not same_hash:
        rehash(connection)
