"""One field's origin, bound to the columns of a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from kaname.connectors.columns import column_index
from kaname.connectors.conversion.literal_reader import plain_literal
from kaname.connectors.conversion.moment_reader import ClockJoinReader, MomentReader
from kaname.connectors.conversion.number_reader import NumberReader
from kaname.connectors.conversion.reader import Reader
from kaname.connectors.conversion.span_reader import SpanReader
from kaname.connectors.conversion.text_reader import JoinReader, TextReader, VocabularyReader
from kaname.connectors.mapping.origins import FileOptions, FromColumn, FromColumns, Literal, Origin, Span
from kaname.connectors.values.zones import zone_of
from kaname.facts.labels import Label
from kaname.facts.streams import Field, FieldType

TEXT = Field(key="", type=FieldType.TEXT, name=Label())
INSTANT = Field(key="", type=FieldType.INSTANT, name=Label())
PLAIN = FromColumn(column="", decimal_mark="point")  # as literals are


def bind(origin: Origin, *, field: Field, columns: Sequence[str], options: FileOptions, where: str) -> Reader:
    """Return what reads `field` from `columns`.

    Raises
    ------
    ConnectorError
        `column_unknown` or `mapping_literal_invalid`.
    """
    match origin:
        case Literal(value=value):
            texts: Reader = plain_literal(value, field=field, where=where)
            return _typed(texts, field=field, said=PLAIN, options=options)
        case FromColumn():
            texts = bind_text(origin, columns=columns)
            return _typed(texts, field=field, said=origin, options=options)
        case FromColumns():
            return _joined(origin, field=field, columns=columns, options=options)
        case Span(start=start, end=end):
            return SpanReader(
                start=_moments(start, columns=columns, options=options),
                end=_moments(end, columns=columns, options=options),
            )


def bind_text(origin: FromColumn, *, columns: Sequence[str]) -> TextReader:
    """Return what reads a column's texts, translated by the origin's map and default."""
    pairs = None if origin.map is None else tuple(origin.map.items())
    place = column_index(origin.column, columns=columns)
    return TextReader(place=place, pairs=pairs, default=origin.default)


def _typed(texts: Reader, *, field: Field, said: FromColumn, options: FileOptions) -> Reader:
    match field.type:
        case FieldType.DAY | FieldType.INSTANT:
            order = said.day_order or options.day_order
            return MomentReader(texts=texts, order=order, zone=_zone(said.time_zone or options.time_zone))
        case FieldType.INTEGER | FieldType.DECIMAL:
            return NumberReader(
                texts=texts,
                unit=field.unit,
                whole=field.type is FieldType.INTEGER,
                rounds=bool(said.round),
                mark=said.decimal_mark or options.decimal_mark,
                short=said.short_duration or options.short_duration,
                times=said.times,
            )
    return VocabularyReader(texts=texts, allowed=field.values) if field.closed else texts


def _joined(origin: FromColumns, *, field: Field, columns: Sequence[str], options: FileOptions) -> Reader:
    places = tuple(column_index(column, columns=columns) for column in origin.columns)
    if field.type is FieldType.INSTANT:
        order = origin.day_order or options.day_order
        joined = ClockJoinReader(places=(places[0], places[1]))
        return MomentReader(texts=joined, order=order, zone=_zone(origin.time_zone or options.time_zone))
    texts = JoinReader(places=places, join=origin.join)
    return VocabularyReader(texts=texts, allowed=field.values) if field.closed else texts


def _moments(origin: FromColumn | FromColumns, *, columns: Sequence[str], options: FileOptions) -> MomentReader:
    reader = bind(origin, field=INSTANT, columns=columns, options=options, where="")
    if not isinstance(reader, MomentReader):
        raise TypeError(reader)
    return reader


def _zone(name: str | None) -> tzinfo | None:
    return zone_of(name) if name else None
