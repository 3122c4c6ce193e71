"""What is behind one number: its parts, how it divides, and the facts that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kaname.boards.queries.board import Board, compose_at
from kaname.boards.queries.ledger import BoardLedger
from kaname.facts.asking.question import Moment, Number, Question
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.store import FactStore

# What numbers can be divided by besides fields of their own stream.
TEAM, PERSON = "team", "person"
MOST_PARTS = 100


@dataclass(frozen=True)
class Part:
    """A metric that the number is computed from directly, over the same facts."""

    definition: MetricDefinition
    value: Number | None


@dataclass(frozen=True)
class Slice:
    """One value of what a number is divided by; None is where there is none. `share` is of the whole. [0-1]"""

    key: str | None
    name: str
    value: Number | None
    share: float | None


@dataclass(frozen=True)
class Breakdown:
    """`slices` are the largest first, at most MOST_PARTS; `total_slices` counts all."""

    by: str
    slices: Sequence[Slice]
    total_slices: int


@dataclass(frozen=True)
class Behind:
    """A metric's board and what else is told of it, all from one state of the facts."""

    board: Board
    parts: Sequence[Part]
    breakdown: Breakdown | None


def look_behind(ledger: BoardLedger, key: str, *, by: str, store: FactStore, today: date) -> Behind:
    """`by` divides the number; empty does not."""
    with Moment.of(store) as moment:
        board = compose_at(moment, ledger, today=today, lead=key)
        question = Question(moment, ledger.definitions, ledger.selection.calendar, ledger.state)
        parts = parts_of(ledger, key, question=question)
        return Behind(board, parts, breakdown_of(board, key, by=by, question=question) if by else None)


def parts_of(ledger: BoardLedger, key: str, *, question: Question) -> list[Part]:
    """The formula's parts with their values."""
    keys = [part for part in dict.fromkeys(ledger.definitions[key].parts) if part in ledger.definitions]
    found = question.total(keys, period=ledger.selection.period, where=ledger.selection.where)
    return [Part(ledger.definitions[part], found.get(part)) for part in keys]


def breakdown_of(board: Board, key: str, *, by: str, question: Question) -> Breakdown:
    """The number divided by team, person or a field."""
    ledger = board.ledger
    found = question.by(by, [key], period=ledger.selection.period, where=ledger.selection.where)
    names = found.result.names.get(by, {})
    whole = board.values.actual(key) if ledger.natures[key].additive else None
    slices = [
        Slice(group, names.get(group, group) if group else "", value, _share(value, whole))
        for group in found.present
        if (value := found.value(key, group)) is not None
    ]
    slices.sort(key=lambda one: (-(one.value or 0), one.name))
    return Breakdown(by, slices[:MOST_PARTS], len(slices))


def _share(value: Number | None, whole: Number | None) -> float | None:
    return value / whole if value is not None and whole else None
