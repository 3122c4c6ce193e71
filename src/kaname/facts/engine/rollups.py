"""Daily rollups: what boards read instead of facts, always in the same transaction as the facts themselves.

A rollup may have several rows for one day, place and value of its fields: each load appends what it adds as one *part*,
and what it takes away with a minus. Counts and sums are exact, so the parts add up to the facts whatever their number.
Days that have gathered many parts are packed into one.
"""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb
import pyarrow as pa

from kaname.facts.engine.tables import by_person, by_team, sums
from kaname.facts.streams import Stream

PARTS_KEPT = 16
TOUCHED = "day IN (SELECT day FROM touched_days)"


def add_part(
    connection: duckdb.DuckDBPyConnection, stream: Stream, *, part: int, incoming: pa.Table, gone: pa.Table
) -> None:
    """Add the facts in `incoming` and take away the stored facts whose rowid is in `gone`, before these are deleted."""
    if len(incoming):
        connection.execute(f"INSERT INTO {by_person(stream)} {_grouped(stream, part, 'incoming', sign='')}")
    if len(gone):
        source = f"(SELECT * FROM {stream.key} WHERE rowid IN (SELECT stored FROM gone))"
        connection.execute(f"INSERT INTO {by_person(stream)} {_grouped(stream, part, source, sign='-')}")
    connection.execute(f"INSERT INTO {by_team(stream)} {_teams(stream, part, f'part = {part:d}')}")


def _grouped(stream: Stream, part: int, source: str, *, sign: str) -> str:
    """SQL for the rollup rows of facts."""
    fields = [field.key for field in stream.numeric_fields]
    values = [f"{sign}count(*)", *(f"{sign}{value}" for key in fields for value in (_sum(key), f"count({key})"))]
    keys = ["day", "place", *stream.rollup_by]
    return f"SELECT {part:d}, {', '.join([*keys, *values])} FROM {source} GROUP BY {', '.join(keys)}"


def _sum(key: str) -> str:
    return f"coalesce(sum({key}), 0)"


def _teams(stream: Stream, part: int, condition: str) -> str:
    """SQL for the team rollup of some rows of the rollup by person."""
    values = ", ".join(f"sum({key})" for key in sums(stream))
    keys = ", ".join(["day", "team_key", *stream.rollup_by])
    return (
        f"SELECT {part:d}, {keys}, {values} FROM {by_person(stream)} JOIN places USING (place) "
        f"WHERE {condition} GROUP BY {keys}"
    )


def rebuild_teams(connection: duckdb.DuckDBPyConnection, stream: Stream, *, part: int, days: Iterable[date]) -> None:
    """Make the team rollup of these days anew from the rollup by person."""
    table, touched_days = by_team(stream), _table_of(days)
    connection.execute(f"DELETE FROM {table} WHERE {TOUCHED}")
    connection.execute(f"INSERT INTO {table} {_teams(stream, part, TOUCHED)}")
    del touched_days  # DuckDB finds it by its name in this frame.


def pack(connection: duckdb.DuckDBPyConnection, stream: Stream, *, part: int) -> None:
    """Make one part of those days that have gathered many."""
    for table, subject in ((by_person(stream), "place"), (by_team(stream), "team_key")):
        crowded = connection.execute(f"SELECT day FROM {table} GROUP BY day HAVING count(DISTINCT part) > {PARTS_KEPT}")
        touched_days = crowded.to_arrow_table()
        if len(touched_days):
            keys = ", ".join(["day", subject, *stream.rollup_by])
            values = ", ".join(f"sum({key})" for key in sums(stream))
            connection.execute(
                f"INSERT INTO {table} SELECT {part:d}, {keys}, {values} FROM {table} "
                f"WHERE {TOUCHED} GROUP BY {keys} HAVING sum(n) <> 0"
            )
            connection.execute(f"DELETE FROM {table} WHERE part <> {part:d} AND {TOUCHED}")


def _table_of(days: Iterable[date]) -> pa.Table:
    return pa.table({"day": pa.array(sorted(days), pa.date32())})
