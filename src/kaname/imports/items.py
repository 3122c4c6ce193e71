"""Facts as JSON: a list of objects is checked against its stream, item by item and field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from kaname.facts.streams import Field, FieldType, Stream

LARGEST = Decimal(10) ** 14
SMALLEST_STEP = Decimal("0.0001")
LARGEST_INTEGER = 2**63 - 1
TEXT_LIMIT = 1000


@dataclass(frozen=True)
class Problem:
    """A field of an item (counted from 0) that is not as its stream declares; `expected` says what would be."""

    item: int
    field: str
    expected: str


class Unexpected(ValueError):  # noqa: N818 - it is what is told, not a fault of the program
    """A value that a field cannot hold; the message says what it can."""


def read_items(
    items: Sequence[Mapping[str, Any]], *, stream: Stream, zone: ZoneInfo
) -> tuple[pa.RecordBatch, list[Problem]]:
    """The good items as one batch, and what is wrong with the others.

    An instant without an offset is taken in `zone`, the organisation's; a missing day is the instant's there.
    """
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for position, item in enumerate(items):
        row, wrong = _read_item(item, stream=stream, zone=zone)
        problems += [Problem(position, field, expected) for field, expected in wrong]
        if not wrong:
            rows.append(row)
    return pa.RecordBatch.from_pylist(rows, schema=stream.arrow_schema()), problems


def _read_item(item: Any, *, stream: Stream, zone: ZoneInfo) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    if not isinstance(item, Mapping):
        return {}, [("", "an object with the fields of the stream")]
    row: dict[str, Any] = {}
    wrong = [(str(key), "no field of this name in the stream") for key in item if not stream.has_field(str(key))]
    for field in stream.fields:
        try:
            row[field.key] = _read_value(item.get(field.key), field=field, zone=zone)
        except Unexpected as problem:
            wrong.append((field.key, str(problem)))
    if row.get("day") is None and row.get("occurred_at"):
        row["day"] = row["occurred_at"].date()
    told = {key for key, _ in wrong}
    told |= {"day"} if "occurred_at" in told else set()
    missing = [field.key for field in stream.fields if field.required and row.get(field.key) is None]
    wrong += [(key, "a value; the field is required") for key in missing if key not in told]
    return row, wrong


def _read_value(value: Any, *, field: Field, zone: ZoneInfo) -> Any:
    if value is None or value == "":
        return None
    read = READERS[field.type](value)
    if field.type is FieldType.INSTANT:
        read = _in_zone(read, zone)
    if field.closed and read not in field.values:
        raise Unexpected(f"one of {', '.join(field.values)}")
    return read


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unexpected("a text")
    if len(text := str(value).strip()) > TEXT_LIMIT:
        raise Unexpected(f"a text of at most {TEXT_LIMIT} characters")
    return text


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_INTEGER:
        raise Unexpected("a whole number")
    return value


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Unexpected("a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise Unexpected("a number") from None
    if not number.is_finite() or abs(number) >= LARGEST:
        raise Unexpected("a number with at most 14 digits before the decimal point")
    if number != (rounded := number.quantize(SMALLEST_STEP)):
        raise Unexpected("a number with at most 4 digits after the decimal point")
    return rounded


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unexpected("a day such as 2026-04-01") from None


def _instant(value: Any) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unexpected("a time such as 2026-04-01T13:30:00+09:00") from None


def _in_zone(instant: datetime, zone: ZoneInfo) -> datetime:
    """The instant on the organisation's clocks, which at either end of the calendar may not reach so far."""
    try:
        return instant.replace(tzinfo=zone) if instant.tzinfo is None else instant.astimezone(zone)
    except OverflowError:
        raise Unexpected("a time such as 2026-04-01T13:30:00+09:00") from None


def _attributes(value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, Mapping):
        raise Unexpected("an object of texts")
    return [(str(key), _text(text)) for key, text in value.items() if text is not None]


READERS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.TEXT: _text,
    FieldType.INTEGER: _integer,
    FieldType.DECIMAL: _decimal,
    FieldType.DAY: _day,
    FieldType.INSTANT: _instant,
    FieldType.ATTRIBUTES: _attributes,
}
