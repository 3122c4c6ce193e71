"""Streams that a file may hold, and the mapping of each, from headers in Japanese or English and types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kaname.connectors.headers.assignment import Assignment, assign
from kaname.connectors.headers.facts import proposed_facts
from kaname.connectors.headers.vocabulary import key_of, words
from kaname.connectors.shapes import ColumnShape, FileShape
from kaname.facts.streams import STREAMS, Stream


@dataclass(frozen=True)
class Proposal:
    """One stream that the file may hold. `facts` is the `facts` part of a mapping as plain data, ready to be edited.

    `score` is 0 to 1: how much speaks for the stream. `fields` is field key → column name; `missing` are the fields
    that the stream requires and no column was found for, and `id` where no column tells rows apart.
    """

    stream: str
    score: float
    fields: Mapping[str, str]
    missing: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...]


def propose(*, shape: FileShape) -> list[Proposal]:
    """Return the streams that the file may hold, most likely first; none for a file without columns."""
    proposals = [_proposal(stream, shape=shape) for stream in STREAMS.values()] if shape.columns else []
    return sorted(proposals, key=lambda proposal: -proposal.score)


def _proposal(stream: Stream, *, shape: FileShape) -> Proposal:
    columns = shape.columns
    assignment = assign(stream, columns=columns)
    facts = proposed_facts(stream, assignment=assignment, columns=columns, sample=shape.sample)
    given = {key for fact in facts for key in fact}
    missing = tuple(key for key in required_of(stream) if key not in given)
    return Proposal(
        stream=stream.key,
        score=_score(stream, assignment=assignment, columns=columns, missing=missing),
        fields={key: column.name for key, column in assignment.columns.items()},
        missing=missing if all(fact["id"] for fact in facts) else (*missing, "id"),
        facts=tuple(facts),
    )


def required_of(stream: Stream) -> tuple[str, ...]:
    """Return the fields that a mapping has to name, the day as `occurred_at`."""
    keys = [field.key for field in stream.fields if field.required and field.key not in {"source_id", "day"}]
    return tuple(dict.fromkeys(["occurred_at", *keys]))


def _score(stream: Stream, *, assignment: Assignment, columns: Sequence[ColumnShape], missing: Sequence[str]) -> float:
    """Return the weight of the stream's own fields that were found, of its signs in headers, and of what is missing."""
    own = set(words()[stream.key]) - {"signs"}
    fields = sum(likeness for key, likeness in assignment.likeness.items() if key in own)
    headers = [key_of(column.name) for column in columns]
    signs = sum(any(sign in header for header in headers) for sign in words()[stream.key]["signs"])
    found = min(fields / min(len(own), 3), 1.0)
    needed = 1 - len(missing) / len(required_of(stream))
    return round(0.5 * found + 0.25 * min(signs / 2, 1.0) + 0.25 * needed, 3)
