"""A person's first success of a kind: in a channel, a campaign, an industry in which there was none for a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaname.boards.evidence.looked_at import LookedAt
from kaname.boards.queries.kept import kept_answer
from kaname.facts.asking.history import frozen
from kaname.facts.metrics.definition import FromFacts, closure
from kaname.measures.periods import ONE_DAY, Period

FIELDS = ("channel", "campaign", "industry", "product")
A_YEAR = 365

Successes = Mapping[str, Mapping[str, float]]
"""Values of each metric by the entries of a field that have any."""


@dataclass(frozen=True)
class First:
    """The metric `key` has a value of `entry`, and had none for a year. [unit of the metric]"""

    key: str
    entry: str
    value: float


def firsts(looked: LookedAt) -> Iterator[First]:
    """At most one for each metric and field.

    Who begins has everything for the first time, and where a field was never filled in before, its first entry says
    nothing about success.
    """
    keys = [key for key in looked.keys if looked.now.get(key) and _adds_up_facts(key, looked)]
    now = looked.stretches.now.days
    past = Period(now.starts_on - A_YEAR * ONE_DAY, now.starts_on)
    found = {field: _successes(looked, field, keys, now) for field in FIELDS} if keys else {}
    # A year is asked for only where there is something that could be new.
    before = {field: _successes(looked, field, keys, past) for field in FIELDS if any(found.get(field, {}).values())}
    for key in keys:
        for field, earlier in before.items():
            new = sorted(found[field][key].keys() - earlier[key].keys())
            if new and earlier[key]:
                yield First(key, new[0], found[field][key][new[0]])


def _adds_up_facts(key: str, looked: LookedAt) -> bool:
    """Whether the metric counts or sums facts of one stream."""
    parts = closure([key], looked.question.definitions)
    streams = {part.computation.stream for part in parts if isinstance(part.computation, FromFacts)}
    return looked.board.ledger.natures[key].additive and len(streams) == 1


def _successes(looked: LookedAt, field: str, keys: Sequence[str], period: Period) -> Successes:
    """Kept until facts of the period change."""
    question, where = looked.question, looked.subject.where

    def ask() -> Successes:
        groups = question.by(field, keys, period=period, where=where)
        entries = [entry for entry in groups.present if entry]
        return {key: {one: value for one in entries if (value := groups.value(key, one))} for key in keys}

    return kept_answer(("successes", field, tuple(keys), period, frozen(where)), ask, question=question, days=period)
