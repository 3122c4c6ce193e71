"""Which numbers of a report are others when it is made again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from kaname.reports.document import Cell, ReportDocument, Table

# Floats that differ by less are the same number, summed in another order. [ratio]
SAME = 1e-9
NOTHING = Cell("–")


@dataclass(frozen=True)
class Difference:
    """One number or definition: where it stands, what it was and what it is now, as shown."""

    table: str
    row: str
    column: str
    before: str
    after: str


def differences(before: ReportDocument, after: ReportDocument) -> list[Difference]:
    """Numbers that follow from the facts of the month, and what they mean; both in one language."""
    found = [one for _section, table in before.tables() if table.settled for one in _of_table(table, after)]
    found += [
        one
        for _section, table in after.tables()
        if table.settled and before.table(table.key) is None
        for one in _of_new(table)
    ]
    return [*found, *_definitions(before, after)]


def _of_table(before: Table, document: ReportDocument) -> Iterator[Difference]:
    after = document.table(before.key)
    then, now = _numbers(before), _numbers(after) if after else {}
    for place in [*then, *(place for place in now if place not in then)]:
        old, new = then.get(place, NOTHING), now.get(place, NOTHING)
        if not _same(old, new):
            yield Difference(
                before.title,
                _row_name(place[0], before, after),
                _column_name(place[1], before, after),
                old.text,
                _told_apart(old, new),
            )


def _of_new(table: Table) -> Iterator[Difference]:
    for (row, column), cell in _numbers(table).items():
        yield Difference(table.title, _row_name(row, table, None), _column_name(column, table, None), "–", cell.text)


def _numbers(table: Table) -> dict[tuple[str, str], Cell]:
    return {
        (row.key, column.key): cell
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
        if cell.value is not None
    }


def _same(before: Cell, after: Cell) -> bool:
    if before.value is None or after.value is None:
        return before.value is after.value
    return math.isclose(before.value, after.value, rel_tol=SAME, abs_tol=1e-12)


def _told_apart(before: Cell, after: Cell) -> str:
    """What is shown now; with all its digits where both read the same."""
    return after.text if before.text != after.text or after.value is None else f"{after.text} ({after.value:.15g})"


def _row_name(key: str, *tables: Table | None) -> str:
    return next((row.cells[0].text for table in tables if table for row in table.rows if row.key == key), key)


def _column_name(key: str, *tables: Table | None) -> str:
    return next((column.name for table in tables if table for column in table.columns if column.key == key), key)


def _definitions(before: ReportDocument, after: ReportDocument) -> Iterator[Difference]:
    """Metrics that mean something else by now."""
    now = {term.key: term for term in after.definitions}
    for term in before.definitions:
        if term.key in now and now[term.key].words != term.words:
            yield Difference(after.labels.get("definitions", ""), term.name, "", term.words, now[term.key].words)
