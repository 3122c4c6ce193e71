"""What a cell, and a column of cells, seems to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from kaname.connectors.shapes import ColumnType
from kaname.connectors.values.durations import read_duration
from kaname.connectors.values.moments import read_clock, read_written
from kaname.connectors.values.numbers import Number, read_number
from kaname.connectors.values.texts import is_empty
from kaname.connectors.values.unreadable import UnreadableError

BOOLEANS = frozenset({"true", "false", "yes", "no", "はい", "いいえ", "有", "無", "あり", "なし", "○", "×", "〇"})
_CODE = re.compile(r"0\d+|[\d-]*\d-\d[\d-]*")  # 0123, 03-1234-5678: digits that nobody adds up
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
T = TypeVar("T")
ENOUGH = 0.9  # share of a column's cells that have to agree; the rest are the rows that will be rejected


def type_of_column(cells: Sequence[str]) -> ColumnType:
    """Return the type that nearly all filled cells have."""
    types = Counter(type_of(cell) for cell in cells)
    filled = sum(types.values()) - types["empty"]
    if not filled:
        return "empty"
    for together in _WIDENING:
        if sum(types[kind] for kind in together) >= ENOUGH * filled:
            return together[-1]
    return "text"


_WIDENING: tuple[tuple[ColumnType, ...], ...] = (
    ("integer",),
    ("integer", "decimal"),
    ("day",),
    ("day", "instant"),
    ("time",),
    ("duration",),
    ("time", "duration"),
    ("integer", "decimal", "time", "duration"),
    ("boolean",),
)


@lru_cache(maxsize=1 << 14)
def type_of(cell: str) -> ColumnType:
    """Return what one cell is; digits are a number before they are the serial number of a day."""
    text = cell.strip()
    if is_empty(text):
        return "empty"
    if text.casefold() in BOOLEANS:
        return "boolean"
    if _CODE.fullmatch(text) and _reads(text, read_written) is None:
        return "text"
    if not _SERIAL.fullmatch(text) and (written := _reads(text, read_written)):
        return "day" if written.clock is None else "instant"
    if number := _reads(text, read_number):
        return "integer" if _is_whole(number) else "decimal"
    if _reads(text, read_clock) is not None:
        return "time"
    return "text" if _reads(text, read_duration) is None else "duration"


def _is_whole(number: Number) -> bool:
    value = number.comma if number.point is None else number.point
    return value is not None and value == value.to_integral_value() and not number.percent


def _reads(text: str, read: Callable[[str], T]) -> T | None:
    try:
        return read(text)
    except UnreadableError:
        return None
