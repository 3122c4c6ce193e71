"""A series from outside of the organisation's systems: a metric entered by hand, filled from a file of days."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kaname.connectors.values.days import find_day, settle
from kaname.connectors.values.numbers import read_number
from kaname.connectors.values.texts import is_empty, plain
from kaname.connectors.values.unreadable import UnreadableError
from kaname.facts.labels import Label
from kaname.facts.metrics.definition import Entered, MetricDefinition, Unit
from kaname.facts.metrics.definition import Entry as How
from kaname.goals.defining import create_metric
from kaname.goals.handed_in import Rows
from kaname.imports.hand_entry import Entry, Subject, record
from kaname.imports.typed_numbers import STEP
from kaname.measures.direction import Direction
from kaname.people.models import User

# Ten years of days.
MOST_ROWS = 4_000
LARGEST = Decimal(10) ** 13


@dataclass(frozen=True)
class Wrong:
    """A row that cannot be read, as a person sees it."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class OutsideRows:
    """Values by day; nothing may be wrong when they are kept."""

    values: dict[date, Decimal]
    wrong: tuple[Wrong, ...]


def read_outside(rows: Rows) -> OutsideRows:
    """The first column is the day, the second the value; a first row with neither is a header."""
    values: dict[date, Decimal] = {}
    wrong: list[Wrong] = []
    lines = list(rows.rows) if _is_header(rows.headers) else [(1, rows.headers), *rows.rows]
    for line, cells in lines[:MOST_ROWS]:
        if all(is_empty(cell) for cell in cells):
            continue
        try:
            day, value = _read(cells)
        except (UnreadableError, ValueError, IndexError, ArithmeticError):
            reason = _("Write the day in the first column and a number in the second, such as 2026-04-01, 101.5.")
            wrong.append(Wrong(line, " ".join(cells)[:80], reason))
            continue
        if day in values and values[day] != value:
            wrong.append(Wrong(line, " ".join(cells)[:80], _("This day stands in the file twice.")))
        values[day] = value
    if len(lines) > MOST_ROWS:
        reason = _("The file has more than %(most)s rows. Leave out old days.") % {"most": MOST_ROWS}
        wrong.append(Wrong(lines[MOST_ROWS][0], "", reason))
    return OutsideRows(values, tuple(wrong))


@transaction.atomic
def bring(name: str, values: dict[date, Decimal], *, how: How, known: Collection[str], by: User, at: datetime) -> str:
    """Make the metric, off the boards, and enter its numbers for the organisation; its key.

    Raises
    ------
    GoalsError
        not_yours_to_define, or InvalidMetricError.
    """
    key = _key(name, known)
    metric = MetricDefinition(key, Label(name, name), Unit.NUMBER, Direction.HIGHER, Entered(how))
    create_metric(metric, by=by, at=at, on_board=False)
    record((Entry(key, day, Subject(), value) for day, value in values.items()), by=by, at=at)
    return key


def _read(cells: Sequence[str]) -> tuple[date, Decimal]:
    found = find_day(plain(cells[0]))
    if found is None:
        raise ValueError(cells[0])
    value = read_number(cells[1]).settled(mark="point").quantize(STEP)
    if abs(value) >= LARGEST:
        raise ValueError(cells[1])
    return settle(found[0], order=None), value


def _is_header(cells: Sequence[str]) -> bool:
    """Neither a day in the first column, even a wrong one, nor a number in the second: nobody would miss it."""
    try:
        if find_day(plain(cells[0])) is not None:
            return False
        read_number("".join(cells[1:2]))
    except UnreadableError as error:
        return error.code == "number_unknown"
    return False


def _key(name: str, known: Collection[str]) -> str:
    made = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:50]
    stem = made if made and made[0].isalpha() else "outside"
    return next(one for one in (stem, *(f"{stem}_{n}" for n in range(2, 10_000))) if one not in known)
