"""One field's entry in a mapping to its origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.origins import FromColumn, FromColumns, Literal, Origin, Span
from kaname.connectors.mapping.scalars import a_choice, a_factor, a_mapping, a_text, a_zone, only_keys, texts
from kaname.connectors.shapes import DayOrder, DecimalMark, ShortDuration
from kaname.facts.streams import Field, FieldType

TIMES = frozenset({FieldType.DAY, FieldType.INSTANT})
NUMBERS = frozenset({FieldType.INTEGER, FieldType.DECIMAL})
CHOICES = {
    "day_order": get_args(DayOrder),
    "decimal_mark": get_args(DecimalMark),
    "short_duration": get_args(ShortDuration),
}


def read_origin(data: Any, *, field: Field | None, where: str) -> Origin:
    """Read an entry for `field`, or for an attribute where that is None."""
    if not isinstance(data, Mapping):
        return FromColumn(column=a_text(data, where=where))
    if "value" in data:
        only_keys(data, allowed=("value",), where=where)
        return Literal(value=a_text(data["value"], where=f"{where}.value"))
    if "from" in data or "to" in data:
        return _span(data, field=field, where=where)
    if "columns" in data:
        return _columns(data, field=field, where=where)
    if "column" not in data:
        raise ConnectorError(
            "mapping_shape", where=where, expected="a column's name or has value, column, columns or from"
        )
    return _column(data, field=field, where=where)


def _column(data: Mapping[str, Any], *, field: Field | None, where: str) -> FromColumn:
    allowed = ("column", "map", "default", *_options(field))
    only_keys(data, allowed=allowed, where=where)
    read: dict[str, Any] = {"column": a_text(data["column"], where=f"{where}.column")}
    if data.get("map") is not None:
        pairs = a_mapping(data["map"], where=f"{where}.map")
        read["map"] = {key: a_text(value, where=f"{where}.map.{key}", empty=True) for key, value in pairs.items()}
    if data.get("default") is not None:
        read["default"] = a_text(data["default"], where=f"{where}.default")
    return FromColumn(**read, **_read_options(data, where=where))


def _columns(data: Mapping[str, Any], *, field: Field | None, where: str) -> FromColumns:
    type_ = field.type if field else FieldType.TEXT
    if type_ in NUMBERS | {FieldType.DAY}:
        raise ConnectorError("mapping_origin_unfit", where=where, origin="several columns")
    allowed = ("columns", "join") if type_ is FieldType.TEXT else ("columns", "day_order", "time_zone")
    only_keys(data, allowed=allowed, where=where)
    read: dict[str, Any] = {"columns": texts(data["columns"], where=f"{where}.columns")}
    if type_ is FieldType.INSTANT and len(read["columns"]) != 2:
        raise ConnectorError("mapping_shape", where=f"{where}.columns", expected="a column of days and one of times")
    if data.get("join") is not None:
        read["join"] = a_text(data["join"], where=f"{where}.join", empty=True, strip=False)
    return FromColumns(**read, **_read_options(data, where=where))


def _span(data: Mapping[str, Any], *, field: Field | None, where: str) -> Span:
    if field is None or field.unit != "seconds":
        raise ConnectorError("mapping_origin_unfit", where=where, origin="a span from one time to another")
    only_keys(data, allowed=("from", "to"), where=where)
    instant = Field(key=field.key, type=FieldType.INSTANT, name=field.name)
    ends = []
    for key in ("from", "to"):
        if data.get(key) is None:
            raise ConnectorError("mapping_key_missing", where=where, key=key)
        end = read_origin(data[key], field=instant, where=f"{where}.{key}")
        if not isinstance(end, FromColumn | FromColumns):
            raise ConnectorError("mapping_origin_unfit", where=f"{where}.{key}", origin="anything but columns")
        ends.append(end)
    return Span(start=ends[0], end=ends[1])


def _options(field: Field | None) -> tuple[str, ...]:
    if field is None or field.type is FieldType.TEXT:
        return ()
    if field.type in TIMES:
        return ("day_order", "time_zone")
    return ("decimal_mark", "round", "times", *(["short_duration"] if field.unit == "seconds" else []))


def _read_options(data: Mapping[str, Any], *, where: str) -> dict[str, Any]:
    read: dict[str, Any] = {
        key: a_choice(data[key], allowed=allowed, where=f"{where}.{key}")
        for key, allowed in CHOICES.items()
        if data.get(key) is not None
    }
    if data.get("time_zone") is not None:
        name = a_text(data["time_zone"], where=f"{where}.time_zone")
        read["time_zone"] = a_zone(name, where=f"{where}.time_zone")
    if data.get("times") is not None:
        read["times"] = a_factor(data["times"], where=f"{where}.times")
    if data.get("round") is not None:
        said = str(data["round"]).lower()
        read["round"] = a_choice(said, allowed=("true", "false"), where=f"{where}.round") == "true"
    return read
