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
from kaname.connectors.values.durations import Short, read_duration
from kaname.connectors.values.moments import read_written
from kaname.connectors.values.numbers import read_number
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
        decimal_mark=_decided(decisions.decimal_mark, place) if _has_marks(kind, different) else None,
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
    return kind in {"day", "instant"} and any(isinstance(_read(read_written, cell, "day"), Triple) for cell in cells)


def _has_marks(kind: ColumnType, cells: Sequence[str]) -> bool:
    return kind in {"integer", "decimal"} and any(
        _read(read_number, cell, "point") != _read(read_number, cell, "comma") for cell in cells
    )


def _is_short(cell: str) -> bool:
    try:
        return isinstance(read_duration(cell), Short)
    except UnreadableError:
        return False


def _read(read: Callable[[str], Any], cell: str, part: str) -> Any:
    try:
        return getattr(read(cell), part)
    except UnreadableError:
        return None
