"""A mapping bound to the columns of one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from kaname.connectors.columns import column_index, find_column
from kaname.connectors.conversion.binding import TEXT, bind, bind_text
from kaname.connectors.conversion.literal_reader import LiteralReader
from kaname.connectors.conversion.reader import Reader
from kaname.connectors.conversion.text_reader import TextReader
from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.mapping import Mapping as FileMapping
from kaname.connectors.mapping.origins import FactMapping, FileOptions, FromColumn, IdPart, Literal
from kaname.facts.streams import STREAMS, Stream


@dataclass(frozen=True)
class FactPlan:
    """What reads each part of one fact.

    There is none where a column of `skip` is empty, or one of `skip_when` has one of the values beside it.
    """

    stream: Stream
    schema: pa.Schema
    skip: tuple[int, ...]
    skip_when: Mapping[int, tuple[str, ...]]
    id: tuple[Reader, ...]
    fields: Mapping[str, Reader]
    attributes: Mapping[str, Reader]

    @property
    def places(self) -> set[int]:
        """Return the columns that are read."""
        readers = (*self.id, *self.fields.values(), *self.attributes.values())
        return {place for reader in readers for place in reader.places} | set(self.skip) | set(self.skip_when)


def plan_of(mapping: FileMapping, *, columns: Sequence[str]) -> tuple[FactPlan, ...]:
    """Bind a mapping to a header.

    Raises
    ------
    ConnectorError
        `column_unknown`, `id_without_column` or `mapping_literal_invalid`.
    """
    return tuple(
        _fact_plan(fact, options=mapping.file, columns=columns, where=f"facts[{index}]")
        for index, fact in enumerate(mapping.facts)
    )


def _fact_plan(fact: FactMapping, *, options: FileOptions, columns: Sequence[str], where: str) -> FactPlan:
    stream = STREAMS[fact.stream]
    return FactPlan(
        stream=stream,
        schema=stream.arrow_schema(),
        skip=tuple(column_index(column, columns=columns) for column in fact.skip_when_empty),
        skip_when={column_index(column, columns=columns): values for column, values in fact.skip_when.items()},
        id=_id(fact.id, columns=columns),
        fields={
            key: bind(origin, field=stream.field(key), columns=columns, options=options, where=f"{where}.{key}")
            for key, origin in fact.fields.items()
        },
        attributes={
            name: bind(origin, field=TEXT, columns=columns, options=options, where=f"{where}.attributes.{name}")
            for name, origin in fact.attributes.items()
        },
    )


def _id(parts: tuple[IdPart, ...], *, columns: Sequence[str]) -> tuple[Reader, ...]:
    readers = tuple(_id_part(part, columns=columns) for part in parts)
    if all(isinstance(reader, LiteralReader) for reader in readers):
        names = tuple(getattr(part, "text", getattr(part, "value", "")) for part in parts)
        raise ConnectorError("id_without_column", id=names, columns=tuple(columns))
    return readers


def _id_part(part: IdPart, *, columns: Sequence[str]) -> Reader:
    match part:
        case Literal(value=value):
            return LiteralReader(value=value)
        case FromColumn():
            return bind_text(part, columns=columns)
    place = find_column(part.text, columns=columns)
    return LiteralReader(value=part.text) if place is None else TextReader(place=place)
