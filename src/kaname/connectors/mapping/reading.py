"""Plain data to a mapping, refusing at the first place that is wrong and naming it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.fields import check_fields
from kaname.connectors.mapping.origin_reading import read_origin
from kaname.connectors.mapping.origins import FactMapping, FileOptions, FromColumn, IdPart, Literal, Undecided
from kaname.connectors.mapping.scalars import (
    a_choice,
    a_list,
    a_mapping,
    a_text,
    a_whole_number,
    a_zone,
    only_keys,
    texts,
)
from kaname.connectors.shapes import DayOrder, DecimalMark, ShortDuration
from kaname.facts.streams import STREAMS, Stream

FILE_KEYS = tuple(FileOptions.__dataclass_fields__)
FACT_KEYS = ("stream", "id", "skip_when_empty", "skip_when", "attributes")


def read_mapping(*, data: Any) -> tuple[str, FileOptions, tuple[FactMapping, ...]]:
    """Return source, file options and facts."""
    data = a_mapping(data, where="mapping")
    only_keys(data, allowed=("source", "file", "facts"), where="mapping")
    source = a_text(_required(data, "source", where="mapping"), where="source")
    file = _file(data.get("file") or {})
    facts = a_list(_required(data, "facts", where="mapping"), where="facts")
    if not facts:
        raise ConnectorError("mapping_shape", where="facts", expected="a list with one fact or more")
    read = tuple(_fact(fact, where=f"facts[{index}]") for index, fact in enumerate(facts))
    _check_ids(read)
    return source, file, read


def _check_ids(facts: tuple[FactMapping, ...]) -> None:
    """Refuse facts of one stream with one identity: each would replace the other."""
    seen: dict[tuple[str, tuple[IdPart, ...]], int] = {}
    for index, fact in enumerate(facts):
        first = seen.setdefault((fact.stream, fact.id), index)
        if first != index:
            raise ConnectorError("mapping_id_twice", where=f"facts[{index}].id", other=f"facts[{first}].id")


def _file(data: Any) -> FileOptions:
    data = a_mapping(data, where="file")
    only_keys(data, allowed=FILE_KEYS, where="file")
    said = {key: value for key, value in data.items() if value is not None}
    read: dict[str, Any] = {
        key: a_text(said[key], where=f"file.{key}", strip=False, empty=key == "quote")
        for key in ("encoding", "delimiter", "quote", "sheet", "time_zone")
        if key in said
    }
    if "time_zone" in read:
        a_zone(read["time_zone"], where="file.time_zone")
    if "header_row" in said:
        read["header_row"] = a_whole_number(said["header_row"], where="file.header_row")
    for key, choices in (("day_order", DayOrder), ("decimal_mark", DecimalMark), ("short_duration", ShortDuration)):
        if key in said:
            read[key] = a_choice(said[key], allowed=get_args(choices), where=f"file.{key}")
    return FileOptions(**read)


def _fact(data: Any, *, where: str) -> FactMapping:
    data = a_mapping(data, where=where)
    stream = _stream(_required(data, "stream", where=where), where=where)
    parts = a_list(_required(data, "id", where=where), where=f"{where}.id")
    if not parts:
        raise ConnectorError("mapping_shape", where=f"{where}.id", expected="a list with one column or more")
    fields = {key: value for key, value in data.items() if key not in FACT_KEYS}
    check_fields(keys=fields, stream=stream, where=where)
    attributes = a_mapping(data.get("attributes") or {}, where=f"{where}.attributes")
    return FactMapping(
        stream=stream.key,
        id=tuple(_id_part(part, where=f"{where}.id[{index}]") for index, part in enumerate(parts)),
        fields={
            key: read_origin(value, field=stream.field(key), where=f"{where}.{key}") for key, value in fields.items()
        },
        attributes={
            str(name): read_origin(value, field=None, where=f"{where}.attributes.{name}")
            for name, value in attributes.items()
        },
        skip_when_empty=texts(data.get("skip_when_empty") or [], where=f"{where}.skip_when_empty"),
        skip_when={
            column: texts(values, where=f"{where}.skip_when.{column}")
            for column, values in a_mapping(data.get("skip_when") or {}, where=f"{where}.skip_when").items()
        },
    )


def _stream(key: Any, *, where: str) -> Stream:
    key = a_text(key, where=f"{where}.stream")
    if key not in STREAMS:
        raise ConnectorError("mapping_stream_unknown", where=where, stream=key, streams=tuple(STREAMS))
    return STREAMS[key]


def _id_part(data: Any, *, where: str) -> IdPart:
    if not isinstance(data, Mapping):
        return Undecided(text=a_text(data, where=where))
    if "value" in data:
        only_keys(data, allowed=("value",), where=where)
        return Literal(value=a_text(data["value"], where=where))
    only_keys(data, allowed=("column", "default"), where=where)
    default = data.get("default")
    return FromColumn(
        column=a_text(_required(data, "column", where=where), where=where),
        default=None if default is None else a_text(default, where=f"{where}.default", empty=True),
    )


def _required(data: Mapping[str, Any], key: str, *, where: str) -> Any:
    if data.get(key) is None:
        raise ConnectorError("mapping_key_missing", where=where, key=key)
    return data[key]
