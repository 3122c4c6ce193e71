"""What the store remembers of its loads: its revision, the batches it has taken, and when each stream was loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb


@dataclass(frozen=True)
class LoadResult:
    """What became of a batch: rows that are new, that replaced another, that were known just so.

    `days` are those whose numbers may have changed; `already_loaded` says that this batch had been committed before.
    """

    loaded: int
    replaced: int
    unchanged: int
    revision: int
    days: tuple[date, ...]
    already_loaded: bool = False


def find_batch(connection: duckdb.DuckDBPyConnection, *, source: str, batch_id: str) -> LoadResult | None:
    row = connection.execute(
        "SELECT loaded, replaced, unchanged, revision, days FROM batches WHERE source = ? AND batch_id = ?",
        [source, batch_id],
    ).fetchone()
    if row is None:
        return None
    loaded, replaced, unchanged, revision, days = row
    return LoadResult(loaded, replaced, unchanged, revision, tuple(days), already_loaded=True)


def record_batch(
    connection: duckdb.DuckDBPyConnection, result: LoadResult, *, source: str, batch_id: str, at: datetime
) -> None:
    counts = [result.loaded, result.replaced, result.unchanged]
    connection.execute(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [source, batch_id, result.revision, _plain(at), *counts, list(result.days)],
    )


def record_streams(connection: duckdb.DuckDBPyConnection, streams: Iterable[str], *, at: datetime) -> None:
    for stream in streams:
        connection.execute("DELETE FROM stream_loads WHERE stream = ?", [stream])
        connection.execute("INSERT INTO stream_loads VALUES (?, ?)", [stream, _plain(at)])


def loaded_at(connection: duckdb.DuckDBPyConnection, stream: str | None) -> datetime | None:
    row = connection.execute(
        "SELECT max(loaded_at) FROM stream_loads WHERE stream = coalesce(?, stream)", [stream]
    ).fetchone()
    return row[0].replace(tzinfo=UTC) if row and row[0] else None


def loaded_streams(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The streams of which anything was ever loaded."""
    return frozenset(stream for (stream,) in connection.execute("SELECT DISTINCT stream FROM stream_loads").fetchall())


def read_state(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Revision, and the number of the last part of the rollups."""
    revision, parts = connection.execute("SELECT revision, parts FROM state").fetchall()[0]
    return revision, parts


def record_state(connection: duckdb.DuckDBPyConnection, *, revision: int, parts: int) -> None:
    connection.execute("UPDATE state SET revision = ?, parts = ?", [revision, parts])


def _plain(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)
