"""The numbers of a sheet: actuals from the facts, attainments, and their weighted mean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaname.facts.errors import FactsError
from kaname.goals.actuals import asking
from kaname.goals.reader import Reader
from kaname.goals.words import name_of
from kaname.measures.attainment import attainment
from kaname.measures.direction import Direction
from kaname.measures.goal_sheet import Weighted, weighted_attainment
from kaname.measures.periods import ONE_DAY, Period
from kaname.reports.models import GoalSheet, GoalSheetRow
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class RowFigures:
    """A row with its actual [unit of its metric] and attainment [ratio]; None is not known yet."""

    row: GoalSheetRow
    measure: str
    unit: Unit
    actual: float | None
    attainment: float | None
    is_counted: bool
    direction: Direction

    @property
    def target(self) -> float | None:
        return None if self.row.target is None else float(self.row.target)


@dataclass(frozen=True)
class SheetFigures:
    rows: tuple[RowFigures, ...]
    weighted: Weighted
    total_weight: Decimal


def figures_of(sheet: GoalSheet, *, reader: Reader) -> SheetFigures:
    """Actuals are those of today; a closed sheet keeps those of the day on which it was closed."""
    rows = list(sheet.rows.all())
    actuals = live_actuals(sheet, rows, reader=reader)
    found = tuple(_row(row, actuals.get(row.metric_key), reader) for row in rows)
    weighted = weighted_attainment(
        weights=[float(one.row.weight) for one in found], attainments=[one.attainment for one in found]
    )
    return SheetFigures(found, weighted, sum((row.weight for row in rows), Decimal(0)))


def live_actuals(sheet: GoalSheet, rows: list[GoalSheetRow], *, reader: Reader) -> dict[str, float | None]:
    """Of the person in the days of the period that have come, by metric; nothing where all rows are frozen."""
    keys = [row.metric_key for row in rows if row.metric_key in reader.definitions and not row.frozen]
    until = min(sheet.ends_on, reader.today + ONE_DAY)
    if not keys or until <= sheet.starts_on:
        return {}
    keys = list(dict.fromkeys(keys))
    try:
        with asking(keys, reader.definitions, reader.calendar) as question:
            found = question.total(keys, period=Period(sheet.starts_on, until), where={"person": [sheet.person.key]})
    except FactsError:
        return {}
    return {key: None if value is None else float(value) for key, value in found.items()}


def _row(row: GoalSheetRow, live: float | None, reader: Reader) -> RowFigures:
    known = reader.metrics.get(row.metric_key)
    counted = known is not None and not row.frozen
    kept = None if row.actual is None else float(row.actual)
    actual = live if counted else kept
    direction = known.definition.direction if known else Direction.HIGHER
    return RowFigures(
        row=row,
        measure=name_of(known.definition.name) if known else row.measure,
        unit=reader.unit(known.definition) if known else Unit("number"),
        actual=actual,
        attainment=attainment(
            actual=actual,
            target=None if row.target is None else float(row.target),
            direction=direction,
            upper=None if row.upper is None else float(row.upper),
        ),
        is_counted=known is not None,
        direction=direction,
    )
