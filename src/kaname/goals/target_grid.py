"""Targets of one metric for the months of a fiscal year, for a team and everybody in it, typed in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction

from kaname.connectors.values.texts import folded, is_empty
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.errors import GoalsError
from kaname.goals.models import Target
from kaname.goals.owners import TargetOwner
from kaname.goals.reader import Reader
from kaname.goals.setting_many import WantedTarget, set_targets, withdraw_targets
from kaname.goals.sheet_follows import leave_sheets
from kaname.goals.typed import read_value, typing
from kaname.measures.direction import Direction
from kaname.measures.periods import Grain, Period, periods_between
from kaname.people.models import Team
from kaname.people.queries import people_in


@dataclass(frozen=True)
class Cell:
    """What is typed for one owner and month beside the target in force there."""

    name: str
    month: Period
    text: str
    existing: Target | None = None
    error: str = ""
    value: Decimal | None = None

    @property
    def changed(self) -> bool:
        """Whether saving would set, revise or withdraw something."""
        return bool(self.error) or self.value != (self.existing.value if self.existing else None)


@dataclass(frozen=True)
class Row:
    """One owner's months; `total` is their sum where the metric adds up."""

    owner: TargetOwner
    name: str
    cells: tuple[Cell, ...]

    @property
    def total(self) -> Decimal | None:
        values = [cell.value for cell in self.cells if cell.value is not None]
        return sum(values, Decimal(0)) if values else None


@dataclass(frozen=True)
class TargetGrid:
    """Rows of owners by months; texts as typed, or as the targets in force would be typed."""

    metric: MetricDefinition
    months: tuple[Period, ...]
    rows: tuple[Row, ...]

    @property
    def cells(self) -> list[tuple[Row, Cell]]:
        return [(row, cell) for row in self.rows for cell in row.cells]

    @property
    def problems(self) -> list[tuple[Row, Cell]]:
        return [(row, cell) for row, cell in self.cells if cell.error]

    @property
    def changes(self) -> list[tuple[Row, Cell]]:
        return [(row, cell) for row, cell in self.cells if cell.changed]


def gridded(metrics: Mapping[str, MetricDefinition]) -> dict[str, MetricDefinition]:
    """The metrics whose target is one number; a range has two."""
    return {key: metric for key, metric in metrics.items() if metric.direction is not Direction.RANGE}


def owners_in(team: Team | None, year: Period) -> list[TargetOwner]:
    """The team (None: the organisation), the teams right below it, and the people who are in it in the year."""
    below = [TargetOwner(team=child) for child in Team.objects.active().filter(parent=team)]
    people = people_in([team.key], year) if team else []
    return [TargetOwner(team=team), *below, *(TargetOwner(person=person) for person in people)]


def read_grid(
    reader: Reader,
    *,
    metric: MetricDefinition,
    owners: Sequence[TargetOwner],
    year: Period,
    typed: Mapping[str, str] | None = None,
) -> TargetGrid:
    """The grid as it is in the ledger, or (where there is `typed` text, by cell name) as somebody typed it."""
    months = periods_between(since=year.starts_on, until=year.ends_on, grain=Grain.MONTH, calendar=reader.calendar)
    existing = _existing(metric, owners, months)
    rows = []
    for owner in owners:
        cells = []
        for month in months:
            target = existing.get((owner.code, month))
            name = f"{owner.code}|{month.starts_on.isoformat()}"
            stored = Cell(name, month, typing(target.value if target else None, metric=metric), target)
            cells.append(
                _read(stored, typed.get(name, stored.text) if typed is not None else stored.text, metric, reader)
            )
        rows.append(Row(owner, owner.name(reader.organisation), tuple(cells)))
    return TargetGrid(metric, tuple(months), tuple(rows))


def pasted(grid: TargetGrid, text: str) -> dict[str, str]:
    """Texts by cell name from lines of a spreadsheet: each line belongs to the row of the name that it starts with.

    Lines without a known name fill the rows from the top, in order.
    """
    typed = {cell.name: cell.text for _row, cell in grid.cells}
    by_name = {folded(row.name): row for row in grid.rows}
    waiting = list(grid.rows)
    for line in text.replace("\r\n", "\n").split("\n"):
        texts = line.split("\t")
        row = by_name.get(folded(texts[0]))
        if row is None and not any(map(str.strip, texts)):
            continue
        values = texts[1:] if row else texts
        if row is None and waiting:
            row = waiting.pop(0)
        if row:
            typed |= {cell.name: value.strip() for cell, value in zip(row.cells, values, strict=False)}
    return typed


@transaction.atomic
def save(grid: TargetGrid, reader: Reader, *, reason: str) -> int:
    """Set, revise and withdraw what was changed, all or nothing; how many targets changed. Raises GoalsError."""
    changes = grid.changes
    wanted = [
        WantedTarget(
            grid.metric.key, cell.month, cell.value, team=row.owner.team, person=row.owner.person, keeps_baseline=True
        )
        for row, cell in changes
        if cell.value is not None
    ]
    set_targets(wanted, by=reader.user, at=reader.at, reason=reason)
    emptied = [cell.existing for _row, cell in changes if cell.value is None and cell.existing]
    if emptied:
        withdraw_targets(emptied, reason=reason, by=reader.user, at=reader.at)
        for target in emptied:
            leave_sheets(target)
    return len(changes)


def _read(cell: Cell, text: str, metric: MetricDefinition, reader: Reader) -> Cell:
    if is_empty(text):
        return replace(cell, text=text.strip())
    try:
        return replace(cell, text=text, value=read_value(text, metric=metric, currency=reader.currency))
    except GoalsError as error:
        return replace(cell, text=text, error=str(error))


def _existing(
    metric: MetricDefinition, owners: Iterable[TargetOwner], months: Sequence[Period]
) -> dict[tuple[str, Period], Target]:
    """Targets in force of exactly these months, by owner and month. One query."""
    people = [owner.person for owner in owners if owner.person]
    teams = [owner.team for owner in owners if owner.team]
    whole = any(owner.team is None and owner.person is None for owner in owners)
    found = Target.objects.in_force().of_owners(teams=teams, people=people, organisation=whole)
    found = found.filter(
        metric_key=metric.key, starts_on__gte=months[0].starts_on, ends_on__lte=months[-1].ends_on
    ).select_related("team", "person")
    return {(TargetOwner(target.team, target.person).code, target.period): target for target in found}
