"""Asking the store, and laying the answers out by group and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from threading import BoundedSemaphore
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaname.facts.errors import FactsError
from kaname.facts.query.bases import Level
from kaname.facts.query.coded import Group, coded
from kaname.facts.query.measured import sql_of
from kaname.facts.query.periods import number_for
from kaname.facts.query.question import Question
from kaname.measures.periods import Grain

MOST_VALUES = 1_000_000
BATCH_ROWS = 100_000
# Distinct counts and medians of millions of facts take hundreds of MB each. More at a time than there are processors
# would not be quicker, only run out of memory.
FROM_FACTS = BoundedSemaphore(2)


@dataclass(frozen=True)
class Answer:
    """The rows that answer a question, and to which of its groups each belongs."""

    question: Question
    table: pa.Table
    groups: tuple[Group, ...]
    codes: NDArray[np.intp]


def ask(connection: duckdb.DuckDBPyConnection, question: Question, parameters: Mapping[str, object]) -> Answer:
    wanted = {"since", "until", *question.subjects}
    from_facts = question.level not in {Level.BY_TEAM, Level.BY_PERSON}
    with FROM_FACTS if from_facts else nullcontext():
        rows = connection.execute(sql_of(question), {key: parameters[key] for key in wanted})
        table = _bounded(rows.to_arrow_reader(BATCH_ROWS))
    codes, groups = coded(table, [f"by_{i}" for i in range(len(question.by))])
    return Answer(question, table, groups, codes)


def _bounded(reader: pa.RecordBatchReader) -> pa.Table:
    """All rows, unless they are more than anybody can use.

    Raises
    ------
    FactsError
        `too_many_values`.
    """
    batches: list[pa.RecordBatch] = []
    for batch in reader:
        batches.append(batch)
        require_few(sum(one.num_rows for one in batches))
    return pa.Table.from_batches(batches, reader.schema)


def require_few(values: int) -> None:
    """Raise FactsError `too_many_values` for an answer that would fill the memory."""
    if values > MOST_VALUES:
        message = f"The answer would have more than {MOST_VALUES:,} values. Ask for fewer days or fewer fields."
        raise FactsError("too_many_values", message, most=MOST_VALUES)


class Grouped(Protocol):
    """Whatever answers a question, by group."""

    @property
    def groups(self) -> tuple[Group, ...]: ...


def groups_in(answers: Sequence[Grouped]) -> tuple[Group, ...]:
    """Every group of any answer, sorted, those with an empty field last."""
    found = {group for answer in answers for group in answer.groups}
    return tuple(sorted(found, key=lambda group: [(value is None, value) for value in group]))


@dataclass(frozen=True)
class Grid:
    """The groups and the first days of the periods for which values are laid out."""

    groups: tuple[Group, ...]
    periods: tuple[date, ...]
    grain: Grain | None

    @property
    def shape(self) -> tuple[int, int]:
        """With one line more than there are groups: the last one is that of a group without facts."""
        return len(self.groups) + 1, len(self.periods)

    def cells(self, answer: Answer) -> NDArray[np.intp]:
        """For each row of an answer its place in a flattened array of this shape."""
        lines = {group: i for i, group in enumerate(self.groups)}
        line_of = np.array([lines[group] for group in answer.groups], dtype=np.intp)
        cells: NDArray[np.intp] = line_of[answer.codes] * len(self.periods)
        if self.grain is not None:
            numbers = np.array([number_for(period, grain=self.grain) for period in self.periods])
            cells = cells + np.searchsorted(numbers, answer.table["period"].to_numpy())
        return cells
