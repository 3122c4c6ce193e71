"""Which columns of a file a mapping in the making passes over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kaname.connectors.columns import find_column
from kaname.imports.rejects import OWN_PREFIX

READING_KEYS = ("column", "from", "to")


def unused_columns(mapping: Mapping[str, Any], *, columns: Sequence[str]) -> list[str]:
    """The columns that no fact reads for anything; those that Kaname itself added to rejected rows are not meant."""
    facts = mapping.get("facts") or []
    named = [find_column(name, columns=columns) for fact in facts for name in _named_by(fact)]
    return [name for place, name in enumerate(columns) if place not in named and not name.startswith(OWN_PREFIX)]


def _named_by(fact: Mapping[str, Any]) -> Iterator[str]:
    """Every text in the fact that may be a column."""
    for key, value in fact.items():
        if key in ("skip_when_empty", "skip_when"):
            yield from value
        elif key == "id":
            for part in value:
                yield from _read_by(part)
        elif key == "attributes":
            for origin in value.values():
                yield from _read_by(origin)
        elif key != "stream":
            yield from _read_by(value)


def _read_by(origin: Any) -> Iterator[str]:
    if isinstance(origin, str):
        yield origin
    if isinstance(origin, Mapping):
        yield from origin.get("columns", [])
        for key in READING_KEYS:
            yield from _read_by(origin.get(key))
