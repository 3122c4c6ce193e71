"""Opening the one DuckDB file, and short transactions on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from kaname.facts.errors import FactsError

# The oldest format with the string compression that makes loading a quarter faster.
FORMAT = "v1.4.0"


def connect(path: Path | None, *, memory_limit: str, threads: int | None) -> duckdb.DuckDBPyConnection:
    """Open the file, or a store in memory.

    Raises
    ------
    FactsError
        `in_use` while another process has it open, `unreadable` if it is no fact store or cannot be opened.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        settings["threads"] = threads
    if path is not None:
        settings["storage_compatibility_version"] = FORMAT
    try:
        connection = duckdb.connect(str(path) if path is not None else ":memory:", config=settings)
    except duckdb.Error as error:
        raise _cannot_open(path, error) from error
    connection.execute("SET TimeZone = 'UTC'")
    # Whoever needs an order asks for it; without this, loading holds back rows to keep theirs.
    connection.execute("SET preserve_insertion_order = false")
    return connection


def _cannot_open(path: Path | None, error: duckdb.Error) -> FactsError:
    if "lock" in str(error).lower():
        return FactsError("in_use", f"Another process has {path} open.", path=str(path))
    return FactsError("unreadable", f"{path} cannot be opened as a fact store: {error}", path=str(path))


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection, *, read_only: bool = False) -> Iterator[None]:
    """All or nothing; reading in one sees one state, whatever is loaded meanwhile."""
    try:
        connection.execute("BEGIN TRANSACTION READ ONLY" if read_only else "BEGIN TRANSACTION")
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        with suppress(duckdb.Error):  # a failed commit has rolled back already
            connection.execute("ROLLBACK")
        if isinstance(error, duckdb.Error):
            raise FactsError("engine", f"The fact store could not do this: {error}", reason=str(error)) from error
        raise
