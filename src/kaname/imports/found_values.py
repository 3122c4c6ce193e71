"""The different values of the columns that a draft reads words from, so that each can be given a meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaname.connectors.distinct import distinct_values
from kaname.connectors.error import ConnectorError
from kaname.facts.streams import STREAMS, Field
from kaname.imports import drafts
from kaname.imports.editor.choices import Choice
from kaname.imports.models import ImportRun

Found = dict[str, tuple[str, ...] | None]


def found_values(run: ImportRun) -> Found:
    """By column; None for a column with too many to list. Kept on the draft, because reading takes time."""
    kept: dict[str, Any] = (run.shape or {}).get("found", {})
    missing = [column for column in translated_columns(run.mapping) if column not in kept]
    if missing:
        kept = {**kept, **look_up(run, missing)}
        run.shape = {**(run.shape or {}), "found": kept}
        ImportRun.objects.filter(pk=run.pk).update(shape=run.shape)
    return {column: None if values is None else tuple(values) for column, values in kept.items()}


def look_up(run: ImportRun, columns: list[str]) -> Found:
    """Read the values from the file; a file that cannot be read has none."""
    try:
        return distinct_values(Path(run.file_path), columns=columns, options=drafts.options_of(run))
    except ConnectorError:
        return {}


def translated_columns(mapping: dict[str, Any]) -> list[str]:
    """The columns from which a field with a vocabulary is read."""
    columns = {
        Choice.of(fact.get(field.key), field=field).column
        for fact in mapping.get("facts") or []
        for field in STREAMS[fact["stream"]].fields
        if has_words(field)
    }
    return sorted(columns - {""})


def has_words(field: Field) -> bool:
    """Whether the field's values are words to be translated."""
    return bool(field.values) or field.key == "metric"
