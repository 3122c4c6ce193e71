"""What somebody wrote, held against what they saw and what is there now: nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kaname.goals.reader import Reader
from kaname.reports.goal_sheet.access import writable
from kaname.reports.goal_sheet.cells import Cell, CellError, Reading, cells_of, field_name
from kaname.reports.models import GoalSheet, GoalSheetRow

OF_THE_METRIC = frozenset({"measure", "actual"})
"""Where a row has a metric, its name and the facts say these; nobody writes them."""


@dataclass(frozen=True)
class CellChange:
    """A cell that would become `typed`. `is_conflict`: somebody changed it since it was seen, it says `now`.

    `goal` is what the reader calls the goal by.
    """

    row: GoalSheetRow
    field: str
    seen: str
    now: str
    typed: str
    value: Any
    is_conflict: bool
    goal: str

    @property
    def code(self) -> str:
        return f"{self.row.pk}-{self.field}"

    @property
    def name(self) -> str:
        return field_name(self.field)


@dataclass(frozen=True)
class CellProblem:
    """A cell that cannot be taken: where it stands, what was typed, and what was expected."""

    row: GoalSheetRow | None
    field: str
    typed: str
    expected: str
    place: str = ""
    goal: str = ""

    @property
    def code(self) -> str:
        return f"{self.row.pk if self.row else 0}-{self.field}"

    @property
    def name(self) -> str:
        return field_name(self.field)


@dataclass(frozen=True)
class Comparison:
    changes: tuple[CellChange, ...]
    problems: tuple[CellProblem, ...]

    @property
    def conflicts(self) -> tuple[CellChange, ...]:
        return tuple(one for one in self.changes if one.is_conflict)


def compare(
    sheet: GoalSheet,
    typed: Mapping[Cell, object],
    seen: Mapping[Cell, str],
    *,
    reader: Reader,
    places: Mapping[Cell, str] | None = None,
    locked: str = "",
) -> Comparison:
    """Cells that differ from what was seen and from what is there now; the others were not touched.

    `places` says where a cell stands in a file; `locked` what is said of a cell that the reader may not write, which
    is passed over in silence without it.
    """
    reading, rows = Reading(reader), {row.pk: row for row in sheet.rows.all()}
    now, may = cells_of(sheet, reading), writable(sheet, reader)
    changes, problems = [], []
    for cell, text in typed.items():
        row, field = rows.get(cell[0]), cell[1]
        place = (places or {}).get(cell, "")
        if row is None or cell not in now or (row.metric_key and field in OF_THE_METRIC):
            continue
        try:
            value = reading.value(row, field, text)
        except CellError as error:
            problems.append(CellProblem(row, field, str(text), str(error), place, reading.goal(row)))
            continue
        said, was = reading.text(row, field, value), seen.get(cell, now[cell])
        if said in (was, now[cell]):
            continue
        if field not in may:
            problems += [CellProblem(row, field, said, locked, place, reading.goal(row))] if locked else []
            continue
        changed = now[cell] != was
        changes.append(CellChange(row, field, was, now[cell], said, value, is_conflict=changed, goal=reading.goal(row)))
    return Comparison(tuple(changes), tuple(problems))


def take(sheet: GoalSheet, changes: Collection[CellChange], *, reader: Reader) -> None:
    """Write the changes. Call within a transaction in which the sheet is locked."""
    by_row: dict[int, dict[str, Any]] = {}
    for one in changes:
        by_row.setdefault(one.row.pk, {})[one.field] = one.value
    for pk, values in by_row.items():
        GoalSheetRow.objects.filter(pk=pk, sheet=sheet).update(**values)
    if changes:
        GoalSheet.objects.filter(pk=sheet.pk).update(changed_at=reader.at)
