"""A worksheet as its page shows it: areas with their observations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from kaname.goals.csf.areas import SHEETS, Area
from kaname.goals.csf.moved_metrics import MovedMetric, MovedMetrics, moved_metrics
from kaname.goals.forms.worksheet_form import CellForm
from kaname.goals.models import Csf, Goal, WorksheetCell
from kaname.goals.reader import Reader


@dataclass(frozen=True)
class CellLine:
    """One observation, with the candidates that it became and its form (None for who only reads)."""

    cell: WorksheetCell
    strength_name: str
    metrics: Sequence[MovedMetric]
    csfs: Sequence[Csf]
    form: CellForm | None

    @property
    def owner(self) -> str:
        """What the parts of its form are called in the page."""
        return f"cell-{self.cell.pk}"


@dataclass(frozen=True)
class AreaLine:
    """One area with everything observed in it."""

    area: Area
    cells: Sequence[CellLine]

    @property
    def strengths(self) -> int:
        return sum((line.cell.strength or 0) > 0 for line in self.cells)

    @property
    def weaknesses(self) -> int:
        return sum((line.cell.strength or 0) < 0 for line in self.cells)

    @property
    def intensity(self) -> int | None:
        """Of a force: the strongest that was observed."""
        return max((line.cell.strength for line in self.cells if line.cell.strength is not None), default=None)


@dataclass(frozen=True)
class Worksheet:
    """The whole sheet, and the real values that its observations are held against."""

    areas: Sequence[AreaLine]
    moved: MovedMetrics

    @property
    def observed(self) -> bool:
        """Whether anything was written down."""
        return any(line.cells for line in self.areas)


def worksheet(goal: Goal, sheet: str, *, editable: bool, reader: Reader, typed: CellForm | None = None) -> Worksheet:
    """Two queries, and one look at the facts; `typed` stands in for the form of its observation."""
    cells = list(goal.cells.filter(sheet=sheet).prefetch_related(candidates()))
    moved = moved_metrics(goal, [key for cell in cells for key in cell.metric_keys], reader)
    forms = {cell.pk: CellForm.of(cell, reader=reader) for cell in cells} if editable else {}
    if typed is not None:
        forms[typed.cell.pk] = typed
    lines = [cell_line(cell, moved, form=forms.get(cell.pk)) for cell in cells]
    return Worksheet(
        [AreaLine(area, [one for one in lines if one.cell.area == key]) for key, area in SHEETS[sheet].areas.items()],
        moved,
    )


def cell_line(cell: WorksheetCell, moved: MovedMetrics, *, form: CellForm | None) -> CellLine:
    return CellLine(
        cell=cell,
        strength_name="" if cell.strength is None else str(SHEETS[cell.sheet].strengths.get(cell.strength, "")),
        metrics=moved.of(cell.metric_keys),
        csfs=[csf for csf in cell.csfs.all() if csf.removed_at is None],
        form=form,
    )


def candidates() -> Prefetch[str]:
    """The candidates on the list that each observation became."""
    return Prefetch("csfs", queryset=Csf.objects.filter(removed_at=None))
