"""Asking the store, and laying the answers out by group and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaname.facts.metrics.definition import FromFacts, Measure
from kaname.facts.query.bases import Base
from kaname.facts.query.compose import Values
from kaname.facts.query.measured import sql_of
from kaname.facts.query.periods import number_for
from kaname.facts.query.question import Question
from kaname.facts.query.result import Group
from kaname.facts.streams import FieldType, stream_of
from kaname.measures.periods import Grain

Parameters = Mapping[str, object]
ZERO_FOR_NOTHING = {Measure.COUNT, Measure.SUM, Measure.DISTINCT}


def ask(connection: duckdb.DuckDBPyConnection, question: Question, parameters: Parameters) -> pa.Table:
    wanted = {"since", "until", *question.subjects}
    return connection.execute(sql_of(question), {key: parameters[key] for key in wanted}).to_arrow_table()


def groups_in(questions: Sequence[Question], answers: Sequence[pa.Table]) -> tuple[Group, ...]:
    """Every group of any answer, sorted, those with an empty field last."""
    found: set[Group] = set()
    for question, answer in zip(questions, answers, strict=True):
        found |= set(_groups(question, answer))
    return tuple(sorted(found, key=lambda group: [(value is None, value) for value in group]))


def _groups(question: Question, answer: pa.Table) -> list[Group]:
    if not question.by:
        return [()] * len(answer)
    return list(zip(*(answer[f"by_{i}"].to_pylist() for i in range(len(question.by))), strict=True))


def laid_out(
    question: Question, answer: pa.Table, *, groups: Sequence[Group], periods: Sequence[date], grain: Grain | None
) -> dict[Base, Values]:
    """The values of each base in the question, shape (n_groups + 1, n_periods)."""
    lines = {group: i for i, group in enumerate(groups)}
    rows = np.array([lines[group] for group in _groups(question, answer)], dtype=np.intp)
    columns = _period_columns(answer, periods, grain)
    return {
        base: _values(base, answer, i, at=(rows, columns), shape=(len(groups) + 1, len(periods)))
        for i, base in enumerate(question.bases)
    }


def _period_columns(answer: pa.Table, periods: Sequence[date], grain: Grain | None) -> NDArray[np.intp]:
    if grain is None:
        return np.zeros(len(answer), dtype=np.intp)
    numbers = np.array([number_for(period, grain=grain) for period in periods])
    found: NDArray[np.intp] = np.searchsorted(numbers, answer["period"].to_numpy())
    return found


def _values(
    base: Base, answer: pa.Table, i: int, *, at: tuple[NDArray[np.intp], NDArray[np.intp]], shape: tuple[int, int]
) -> Values:
    additive = isinstance(base, FromFacts) and base.measure in ZERO_FOR_NOTHING
    values = np.full(shape, 0.0 if additive else np.nan)
    facts = np.zeros(shape, dtype=np.int64)
    facts[at] = _numbers(answer[f"facts_{i}"], 0)
    found = _numbers(answer[f"value_{i}"], np.nan)
    values[at] = np.nan_to_num(found) if additive else found
    exact = isinstance(base, FromFacts) and base.measure in {Measure.COUNT, Measure.SUM}
    return Values(values, facts.sum(axis=1) > 0, exact=exact, whole=_whole(base))


def _numbers(column: pa.ChunkedArray, empty: Any) -> NDArray[Any]:
    filled: NDArray[Any] = column.fill_null(empty).to_numpy()
    return filled


def _whole(base: Base) -> bool:
    """Whether its values are whole numbers by nature."""
    if not isinstance(base, FromFacts):
        return False
    stream = stream_of(base.stream)
    if base.measure is Measure.SUM and base.field is not None:
        return stream.field(base.field).type is FieldType.INTEGER
    return base.measure in {Measure.COUNT, Measure.DISTINCT}
