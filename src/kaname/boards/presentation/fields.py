"""Fields of facts and their values by the names that streams give them."""

from __future__ import annotations

from collections.abc import Iterable

from kaname.boards.presentation.style import Style
from kaname.facts.streams import STREAMS


def field_name(key: str, style: Style, *, streams: Iterable[str] = STREAMS) -> str:
    """As the first of the streams that has it calls it; one that none has names itself."""
    known = (STREAMS[stream].field(key) for stream in streams if STREAMS[stream].has_field(key))
    return next((field.name[style.language] for field in known), key)


def value_name(value: str, key: str, style: Style, *, streams: Iterable[str] = STREAMS) -> str:
    """A value of the vocabulary of any of the streams by its name there; other values name themselves."""
    fields = (STREAMS[stream].field(key) for stream in streams if STREAMS[stream].has_field(key))
    names = (names[value] for field in fields if value in (names := dict(field.value_names)))
    return next((name[style.language] for name in names), value)
