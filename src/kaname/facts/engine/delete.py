"""Deleting facts for good: by stream, source, person and period."""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from kaname.facts.engine.places import read_places
from kaname.facts.engine.rollups import rebuild_teams
from kaname.facts.engine.tables import by_person
from kaname.facts.errors import FactsError
from kaname.facts.streams import STREAMS, Stream, stream_of


@dataclass(frozen=True)
class Deletion:
    """What to delete: facts that meet all that is given; `since <= day < until`."""

    stream: str | None
    source: str | None
    person_key: str | None
    since: date | None
    until: date | None

    def streams(self) -> list[Stream]:
        return [stream_of(self.stream)] if self.stream is not None else list(STREAMS.values())

    def condition(self) -> tuple[str, Mapping[str, object]]:
        """SQL with its parameters that holds for facts and for their rollups by person alike."""
        parts = {
            "source": "place IN (SELECT place FROM places WHERE source = $source)",
            "person_key": "place IN (SELECT place FROM places WHERE person_key = $person_key)",
            "since": "day >= $since",
            "until": "day < $until",
        }
        given = {key: getattr(self, key) for key in parts if getattr(self, key) is not None}
        return " AND ".join(parts[key] for key in given) or "true", given


@dataclass(frozen=True)
class Deleted:
    count: int
    days: tuple[date, ...]


def delete_facts(connection: duckdb.DuckDBPyConnection, wanted: Deletion, *, part: int) -> Deleted:
    if wanted == Deletion(None, None, None, None, None):
        raise FactsError("nothing_chosen", "Say which facts to delete.")
    condition, values = wanted.condition()
    count = 0
    touched: set[date] = set()
    for stream in wanted.streams():
        days = connection.execute(
            f"SELECT DISTINCT day FROM {by_person(stream)} WHERE {condition}",
            values,
        ).fetchall()
        if days:
            _forget_batches(connection, stream, condition, values)
            count += _delete(connection, stream, condition, values)
            rebuild_teams(connection, stream, part=part, days=[day for (day,) in days])
            touched |= {day for (day,) in days}
    _forget_names(connection)
    return Deleted(count, tuple(sorted(touched)))


def _delete(connection: duckdb.DuckDBPyConnection, stream: Stream, condition: str, values: Mapping[str, object]) -> int:
    connection.execute(f"DELETE FROM {by_person(stream)} WHERE {condition}", values)
    row = connection.execute(f"DELETE FROM {stream.key} WHERE {condition}", values).fetchone()
    return int(row[0]) if row else 0


def _forget_batches(
    connection: duckdb.DuckDBPyConnection, stream: Stream, condition: str, values: Mapping[str, object]
) -> None:
    """What is deleted may be imported again: the batches it came in are no longer known."""
    connection.execute(
        f"DELETE FROM batches WHERE source IN (SELECT source FROM places "
        f"WHERE place IN (SELECT place FROM {by_person(stream)} WHERE {condition}))",
        values,
    )


def _forget_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Names are personal data: those that no fact bears any more go, with all their places."""
    rollups = " UNION ".join(f"SELECT place FROM {by_person(stream)}" for stream in STREAMS.values())
    used = {place for (place,) in connection.execute(rollups).fetchall()}
    names = read_places(connection).by_names.values()
    gone = [place.number for places in names if used.isdisjoint(p.number for p in places) for place in places]
    connection.execute("DELETE FROM places WHERE place IN (SELECT unnest(?::INTEGER[]))", [gone])
