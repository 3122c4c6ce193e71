"""The streams of facts: which columns each has, their types and units, and what its daily rollups keep apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import yaml

from kaname.facts.errors import FactsError
from kaname.facts.labels import NO_LABEL, Label


class FieldType(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DAY = "day"
    INSTANT = "instant"
    ATTRIBUTES = "attributes"


ARROW_TYPES: Mapping[FieldType, pa.DataType] = {
    FieldType.TEXT: pa.string(),
    FieldType.INTEGER: pa.int64(),
    FieldType.DECIMAL: pa.decimal128(18, 4),
    FieldType.DAY: pa.date32(),
    FieldType.INSTANT: pa.timestamp("us", tz="UTC"),
    FieldType.ATTRIBUTES: pa.map_(pa.string(), pa.string()),
}


@dataclass(frozen=True)
class Field:
    """One column of a stream. `values` is its known vocabulary: nothing else is allowed where `closed`."""

    key: str
    type: FieldType
    name: Label
    about: Label = NO_LABEL
    unit: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    closed: bool = False
    value_names: tuple[tuple[str, Label], ...] = ()

    @property
    def numeric(self) -> bool:
        return self.type in {FieldType.INTEGER, FieldType.DECIMAL}

    def name_of(self, value: str) -> Label:
        """The name of a value of the vocabulary; other values name themselves."""
        return dict(self.value_names).get(value, Label(value, value))


@dataclass(frozen=True)
class Stream:
    """A kind of fact. `rollup_by` are the fields by which daily rollups are kept, besides day, team and person."""

    key: str
    name: Label
    about: Label
    fields: tuple[Field, ...]
    rollup_by: tuple[str, ...]

    def field(self, key: str) -> Field:
        for field in self.fields:
            if field.key == key:
                return field
        raise FactsError("unknown_field", f"Stream {self.key} has no field {key}.", stream=self.key, field=key)

    def has_field(self, key: str) -> bool:
        return any(field.key == key for field in self.fields)

    @property
    def numeric_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.numeric)

    def arrow_schema(self) -> pa.Schema:
        return pa.schema(
            [pa.field(field.key, ARROW_TYPES[field.type], nullable=not field.required) for field in self.fields]
        )


def stream_of(key: str) -> Stream:
    """The stream with this key.

    Raises
    ------
    FactsError
        `unknown_stream`.
    """
    if key not in STREAMS:
        raise FactsError("unknown_stream", f"There is no stream {key}.", stream=key)
    return STREAMS[key]


def _field(key: str, data: Mapping[str, Any]) -> Field:
    values: Mapping[str, Mapping[str, str]] = data.get("values", {})
    return Field(
        key=key,
        type=FieldType(data["type"]),
        name=Label.of(data["name"]),
        about=Label.of(data.get("about")),
        unit=data.get("unit", ""),
        required=data.get("required", False),
        values=tuple(values),
        closed=data.get("closed", False),
        value_names=tuple((value, Label.of(name)) for value, name in values.items()),
    )


def _read() -> Mapping[str, Stream]:
    data = yaml.safe_load(files(__package__).joinpath("streams.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            key: Stream(
                key=key,
                name=Label.of(stream["name"]),
                about=Label.of(stream["about"]),
                fields=tuple(_field(name, field) for name, field in (data["common"] | stream["fields"]).items()),
                rollup_by=tuple(stream["rollup_by"]),
            )
            for key, stream in data["streams"].items()
        }
    )


STREAMS: Mapping[str, Stream] = _read()
