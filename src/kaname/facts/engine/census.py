"""How many facts there are: of each source, and of what somebody is about to delete."""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

import duckdb

from kaname.facts.engine.delete import Deletion
from kaname.facts.engine.tables import by_person
from kaname.facts.streams import STREAMS


class Held(NamedTuple):
    """The facts of one stream from one source: how many, their first and last day, and when its last batch came."""

    source: str
    stream: str
    n_facts: int
    first_on: date
    last_on: date
    loaded_at: datetime | None


def census(connection: duckdb.DuckDBPyConnection) -> list[Held]:
    """What the store holds, by source and stream."""
    parts = " UNION ALL ".join(
        f"SELECT '{stream.key}' AS stream, place, day, sum(n) AS n FROM {by_person(stream)} "
        "GROUP BY place, day HAVING sum(n) > 0"
        for stream in STREAMS.values()
    )
    rows = connection.execute(
        f"""
        WITH batch AS (SELECT source, max(loaded_at) AS at FROM batches GROUP BY source)
        SELECT source, stream, sum(n)::BIGINT, min(day), max(day), any_value(batch.at)
        FROM ({parts}) JOIN places USING (place) LEFT JOIN batch USING (source)
        GROUP BY source, stream ORDER BY source, stream
        """
    ).fetchall()
    return [
        Held(source, stream, count, first_on, last_on, at.replace(tzinfo=UTC) if at else None)
        for source, stream, count, first_on, last_on, at in rows
    ]


def count_facts(connection: duckdb.DuckDBPyConnection, wanted: Deletion) -> dict[str, int]:
    """How many facts of each stream meet the wish; streams without any are left out."""
    condition, values = wanted.condition()
    counts = {}
    for stream in wanted.streams():
        query = f"SELECT coalesce(sum(n), 0)::BIGINT FROM {by_person(stream)} WHERE {condition}"
        if (count := connection.execute(query, values).fetchall()[0][0]) > 0:
            counts[stream.key] = int(count)
    return counts
