"""The `facts` of a mapping for columns whose meaning has been guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaname.connectors.headers.assignment import MEASURES, Assignment
from kaname.connectors.headers.identity import identity_of
from kaname.connectors.headers.vocabulary import factor_of, key_of, translations, words
from kaname.connectors.shapes import ColumnShape
from kaname.facts.streams import Stream

GROUPING = 0.5  # share of different values above which a text is hardly worth grouping by
Fact = dict[str, Any]


@dataclass(frozen=True)
class Life:
    """A stream whose rows are often things with a day of beginning and one of end: two facts."""

    field: str
    begun: str
    ended: tuple[str, ...]


LIVES: Mapping[str, Life] = {
    "deal_changes": Life(field="stage", begun="open", ended=("won", "lost")),
    "tickets": Life(field="status", begun="opened", ended=("handled",)),
}


def proposed_facts(
    stream: Stream, *, assignment: Assignment, columns: Sequence[ColumnShape], sample: Sequence[Sequence[str]]
) -> list[Fact]:
    """Return one fact, or two where the rows have a day of beginning and one of end."""
    identity = identity_of(stream, columns=columns, assignment=assignment, sample=sample)
    fields = {key: _origin(stream, key=key, column=column) for key, column in assignment.columns.items()}
    fields = {**fields, **_when(assignment, fields=fields), **_assumed(stream, assignment=assignment)}
    used = [*assignment.columns.values(), *assignment.times.values()]
    attributes = _attributes([column for column in columns if column not in used and column.name not in identity])
    begin, end = assignment.times.get("opened_at"), assignment.times.get("closed_at")
    if stream.key in LIVES and begin and end and begin != end:
        life = LIVES[stream.key]
        return [
            {"stream": stream.key, **_beginning(life, fields, identity=identity, at=begin.name), **attributes},
            {"stream": stream.key, **_ending(life, fields, identity=identity, at=end.name), **attributes},
        ]
    if stream.key == "lead_changes" and begin and assignment.columns.get("occurred_at") in (begin, None):
        fields |= {"occurred_at": begin.name, "status": {"value": "created"}}
        identity = _with_word(identity, "created")
    return [{"stream": stream.key, "id": identity, **fields, **attributes}]


def _origin(stream: Stream, *, key: str, column: ColumnShape) -> Any:
    field = stream.field(key)
    factor = factor_of(column.name) if key in MEASURES and column.type in {"integer", "decimal"} else None
    if factor:
        return {"column": column.name, "times": factor}
    if not field.values or not column.values:
        return column.name
    pairs = translations(column.values, field=key, allowed=field.values)
    if not pairs or all(value == meaning for value, meaning in pairs.items()):
        return column.name
    rest = {} if field.closed else {value: value for value in column.values if value not in pairs}
    return {"column": column.name, "map": {**pairs, **rest}}


def _when(assignment: Assignment, *, fields: Fact) -> Fact:
    """Return a day and its time of day as one, and the length of a stay from its two ends."""
    found: Fact = {}
    day, clock = assignment.columns.get("occurred_at"), assignment.times.get("clock")
    if day and day.type == "day" and clock:
        found["occurred_at"] = {"columns": [day.name, clock.name]}
    ended = assignment.times.get("ended_at")
    if ended and day and ended != day and "dwell_seconds" not in fields:
        found["dwell_seconds"] = {"from": day.name, "to": ended.name}
    return found


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


def _beginning(life: Life, fields: Fact, *, identity: list[str], at: str) -> Fact:
    shared = {key: value for key, value in fields.items() if key not in {"occurred_at", life.field} | MEASURES}
    return {
        "id": _with_word(identity, life.begun),
        "skip_when_empty": [at],
        "occurred_at": at,
        **shared,
        life.field: {"value": life.begun},
    }


def _ending(life: Life, fields: Fact, *, identity: list[str], at: str) -> Fact:
    """Return the fact of the end; rows whose state is known not to be an end have none."""
    state = fields.get(life.field) or {"value": life.ended[0]}
    skip: Fact = {}
    if "map" in state:
        final = {value: meaning for value, meaning in state["map"].items() if meaning in life.ended}
        others = [value for value in state["map"] if value not in final]
        if final and others:
            skip = {"skip_when": {state["column"]: others}}
        state = {**state, "map": final or state["map"]}
    shared = {key: value for key, value in fields.items() if key not in {"occurred_at", life.field}}
    return {
        "id": _with_word(identity, "closed"),
        "skip_when_empty": [at],
        **skip,
        "occurred_at": at,
        **shared,
        life.field: state,
    }


def _with_word(identity: list[str], word: str) -> list[str]:
    """Return an identity of one of several facts of a row; a word alone identifies nothing."""
    return [*identity, word] if identity else []


def _attributes(rest: Sequence[ColumnShape]) -> Fact:
    """Return the columns that are no field: few different values are worth grouping by, free text is not."""
    names = [
        column.name
        for column in rest
        if column.values
        and column.type in {"text", "boolean"}
        and column.distinct <= GROUPING
        and key_of(column.name) not in words()["notes"]
    ]
    return {"attributes": {name: name for name in names}} if names else {}
