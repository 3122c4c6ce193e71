"""The values of each base from the rows that answer a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaname.facts.metrics.definition import FromFacts, Measure
from kaname.facts.query.answers import Answer, Grid
from kaname.facts.query.bases import Base, Level
from kaname.facts.query.coded import coded
from kaname.facts.query.compose import DECIMALS, Floats, Values
from kaname.facts.query.conditions import text_holds
from kaname.facts.query.counting import CountedAnswer
from kaname.facts.query.things import Counted
from kaname.facts.streams import FieldType, stream_of

Cells = NDArray[np.intp]
ZERO_FOR_NOTHING = {Measure.COUNT, Measure.SUM, Measure.DISTINCT}


def values_in(answer: Answer | CountedAnswer, grid: Grid) -> dict[Base, Values]:
    if isinstance(answer, CountedAnswer):
        return {answer.base: _counted(answer.things, grid)}
    if answer.question.level in {Level.BY_TEAM, Level.BY_PERSON}:
        return _added_up(answer, grid)
    cells = grid.cells(answer)
    return {base: _as_measured(base, answer.table, i, cells, grid) for i, base in enumerate(answer.question.bases)}


def _counted(things: Counted, grid: Grid) -> Values:
    values, seen = np.zeros(grid.shape), np.zeros(grid.shape[0], dtype=bool)
    there = set(things.groups)
    for line, group in enumerate(grid.groups):
        values[line] = things.together([group])
        seen[line] = group in there
    return Values(values, seen, whole=True, things=things)


def _added_up(answer: Answer, grid: Grid) -> dict[Base, Values]:
    """From rollups there is a row for each value of the fields in conditions: each base adds up those that meet its."""
    cells, tested = grid.cells(answer), answer.question.tested
    codes, combinations = coded(answer.table, tested)
    columns = {name: _integers(answer.table[name]) for name in answer.question.sums}
    found: dict[Base, Values] = {}
    for base in answer.question.bases:
        rows = _counting(base, tested, combinations)[codes]
        where = cells[rows]
        totals = {name: _total(columns[name][rows], where, grid) for name in answer.question.sums_of(base)}
        found[base] = _rolled_up(base, totals)
    return found


def _counting(base: Base, tested: Sequence[str], combinations: Sequence[tuple[Any, ...]]) -> NDArray[np.bool_]:
    """Which combinations of the tested fields' values meet the base's conditions."""

    def meets(values: Mapping[str, str | None]) -> bool:
        return all(text_holds(condition, values[condition.field]) for condition in base.conditions)

    return np.array([meets(dict(zip(tested, values, strict=True))) for values in combinations], dtype=bool)


def _integers(column: pa.ChunkedArray) -> NDArray[Any]:
    """Whole numbers, or decimals in units of their last place: adding these up is exact."""
    if not pa.types.is_decimal(column.type):
        whole: NDArray[Any] = column.to_numpy()
        return whole
    array = column.combine_chunks()
    words = np.frombuffer(array.buffers()[1], dtype=np.int64).reshape(-1, 2)[array.offset : array.offset + len(array)]
    if (words[:, 1] == words[:, 0] >> 63).all():
        return words[:, 0]
    scale = 10**column.type.scale
    return np.array([int(value * scale) for value in array.to_pylist()], dtype=object)


def _total(column: NDArray[Any], cells: Cells, grid: Grid) -> NDArray[Any]:
    total = np.zeros(grid.shape, dtype=column.dtype)
    np.add.at(total.reshape(-1), cells, column)
    return total


def _rolled_up(base: Base, totals: Mapping[str, NDArray[Any]]) -> Values:
    facts = totals["n"]
    seen = facts.sum(axis=1) > 0
    if not isinstance(base, FromFacts) or base.field is None:
        return Values(facts.astype(float), seen, exact=True, whole=True)
    whole = stream_of(base.stream).field(base.field).type is FieldType.INTEGER
    values = totals[f"{base.field}_sum"].astype(float) / (1 if whole else 10**DECIMALS)
    if base.measure is Measure.SUM:
        return Values(values, seen, exact=True, whole=whole)
    known = totals[f"{base.field}_n"]
    mean = np.divide(values, known, out=np.full_like(values, np.nan), where=known != 0)
    return Values(mean, seen, parts=(Values(values, seen, exact=True), Values(known.astype(float), seen, exact=True)))


def _as_measured(base: Base, table: pa.Table, i: int, cells: Cells, grid: Grid) -> Values:
    """The engine has computed the value of each group and period."""
    nothing = 0.0 if isinstance(base, FromFacts) and base.measure in ZERO_FOR_NOTHING else np.nan
    values: Floats = np.full(grid.shape, nothing)
    values.reshape(-1)[cells] = table[f"value_{i}"].fill_null(nothing).to_numpy()
    facts = np.zeros(grid.shape, dtype=np.int64)
    facts.reshape(-1)[cells] = _integers(table[f"facts_{i}"])
    exact = isinstance(base, FromFacts) and base.measure in {Measure.COUNT, Measure.SUM}
    return Values(values, facts.sum(axis=1) > 0, exact=exact, whole=_whole(base))


def _whole(base: Base) -> bool:
    """Whether its values are whole numbers by nature."""
    if not isinstance(base, FromFacts):
        return False
    if base.measure is Measure.SUM and base.field is not None:
        return stream_of(base.stream).field(base.field).type is FieldType.INTEGER
    return base.measure in {Measure.COUNT, Measure.DISTINCT}
