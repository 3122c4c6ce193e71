"""What the mapping page shows: a block for each fact that a row holds, a line for each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaname.connectors.headers.identity import alike_rows
from kaname.facts.streams import STREAMS, Field
from kaname.imports.editor.choices import Choice, takes_second
from kaname.imports.editor.draft import SKIP, column_of, field_keys, literal_of, needed
from kaname.imports.editor.meanings import meaning_of
from kaname.imports.editor.titles import identity_text, titles_of

Found = Mapping[str, Sequence[str] | None]
"""The different values of columns; None for a column with too many to list."""


@dataclass(frozen=True)
class Tick:
    """A column that may be ticked."""

    index: int
    name: str
    ticked: bool


@dataclass(frozen=True)
class Translation:
    """A value that the file has, and what it means in the stream; "" leaves it as it is."""

    found: str
    meant: str


@dataclass(frozen=True)
class FieldLine:
    """One field of a fact with its choice; `values` is its vocabulary as (value, name)."""

    key: str
    prefix: str
    name: str
    about: str
    needed: bool
    closed: bool
    choice: Choice
    column_index: int | None
    second_index: int | None
    second: str
    values: Sequence[tuple[str, str]]
    translations: Sequence[Translation]
    too_many: bool
    samples: Sequence[str]


@dataclass(frozen=True)
class FactBlock:
    """One fact that a row holds: its lines (needed or chosen ones first), and which columns identify it.

    `alike` is how many of the first rows those columns do not tell apart from another.
    """

    index: int
    prefix: str
    stream: str
    name: str
    lines: Sequence[FieldLine]
    more: Sequence[FieldLine]
    ids: Sequence[Tick]
    id_literal: str
    identity: str
    alike: int
    skips: Sequence[Tick]
    attributes: Sequence[Tick]

    @property
    def skipped_by(self) -> list[str]:
        """The columns without which a row gives no such fact."""
        return [tick.name for tick in self.skips if tick.ticked]

    @property
    def kept_columns(self) -> list[str]:
        """The columns that are kept under their own name."""
        return [tick.name for tick in self.attributes if tick.ticked]


@dataclass(frozen=True)
class Sight:
    """What is known of the file when the page is drawn: its columns with samples, values found, and the language."""

    columns: Sequence[str]
    samples: Mapping[str, Sequence[str]]
    found: Found
    language: str
    metrics: Sequence[tuple[str, str]] = ()
    has_times: bool = True
    sample: Sequence[Sequence[str]] = ()


def blocks_of(mapping: Mapping[str, Any], *, sight: Sight) -> list[FactBlock]:
    """The blocks of a mapping in the making."""
    facts = mapping.get("facts") or []
    titles = titles_of(facts, columns=sight.columns, language=sight.language)
    return [_block(index, fact, title=titles[index], sight=sight) for index, fact in enumerate(facts)]


def _block(index: int, fact: Mapping[str, Any], *, title: str, sight: Sight) -> FactBlock:
    stream = STREAMS[fact["stream"]]
    prefix = f"f{index}"
    lines = [
        _line(stream.field(key), f"{prefix}-{key}", fact.get(key), skips=fact.get("skip_when") or {}, sight=sight)
        for key in field_keys(stream, fact=fact)
    ]
    shown = {line.key for line in lines if line.needed or fact.get(line.key) is not None}
    parts = fact.get("id") or []
    identity = {column_of(part, columns=sight.columns) for part in parts} - {""}
    used = {str(origin) for origin in (fact.get("attributes") or {}).values()}
    return FactBlock(
        index=index,
        prefix=prefix,
        stream=stream.key,
        name=title,
        lines=[line for line in lines if line.key in shown],
        more=[line for line in lines if line.key not in shown],
        ids=_ticks(identity, columns=sight.columns),
        id_literal=literal_of(parts, columns=sight.columns),
        identity=identity_text(parts, columns=sight.columns),
        alike=alike_rows(identity=sorted(identity), columns=sight.columns, rows=sight.sample),
        skips=_ticks(fact.get("skip_when_empty") or [], columns=sight.columns),
        attributes=_ticks(used, columns=sight.columns),
    )


def _line(field: Field, prefix: str, origin: Any, *, skips: Mapping[str, Sequence[str]], sight: Sight) -> FieldLine:
    choice = Choice.of(origin, field=field)
    values = _with_own(_vocabulary(field, sight=sight), choice)
    found = sight.found.get(choice.column, ()) if choice.column and values and not choice.second else ()
    return FieldLine(
        key=field.key,
        prefix=prefix,
        name=field.name[sight.language],
        about=field.about[sight.language],
        needed=needed(field),
        closed=field.closed,
        choice=choice,
        column_index=_index(choice.column, columns=sight.columns),
        second_index=_index(choice.second, columns=sight.columns),
        second=takes_second(field) if sight.has_times or choice.second else "",
        values=values,
        translations=_translations(choice, found or (), skipped=skips.get(choice.column, ()), field=field),
        too_many=found is None,
        samples=sight.samples.get(choice.column, ())[:3],
    )


def _vocabulary(field: Field, *, sight: Sight) -> Sequence[tuple[str, str]]:
    if field.key == "metric":
        return sight.metrics
    return [(value, field.name_of(value)[sight.language]) for value in field.values]


def _with_own(values: Sequence[tuple[str, str]], choice: Choice) -> Sequence[tuple[str, str]]:
    """The vocabulary, with the words of the mapping's own that it lacks."""
    known = {value for value, _name in values}
    said = {choice.value, *(meant for found, meant in choice.map.items() if found != meant)}
    return [*values, *((word, word) for word in sorted(said - known - {""}))] if values else values


def _translations(choice: Choice, found: Sequence[str], *, skipped: Sequence[str], field: Field) -> list[Translation]:
    """The values found and those that the mapping lists; what it does not list yet gets the likely meaning."""
    proposed = {} if choice.map else {value: meaning_of(value, field=field) for value in found}
    meant = {**dict.fromkeys(found, ""), **proposed, **choice.map, **(dict.fromkeys(skipped, SKIP) if found else {})}
    return [Translation(value, "" if meaning == value else meaning) for value, meaning in meant.items()]


def _ticks(ticked: Sequence[str] | set[str], *, columns: Sequence[str]) -> list[Tick]:
    return [Tick(index, name, name in ticked) for index, name in enumerate(columns)]


def _index(column: str, *, columns: Sequence[str]) -> int | None:
    return list(columns).index(column) if column in columns else None
