"""The shape of each column of an opened table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from kaname.connectors.conversion.decisions import Decisions
from kaname.connectors.detection.types import type_of_column
from kaname.connectors.error import ConnectorError
from kaname.connectors.shapes import ColumnShape, ColumnType
from kaname.connectors.table import Table
from kaname.connectors.values.days import Triple
from kaname.connectors.values.decimal_marks import kind_of
from kaname.connectors.values.durations import Short, read_duration
from kaname.connectors.values.moments import read_written
from kaname.connectors.values.numbers import Number, read_number
from kaname.connectors.values.texts import is_empty
from kaname.connectors.values.unreadable import UnreadableError

SAMPLES = 5
FEW = 40


def shape_columns(*, table: Table, sample: Sequence[Sequence[str]]) -> tuple[ColumnShape, ...]:
    """Return the shapes; types are from the sample, orders and marks from the whole of a column that needs them."""
    decisions = Decisions(table=table)
    return tuple(
        _shape(name, place, cells=[row[place] for row in sample if place < len(row)], decisions=decisions)
        for place, name in enumerate(table.columns)
    )


def _shape(name: str, place: int, *, cells: Sequence[str], decisions: Decisions) -> ColumnShape:
    filled = [cell.strip() for cell in cells if not is_empty(cell)]
    different = list(dict.fromkeys(filled))
    kind = type_of_column(cells)
    return ColumnShape(
        name=name,
        type=kind,
        day_order=_decided(decisions.day_order, place) if _has_triples(kind, different) else None,
        decimal_mark=_decimal_mark(kind, different, place=place, decisions=decisions),
        short_duration="ambiguous" if kind in {"time", "duration"} and any(map(_is_short, different)) else None,
        samples=tuple(different[:SAMPLES]),
        values=tuple(value for value, _ in Counter(filled).most_common()) if len(different) <= FEW else (),
        empty=1 - len(filled) / len(cells) if cells else 0.0,
        distinct=len(different) / len(filled) if filled else 0.0,
    )


def _decided(decide: Callable[[int], Any], place: int) -> Any:
    try:
        return decide(place)
    except ConnectorError as error:
        return "ambiguous" if error.code.endswith("ambiguous") else "conflict"


def _has_triples(kind: ColumnType, cells: Sequence[str]) -> bool:
    return kind in {"day", "instant"} and any(map(_is_triple, cells))


def _is_triple(cell: str) -> bool:
    try:
        return isinstance(read_written(cell).day, Triple)
    except UnreadableError:
        return False


def _decimal_mark(kind: ColumnType, cells: Sequence[str], *, place: int, decisions: Decisions) -> Any:
    """Return the mark, read to the column's end unless the sample has plain points alone."""
    numbers = [(_number(cell), cell) for cell in cells] if kind in {"integer", "decimal"} else []
    kinds = {kind_of(number, text=cell) for number, cell in numbers if number} - {""}
    if not kinds:
        return None
    return "point" if kinds == {"point"} else _decided(decisions.decimal_mark, place)


def _number(cell: str) -> Number | None:
    try:
        return read_number(cell)
    except UnreadableError:
        return None


def _is_short(cell: str) -> bool:
    try:
        return isinstance(read_duration(cell), Short)
    except UnreadableError:
        return False
