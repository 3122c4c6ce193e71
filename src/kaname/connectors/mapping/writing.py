"""A mapping as plain data, in its shortest form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from kaname.connectors.mapping.origins import (
    FactMapping,
    FileOptions,
    FromColumn,
    FromColumns,
    IdPart,
    Literal,
    Origin,
    Span,
    Undecided,
)


def file_as_data(*, file: FileOptions) -> dict[str, Any]:
    """Return the options that are set."""
    return _what_is_set(file)


def facts_as_data(*, facts: Iterable[FactMapping]) -> list[dict[str, Any]]:
    """Return one dictionary for each fact."""
    return [_fact_as_data(fact) for fact in facts]


def _fact_as_data(fact: FactMapping) -> dict[str, Any]:
    data: dict[str, Any] = {"stream": fact.stream, "id": [_id_part_as_data(part) for part in fact.id]}
    if fact.skip_when_empty:
        data["skip_when_empty"] = list(fact.skip_when_empty)
    if fact.skip_when:
        data["skip_when"] = {column: list(values) for column, values in fact.skip_when.items()}
    data |= {key: _origin_as_data(origin) for key, origin in fact.fields.items()}
    if fact.attributes:
        data["attributes"] = {name: _origin_as_data(origin) for name, origin in fact.attributes.items()}
    return data


def _id_part_as_data(part: IdPart) -> Any:
    if isinstance(part, Undecided):
        return part.text
    if isinstance(part, FromColumn):
        return _what_is_set(part)
    return {"value": part.value}


def _origin_as_data(origin: Origin) -> Any:
    match origin:
        case FromColumn():
            data = _what_is_set(origin)
            return origin.column if len(data) == 1 else data
        case FromColumns():
            data = _what_is_set(origin)
            return {key: value for key, value in data.items() if (key, value) != ("join", " ")}
        case Literal(value=value):
            return {"value": value}
        case Span(start=start, end=end):
            return {"from": _origin_as_data(start), "to": _origin_as_data(end)}


def _what_is_set(options: FileOptions | FromColumn | FromColumns) -> dict[str, Any]:
    values = {field.name: getattr(options, field.name) for field in fields(options)}
    return {
        key: list(value)
        if isinstance(value, tuple)
        else dict(value)
        if isinstance(value, dict)
        else str(value)
        if isinstance(value, Decimal)
        else value
        for key, value in values.items()
        if value is not None
    }
