"""Plain data as YAML text, always the same text for the same data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import yaml

from kaname.goals.exchange.yaml_reading import tag_of

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
WIDTH = 110


def write_yaml(data: Any) -> str:
    """The text of mappings, lists, texts, numbers, days and moments; `read_yaml` gives the same data back.

    Without recursion: trees may be as deep as they like.
    """
    text: str = yaml.emit(_document(data), Dumper=DUMPER, allow_unicode=True, width=WIDTH)
    return text


def number_text(value: Decimal | float) -> str:
    """All digits and no more: 120000000, 0.2. A float is written as the shortest decimal that means it."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if exact == 0 else text


def _document(data: Any) -> Iterator[yaml.Event]:
    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=False)
    waiting: list[Iterator[Any]] = [iter([data])]
    ends: list[yaml.Event] = []
    while waiting:
        for value in waiting[-1]:
            if isinstance(value, dict) and value:
                yield yaml.MappingStartEvent(None, None, True, flow_style=False)
                ends.append(yaml.MappingEndEvent())
                waiting.append(iter([part for item in value.items() for part in item]))
                break
            if isinstance(value, list) and value:
                yield yaml.SequenceStartEvent(None, None, True, flow_style=all(map(_is_word, value)))
                ends.append(yaml.SequenceEndEvent())
                waiting.append(iter(value))
                break
            yield from _leaf(value)
        else:
            waiting.pop()
            if ends:
                yield ends.pop()
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()


def _is_word(value: Any) -> bool:
    """Whether a list of such values is easier to read on one line."""
    return isinstance(value, str) and len(value) <= 64 and value.isascii()


def _leaf(value: Any) -> Iterator[yaml.Event]:
    match value:
        case dict():
            yield yaml.MappingStartEvent(None, None, True, flow_style=True)
            yield yaml.MappingEndEvent()
        case list():
            yield yaml.SequenceStartEvent(None, None, True, flow_style=True)
            yield yaml.SequenceEndEvent()
        case str():
            yield _text(value)
        case _:
            yield yaml.ScalarEvent(None, None, (True, False), _plain(value))


def _text(value: str) -> yaml.Event:
    """A text; several lines stand one below the other where YAML can keep them so."""
    plain = tag_of(value) == "str"
    return yaml.ScalarEvent(None, None, (plain, True), value, style="|" if "\n" in value else None)


def _plain(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return number_text(value)
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as YAML")
