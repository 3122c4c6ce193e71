"""A week or a month of typed numbers as a table: days down, metrics across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.typed import typing
from kaname.imports.hand_entry import Entry, Subject
from kaname.imports.models import Measurement
from kaname.imports.typed_numbers import typed_number
from kaname.measures.periods import Period

Definitions = Mapping[str, MetricDefinition]


@dataclass(frozen=True)
class Cell:
    """One number of the table: its input's name, what stands in it, what is on record, and what is wrong with it."""

    name: str
    metric_key: str
    text: str
    known: Decimal | None
    error: str = ""


@dataclass(frozen=True)
class Line:
    """One day of the table; days still to come take no numbers."""

    day: date
    is_open: bool
    cells: Sequence[Cell]


def days_of(period: Period) -> list[date]:
    """The days of a period."""
    return [period.starts_on + timedelta(days=number) for number in range(period.days)]


def known_values(*, definitions: Definitions, subject: Subject, period: Period) -> dict[tuple[date, str], Decimal]:
    """What is on record for the subject, by day and metric."""
    rows = Measurement.objects.filter(
        metric_key__in=definitions,
        person=subject.person,
        team=subject.team,
        day__gte=period.starts_on,
        day__lt=period.ends_on,
        value__isnull=False,
    )
    return {(row.day, row.metric_key): row.value for row in rows if row.value is not None}


@dataclass(frozen=True)
class Sheet:
    """What the table is of: metrics across, days down, up to today, in the organisation's currency."""

    definitions: Definitions
    period: Period
    today: date
    currency: str

    def lines(self, known: Mapping[tuple[date, str], Decimal], *, typed: Mapping[str, str] | None = None) -> list[Line]:
        """The table, with what was `typed` instead of what is known where a form came back."""
        return [
            Line(day, day <= self.today, [self._cell(day, key, known, typed or {}) for key in self.definitions])
            for day in days_of(self.period)
        ]

    def entries(self, lines: Sequence[Line], *, subject: Subject) -> list[Entry]:
        """The cells that say something else than what is on record; all of them have to be readable."""
        cells = [(line.day, cell) for line in lines if line.is_open for cell in line.cells]
        read = [(day, cell, self._read(cell.text, cell.metric_key)) for day, cell in cells]
        return [Entry(cell.metric_key, day, subject, value) for day, cell, value in read if value != cell.known]

    def _cell(self, day: date, key: str, known: Mapping[tuple[date, str], Decimal], typed: Mapping[str, str]) -> Cell:
        name, value = f"{day.isoformat()}|{key}", known.get((day, key))
        if name not in typed:
            return Cell(name, key, typing(value, metric=self.definitions[key]), value)
        return Cell(name, key, typed[name], value, error=self._error(typed[name], key))

    def _read(self, text: str, key: str) -> Decimal | None:
        return typed_number(text, definition=self.definitions[key], currency=self.currency)

    def _error(self, text: str, key: str) -> str:
        try:
            self._read(text, key)
        except ValidationError as problem:
            return " ".join(problem.messages)
        return ""


def pasted(text: str, *, days: Sequence[date], keys: Sequence[str]) -> dict[str, str]:
    """A block copied from a spreadsheet as typed cells: lines are days from the first, columns are metrics.

    A line that begins with one of the days goes to that day.
    """
    by_text = {day.isoformat(): day for day in days} | {f"{day.year}/{day.month}/{day.day}": day for day in days}
    typed: dict[str, str] = {}
    for number, line in enumerate(text.rstrip("\r\n").splitlines()):
        first, *rest = line.split("\t")
        named = by_text.get(first.strip())
        day = named or (days[number] if number < len(days) else None)
        values = rest if named else [first, *rest]
        if day:
            typed |= {f"{day.isoformat()}|{key}": value.strip() for key, value in zip(keys, values, strict=False)}
    return typed
