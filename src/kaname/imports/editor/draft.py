"""A mapping in the making, as plain data that may still be incomplete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from kaname.facts.streams import STREAMS, Field, Stream
from kaname.imports.editor.choices import Choice, Kind, takes_second

SKIP = "//skip"
"""Chosen as the meaning of a value whose rows are left out."""
OWN_KEYS = frozenset({"source_id", "attributes"})


def field_keys(stream: Stream, *, fact: Mapping[str, Any]) -> list[str]:
    """The fields to ask for, required ones first. A day alone is asked for as the time, unless the mapping has it."""
    hidden = OWN_KEYS | ({"occurred_at"} if "day" in fact else {"day"})
    asked = [field for field in stream.fields if field.key not in hidden]
    return [field.key for field in sorted(asked, key=lambda field: not needed(field))]


def needed(field: Field) -> bool:
    """Whether a fact is nothing without the field."""
    return field.required or field.key == "occurred_at"


def read_draft(data: QueryDict, *, before: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    """The mapping that the form says, from the one `before` that the form was made of."""
    facts = before.get("facts") or []
    read = [_read_fact(data, f"f{index}", before=fact, columns=columns) for index, fact in enumerate(facts)]
    return {**before, "source": data.get("source", before.get("source", "")).strip(), "facts": read}


def _read_fact(data: QueryDict, prefix: str, *, before: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    key = data.get(f"{prefix}-stream", before["stream"])
    stream = STREAMS.get(key, STREAMS[before["stream"]])
    fact: dict[str, Any] = {"stream": stream.key, "id": _read_id(data, prefix, before=before, columns=columns)}
    if skipped := _ticked(data, f"{prefix}-skip", columns=columns):
        fact["skip_when_empty"] = skipped
    if skipped_values := _read_skips(data, prefix, before=before, stream=stream):
        fact["skip_when"] = skipped_values
    for field_key in field_keys(stream, fact=before):
        field = stream.field(field_key)
        choice = read_choice(data, f"{prefix}-{field_key}", columns=columns, field=field)
        if (origin := choice.origin(before=before.get(field_key), field=field)) is not None:
            fact[field_key] = origin
    if attributes := _read_attributes(data, prefix, before=before, columns=columns):
        fact["attributes"] = attributes
    return fact


def read_choice(data: QueryDict, prefix: str, *, columns: Sequence[str], field: Field) -> Choice:
    """What the inputs of one field say."""
    said = data.get(f"{prefix}-column", "")
    if said in (Kind.VALUE, Kind.KEPT):
        return Choice(Kind(said), value=data.get(f"{prefix}-value", "").strip())
    column = column_at(said, columns=columns)
    if not column:
        return Choice()
    second = column_at(data.get(f"{prefix}-second", ""), columns=columns) if takes_second(field) else ""
    return Choice(Kind.COLUMN, column=column, second=second, map=_read_map(data, prefix, column=column))


def _read_map(data: QueryDict, prefix: str, *, column: str) -> dict[str, str]:
    """What each value found means; nothing when every value stays as it is, or another column was chosen."""
    if data.get(f"{prefix}-mapped") != column:
        return {}
    found, meant = data.getlist(f"{prefix}-found"), data.getlist(f"{prefix}-meant")
    said = zip(found, meant, strict=False)
    pairs = {value: (meaning.strip() or value) for value, meaning in said if meaning != SKIP}
    return pairs if any(value != meaning for value, meaning in pairs.items()) else {}


def _read_skips(data: QueryDict, prefix: str, *, before: Mapping[str, Any], stream: Stream) -> dict[str, list[str]]:
    """Values whose rows give no such fact; those of columns that the form does not list stay as they are."""
    skips = {column: list(values) for column, values in (before.get("skip_when") or {}).items()}
    for field in stream.fields:
        name = f"{prefix}-{field.key}"
        if not (column := data.get(f"{name}-mapped", "")):
            continue
        said = zip(data.getlist(f"{name}-found"), data.getlist(f"{name}-meant"), strict=False)
        skips[column] = [value for value, meaning in said if meaning == SKIP]
    return {column: values for column, values in skips.items() if values}


def _read_id(data: QueryDict, prefix: str, *, before: Mapping[str, Any], columns: Sequence[str]) -> list[Any]:
    """The parts in the order they were in, because the order is part of what identifies a fact."""
    parts = before.get("id") or []
    ticked = _ticked(data, f"{prefix}-id", columns=columns)
    literal = data.get(f"{prefix}-id-literal", "").strip()
    same = literal == literal_of(parts, columns=columns)
    kept = [part for part in parts if (name in ticked if (name := column_of(part, columns=columns)) else same)]
    named = {column_of(part, columns=columns) for part in kept}
    added = [column for column in ticked if column not in named]
    return [*kept, *added, *([{"value": literal}] if literal and not same else [])]


def column_of(part: Any, *, columns: Sequence[str]) -> str:
    """The column that a part of an id reads, "" for a literal."""
    name = part.get("column", "") if isinstance(part, Mapping) else str(part)
    return name if name in columns else ""


def literal_of(parts: Sequence[Any], *, columns: Sequence[str]) -> str:
    """The fixed texts of an id, as one."""
    fixed = [part for part in parts if not column_of(part, columns=columns)]
    return " ".join(str(part.get("value", "")) if isinstance(part, Mapping) else str(part) for part in fixed)


def _read_attributes(
    data: QueryDict, prefix: str, *, before: Mapping[str, Any], columns: Sequence[str]
) -> dict[str, Any]:
    """Ticked columns under their own name; entries that the form cannot show stay as they are."""
    kept = {
        name: origin
        for name, origin in (before.get("attributes") or {}).items()
        if not isinstance(origin, str) or origin not in columns
    }
    named = {origin: name for name, origin in (before.get("attributes") or {}).items() if isinstance(origin, str)}
    ticked = _ticked(data, f"{prefix}-attributes", columns=columns)
    return {**{named.get(column, column): column for column in ticked}, **kept}


def _ticked(data: QueryDict, name: str, *, columns: Sequence[str]) -> list[str]:
    return [column for said in data.getlist(name) if (column := column_at(said, columns=columns))]


def column_at(said: str, *, columns: Sequence[str]) -> str:
    """The name of the column with this number; "" for none."""
    return columns[int(said)] if said.isdecimal() and int(said) < len(columns) else ""
