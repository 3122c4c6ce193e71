"""The `facts` of a mapping for columns whose meaning has been guessed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kaname.connectors.headers.assignment import Assignment
from kaname.connectors.headers.vocabulary import likeness, translations, words
from kaname.connectors.shapes import ColumnShape
from kaname.facts.streams import Stream

UNIQUE = 0.999
MEASURES = frozenset({"amount", "value", "visits", "dwell_seconds", "duration_seconds", "handling_seconds"})
Fact = dict[str, Any]


def proposed_facts(
    stream: Stream, *, assignment: Assignment, columns: Sequence[ColumnShape], sample: Sequence[Sequence[str]]
) -> list[Fact]:
    """Return one fact, or two for deals that have a day of opening and one of closing."""
    times = assignment.times
    opened, closed = times.get("opened_at"), times.get("closed_at")
    identity = _identity(columns, assignment=assignment, sample=sample)
    fields = {key: _origin(stream, key=key, column=column) for key, column in assignment.columns.items()}
    fields |= _assumed(stream, assignment=assignment)
    rest = [column for column in columns if column not in assignment.columns.values()]
    if stream.key == "deal_changes" and opened and closed and opened != closed:
        rest = [column for column in rest if column not in (opened, closed)]
        return _opening_and_closing(fields, opened=opened, closed=closed, identity=identity, rest=rest)
    ended = times.get("ended_at")
    if ended and "dwell_seconds" not in fields and "occurred_at" in fields:
        fields["dwell_seconds"] = {"from": fields["occurred_at"], "to": ended.name}
        rest = [column for column in rest if column != ended]
    return [{"stream": stream.key, "id": identity, **fields, **_attributes(rest, identity=identity)}]


def _identity(columns: Sequence[ColumnShape], *, assignment: Assignment, sample: Sequence[Sequence[str]]) -> list[str]:
    """Return the column that differs in every row and is called an identity, else the columns that tell rows apart."""
    unique = [column for column in columns if column.distinct >= UNIQUE and not column.empty]
    named = [column for column in unique if likeness(column.name, signs=words()["id"])]
    if named:
        return [max(named, key=lambda column: likeness(column.name, signs=words()["id"])).name]
    texts = [column for column in unique if column.type == "text"]
    if texts:
        return [texts[0].name]
    words_and_days = [column for column in columns if column.type in {"text", "boolean", "day", "instant"}]
    if words_and_days and _tells_apart(words_and_days, columns=columns, sample=sample):
        return [column.name for column in words_and_days]
    measures = [assignment.columns[key] for key in assignment.columns.keys() & MEASURES]
    return [column.name for column in columns if column.type != "empty" and column not in measures]


def _tells_apart(
    chosen: Sequence[ColumnShape], *, columns: Sequence[ColumnShape], sample: Sequence[Sequence[str]]
) -> bool:
    places = [columns.index(column) for column in chosen]
    keys = [tuple(row[place] for place in places if place < len(row)) for row in sample]
    return len(set(keys)) == len(keys)


def _origin(stream: Stream, *, key: str, column: ColumnShape) -> Any:
    field = stream.field(key)
    if not field.values or not column.values:
        return column.name
    pairs = translations(column.values, field=key, allowed=field.values)
    if not pairs or all(value == meaning for value, meaning in pairs.items()):
        return column.name
    rest = {} if field.closed else {value: value for value in column.values if value not in pairs}
    return {"column": column.name, "map": {**pairs, **rest}}


def _assumed(stream: Stream, *, assignment: Assignment) -> Fact:
    """Return literals for what a stream requires and exports leave unsaid: a list of calls does not say that it is."""
    found = assignment.columns
    if stream.key == "activities" and "kind" not in found and {"outcome", "duration_seconds"} & set(found):
        return {"kind": {"value": "call"}}
    if stream.key == "lead_changes" and "status" not in found and "lead_key" in found:
        return {"status": {"value": "created"}}
    if stream.key == "tickets" and "status" not in found and "handling_seconds" in found:
        return {"status": {"value": "handled"}}
    return {}


def _opening_and_closing(
    fields: Fact, *, opened: ColumnShape, closed: ColumnShape, identity: list[str], rest: Sequence[ColumnShape]
) -> list[Fact]:
    shared = {key: value for key, value in fields.items() if key not in {"occurred_at", "stage", "amount"}}
    stage = fields.get("stage")
    if isinstance(stage, dict) and "map" in stage:
        final = {value: meaning for value, meaning in stage["map"].items() if meaning in {"won", "lost"}}
        stage = {**stage, "map": final or stage["map"]}
    common = {"stream": "deal_changes", **_attributes(rest, identity=identity)}
    first = {
        **common,
        "id": [*identity, "opened"],
        "occurred_at": opened.name,
        "skip_when_empty": [opened.name],
        **shared,
        "stage": {"value": "open"},
    }
    second = {
        **common,
        "id": [*identity, "closed"],
        "occurred_at": closed.name,
        "skip_when_empty": [closed.name],
        **shared,
        **({"stage": stage} if stage else {}),
        **({"amount": fields["amount"]} if "amount" in fields else {}),
    }
    return [first, second]


def _attributes(rest: Sequence[ColumnShape], *, identity: list[str]) -> Fact:
    """Return the columns that are no field: few different values are worth grouping by, free text is not."""
    groups = [column.name for column in rest if column.values and column.type in {"text", "boolean"}]
    names = {name: name for name in groups if name not in identity}
    return {"attributes": names} if names else {}
