"""A new directory: facts move to the person, team and manager of their day, and only those that need to."""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import duckdb
import pyarrow as pa

from kaname.facts.attribution import Attribution, Span
from kaname.facts.engine.places import Names, Place, Places, write_places
from kaname.facts.engine.rollups import rebuild_teams
from kaname.facts.engine.tables import by_person
from kaname.facts.streams import STREAMS, Stream

TOUCHED = pa.schema([("old", pa.int32()), ("since", pa.date32()), ("until", pa.date32())])
MOVES = pa.schema([("old", pa.int32()), ("new", pa.int32()), ("since", pa.date32()), ("until", pa.date32())])


@dataclass
class Restamping:
    """What a directory changes: places with other keys, and facts that move from one place to another."""

    places: Places
    changed: list[Place] = field(default_factory=list)
    moves: list[tuple[int, int, date, date]] = field(default_factory=list)

    @property
    def touched(self) -> list[tuple[int, date, date]]:
        """Places, as they were, and the days on which their facts now count for somebody else."""
        return [(place.number, date.min, date.max) for place in self.changed] + [
            (old, since, until) for old, _, since, until in self.moves
        ]


def plan(places: Places, attribution: Attribution) -> Restamping:
    planned = Restamping(Places())
    number = places.next_number()
    for names, old in places.by_names.items():
        source, person, team = names
        spans = attribution.spans(source=source, person=person, team=team)
        new = _placed(names, spans, old, number)
        number = max([number, *(place.number + 1 for place in new)])
        planned.places.by_names[names] = new
        planned.changed += [place for place in new if place not in old]
        planned.moves += _moves(old, new)
    return planned


def _placed(names: Names, spans: Sequence[Span], old: list[Place], number: int) -> list[Place]:
    """Places for the spans; each keeps the number of its equal, or else of an old place it overlaps that is free."""
    kept = {span: place for place in old for span in spans if place.span == span}
    free = [place for place in old if place.span not in kept]
    ends = [span.starts_on for span in spans[1:]] + [date.max]
    for span, until in zip(spans, ends, strict=True):
        overlapping = [place for place in free if _overlap(place, old, span.starts_on, until)]
        if span not in kept and overlapping:
            kept[span] = overlapping[0]
            free.remove(overlapping[0])
    new_numbers = count(number)
    return [Place(kept[span].number if span in kept else next(new_numbers), names, span) for span in spans]


def _overlap(place: Place, places: list[Place], since: date, until: date) -> bool:
    return place.span.starts_on < until and since < _end(place, places)


def _end(place: Place, places: list[Place]) -> date:
    position = places.index(place)
    return places[position + 1].span.starts_on if position + 1 < len(places) else date.max


def _moves(old: list[Place], new: list[Place]) -> Iterable[tuple[int, int, date, date]]:
    for before in old:
        for after in new:
            since = max(before.span.starts_on, after.span.starts_on)
            until = min(_end(before, old), _end(after, new))
            if before.number != after.number and since < until:
                yield before.number, after.number, since, until


def restamp(connection: duckdb.DuckDBPyConnection, planned: Restamping, *, part: int) -> set[date]:
    """Carry it out inside a transaction; the days whose numbers may have changed are returned."""
    affected: set[date] = set()
    touched, moves = _table(planned.touched, TOUCHED), _table(planned.moves, MOVES)
    write_places(connection, planned.changed)
    for stream in STREAMS.values():
        days = _days_at(connection, stream, touched)
        if days:
            _move(connection, stream, moves)
            rebuild_teams(connection, stream, part=part, days=days)
            affected |= days
    _forget(connection, planned.places)
    return affected


def _table(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema)


def _days_at(connection: duckdb.DuckDBPyConnection, stream: Stream, touched: pa.Table) -> set[date]:
    rows = connection.execute(
        f"SELECT DISTINCT day FROM {by_person(stream)} JOIN touched "
        "ON place = touched.old AND day >= touched.since AND day < touched.until"
    ).fetchall()
    return {day for (day,) in rows}


def _move(connection: duckdb.DuckDBPyConnection, stream: Stream, moves: pa.Table) -> None:
    if len(moves):
        for table in (stream.key, by_person(stream)):
            connection.execute(
                f"UPDATE {table} AS facts SET place = moves.new FROM moves "
                "WHERE facts.place = moves.old AND facts.day >= moves.since AND facts.day < moves.until"
            )


def _forget(connection: duckdb.DuckDBPyConnection, places: Places) -> None:
    """Drop places that no fact can have any more."""
    numbers = [place.number for place in places]
    connection.execute("DELETE FROM places WHERE place NOT IN (SELECT unnest(?::INTEGER[]))", [numbers])
