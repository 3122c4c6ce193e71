"""Places: the names a source uses for person and team, over a span of days in which they mean the same.

A fact stores the number of its place instead of six texts, and rollups group by it. Matching a name to a person later
changes a few rows of this table and no fact.
"""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaname.facts.attribution import Attribution, Span

Names = tuple[str, str | None, str | None]
EPOCH = date(1970, 1, 1)
COLUMNS = pa.schema(
    [
        ("place", pa.int32()),
        ("source", pa.string()),
        ("person", pa.string()),
        ("team", pa.string()),
        ("starts_on", pa.date32()),
        ("person_key", pa.string()),
        ("team_key", pa.string()),
        ("manager_key", pa.string()),
    ]
)


@dataclass(frozen=True)
class Place:
    """`names` are source, person and team as the source writes them; the place holds from the span's first day."""

    number: int
    names: Names
    span: Span

    def row(self) -> tuple[object, ...]:
        span = self.span
        return (self.number, *self.names, span.starts_on, span.person_key, span.team_key, span.manager_key)


class Places:
    """All places of a store, by the names they came under, each list in order of days and covering all time."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self.by_names: dict[Names, list[Place]] = {}
        for place in places:
            self.by_names.setdefault(place.names, []).append(place)
        for known in self.by_names.values():
            known.sort(key=lambda place: place.span.starts_on)

    def __iter__(self) -> Iterator[Place]:
        return (place for known in self.by_names.values() for place in known)

    def copy(self) -> Places:
        return Places(self)

    def next_number(self) -> int:
        return max((place.number for place in self), default=0) + 1

    def settle(self, names: Iterable[Names], attribution: Attribution) -> list[Place]:
        """Give names that were never seen their places; the new ones are returned."""
        new: list[Place] = []
        number = self.next_number()
        for name in names:
            if name not in self.by_names:
                source, person, team = name
                spans = attribution.spans(source=source, person=person, team=team)
                self.by_names[name] = [Place(number + i, name, span) for i, span in enumerate(spans)]
                number += len(self.by_names[name])
                new += self.by_names[name]
        return new


def read_places(connection: duckdb.DuckDBPyConnection) -> Places:
    rows = connection.execute(f"SELECT {', '.join(COLUMNS.names)} FROM places").fetchall()
    return Places(Place(number, (source, person, team), Span(*span)) for number, source, person, team, *span in rows)


def write_places(connection: duckdb.DuckDBPyConnection, places: Sequence[Place]) -> None:
    """Write these places, over those with the same numbers."""
    if not places:
        return
    written = pa.Table.from_pylist([dict(zip(COLUMNS.names, place.row(), strict=True)) for place in places], COLUMNS)
    connection.execute("DELETE FROM places WHERE place IN (SELECT place FROM written)")
    connection.execute("INSERT INTO places SELECT * FROM written")
    del written  # DuckDB finds it by its name in this frame.


def names_in(chunk: pa.Table, source: str) -> tuple[list[Names], NDArray[np.intp]]:
    """The different names in a chunk, and for each row which of them it has."""
    people, person_codes = _encoded(chunk["person"])
    teams, team_codes = _encoded(chunk["team"])
    if len(teams) == 1:
        return [(source, person, teams[0]) for person in people], person_codes
    pairs, which = np.unique(person_codes * len(teams) + team_codes, return_inverse=True)
    return [(source, people[pair // len(teams)], teams[pair % len(teams)]) for pair in pairs.tolist()], which


def _encoded(column: pa.ChunkedArray) -> tuple[list[str | None], NDArray[np.intp]]:
    """The different names of a column, None among them where a name is empty, and for each row which it has."""
    if column.null_count == len(column):
        return [None], np.zeros(len(column), dtype=np.intp)
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    names = [name or None for name in encoded.dictionary.to_pylist()]
    return names, encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp)


def numbers_of(
    places: Places, *, names: list[Names], which: NDArray[np.intp], days: pa.ChunkedArray
) -> NDArray[np.int32]:
    """The place of each row: that of its names on its day."""
    known = [places.by_names[name] for name in names]
    if all(len(spans) == 1 for spans in known):
        return np.array([spans[0].number for spans in known], dtype=np.int32)[which]
    # All spans in one sorted list, first by names, then by day: a row's place is the last that does not start after it.
    starts = [_position(name, _day_number(place.span.starts_on)) for name, spans in enumerate(known) for place in spans]
    numbers = np.array([place.number for spans in known for place in spans], dtype=np.int32)
    row_days = pc.cast(days, pa.int32()).to_numpy().astype(np.int64)
    return numbers[np.searchsorted(np.array(starts), _position(which, row_days), side="right") - 1]


def _day_number(day: date) -> int:
    return (day - EPOCH).days


def _position(name: NDArray[np.intp] | int, day: NDArray[np.int64] | int) -> NDArray[np.int64] | int:
    return name * (1 << 32) + day - _day_number(date.min)
