"""Which column is which field of a stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaname.connectors.headers.vocabulary import is_average, likeness, words
from kaname.connectors.shapes import ColumnShape, ColumnType
from kaname.facts.streams import FieldType, Stream

LIKELY = 0.45
CERTAIN = 0.85
MEASURES = frozenset({"amount", "value", "visits", "dwell_seconds", "duration_seconds", "handling_seconds"})
CLOCKS = frozenset({"time"})
MANY = 0.02  # share of different values below which a column names no single thing
TYPES: Mapping[FieldType, frozenset[ColumnType]] = {
    FieldType.INSTANT: frozenset({"day", "instant"}),
    FieldType.DAY: frozenset({"day", "instant"}),
    FieldType.INTEGER: frozenset({"integer"}),
    FieldType.DECIMAL: frozenset({"integer", "decimal", "duration", "time"}),
}
TIMES = ("opened_at", "closed_at", "ended_at", "clock")  # not fields, but columns that facts are made of


@dataclass(frozen=True)
class Assignment:
    """Field key → column and how well its header fits. `times` are further columns of instants by what they mean."""

    columns: Mapping[str, ColumnShape]
    likeness: Mapping[str, float]
    times: Mapping[str, ColumnShape]


def assign(stream: Stream, *, columns: Sequence[ColumnShape]) -> Assignment:
    """Give each field the column that fits it best, the best fits first, and no column to two fields of one kind."""
    times = {key: column for key in TIMES if (column := _time(stream, key=key, columns=columns))}
    fits = sorted(
        ((fit, key, place) for key in _keys(stream) for place, fit in _fits(stream, key=key, columns=columns)),
        key=lambda fit: (-fit[0], fit[2]),
    )
    chosen: dict[str, ColumnShape] = {}
    how_well: dict[str, float] = {}
    taken: set[int] = set()
    for fit, key, place in fits:
        if key in chosen or place in taken or fit < LIKELY or columns[place] == times.get("clock"):
            continue
        chosen[key], how_well[key] = columns[place], fit
        taken.add(place)
    if "occurred_at" not in chosen:
        lone = [column for column in columns if column.type in TYPES[FieldType.INSTANT]]
        if lone:
            chosen["occurred_at"], how_well["occurred_at"] = lone[0], 0.3
    return Assignment(columns=chosen, likeness=how_well, times=times)


def _keys(stream: Stream) -> list[str]:
    keys = dict.fromkeys(field.key for field in stream.fields)
    return [key for key in keys if key not in {"source_id", "day", "attributes"}]


def _signs(stream: Stream, *, key: str) -> list[str]:
    return [*words()[stream.key].get(key, ()), *words()["common"].get(key, ())]


def _fits(stream: Stream, *, key: str, columns: Sequence[ColumnShape]) -> list[tuple[int, float]]:
    signs = _signs(stream, key=key)
    allowed = TYPES.get(stream.field(key).type)
    return [
        (place, likeness(column.name, signs=signs))
        for place, column in enumerate(columns)
        if signs and column.type in (allowed or _texts(key)) and not _unfit(key, column=column, numbers=bool(allowed))
    ]


def _unfit(key: str, *, column: ColumnShape, numbers: bool) -> bool:
    """Tell whether a column cannot be the field: means are no sums, and a few words do not name many things."""
    return (numbers and is_average(column.name)) or (key.endswith("_key") and column.distinct < MANY)


def _texts(key: str) -> frozenset[ColumnType]:
    """Return the types of columns that can hold words or identities; numbers are no words."""
    numbers: tuple[ColumnType, ...] = ("integer",) if key.endswith("_key") else ()
    return frozenset({"text", "boolean", "empty", *numbers})


def _time(stream: Stream, *, key: str, columns: Sequence[ColumnShape]) -> ColumnShape | None:
    signs = words()[stream.key].get(key)
    times = [column for column in columns if column.type in (CLOCKS if key == "clock" else TYPES[FieldType.INSTANT])]
    if not signs or not times:
        return None
    best = max(times, key=lambda column: likeness(column.name, signs=signs))
    return best if likeness(best.name, signs=signs) >= (CERTAIN if key == "clock" else LIKELY) else None
