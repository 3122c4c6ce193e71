"""What the facts of a file show on their way into a trial."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kaname.connectors.mapping.mapping import Mapping
from kaname.connectors.mapping.origins import FactMapping, FromColumn
from kaname.facts.streams import STREAMS
from kaname.imports.intake import Record

MOST_IDS = 200_000
MOST_WORDS = 1000
WORDS_SHOWN = 12


@dataclass
class Span:
    """How many facts of a stream there are, and their first and last day."""

    n_facts: int
    first_on: date
    last_on: date


@dataclass
class Words:
    """An open field with a vocabulary: the columns it is read from, the words it knows, and the facts of each other."""

    columns: list[str]
    known: set[str]
    others: Counter[str] = field(default_factory=Counter)


class Tally:
    """Counts facts by stream, those with the identity of an earlier one, and words that stay as the file has them."""

    def __init__(self, mapping: Mapping) -> None:
        self.spans: dict[str, Span] = {}
        self.alike = 0
        self._ids: set[tuple[str, str]] = set()
        self._words: dict[tuple[str, str], Words] = {}
        for fact in mapping.facts:
            self._know(fact)

    def watched(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records as they are."""
        for stream, batch in records:
            self._count(stream, batch)
            yield stream, batch

    @property
    def kept(self) -> list[dict[str, Any]]:
        """By column: the values that are kept as they are with how many facts have them, and how many values more."""
        return [
            {
                "column": " / ".join(words.columns),
                "values": [list(pair) for pair in words.others.most_common(WORDS_SHOWN)],
                "more": max(0, len(words.others) - WORDS_SHOWN),
            }
            for words in self._words.values()
            if words.others
        ]

    def _know(self, fact: FactMapping) -> None:
        for key, origin in fact.fields.items():
            one = STREAMS[fact.stream].field(key)
            if not one.values or one.closed:
                continue
            words = self._words.setdefault((fact.stream, key), Words(columns=[], known=set(one.values)))
            if isinstance(origin, FromColumn):
                said = {meant for found, meant in (origin.map or {}).items() if meant != found}
                words.known |= said | {origin.default or ""}
                words.columns += [origin.column] if origin.column not in words.columns else []
            elif not words.columns:
                words.known |= {getattr(origin, "value", "")}

    def _count(self, stream: str, batch: pa.RecordBatch) -> None:
        days = pc.min_max(batch.column("day")).as_py()
        span = self.spans.setdefault(stream, Span(0, days["min"], days["max"]))
        span.n_facts += batch.num_rows
        span.first_on, span.last_on = min(span.first_on, days["min"]), max(span.last_on, days["max"])
        self._count_alike(stream, batch)
        for (of_stream, key), words in self._words.items():
            if of_stream == stream:
                count_others(batch.column(key), words=words)

    def _count_alike(self, stream: str, batch: pa.RecordBatch) -> None:
        if len(self._ids) < MOST_IDS:
            ids = [(stream, one) for one in batch.column("source_id").to_pylist()]
            before = len(self._ids)
            self._ids.update(ids)
            self.alike += len(ids) - (len(self._ids) - before)


def count_others(column: pa.StringArray, *, words: Words) -> None:
    """Add the values that the vocabulary lacks; with so many, it is not words that the column holds."""
    for pair in pc.value_counts(column).to_pylist():
        value = pair["values"]
        if value and value not in words.known and (value in words.others or len(words.others) < MOST_WORDS):
            words.others[value] += pair["counts"]
