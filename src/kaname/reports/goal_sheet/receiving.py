"""A filled file, held against the sheet as it is now, and taken as far as somebody chose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.reports.errors import ReportsError
from kaname.reports.goal_sheet.access import visible
from kaname.reports.goal_sheet.cells import Cell, Reading
from kaname.reports.goal_sheet.comparing import CellProblem, Comparison, compare, take
from kaname.reports.goal_sheet.file_reading import FilledSheet, cell_from
from kaname.reports.models import GoalSheet

SALT = "kaname.goal_sheet"
REJECTS_SALT = "kaname.goal_sheet.rejects"
GOOD_FOR = 3600
"""A comparison is trusted for so long. [s]"""


@dataclass(frozen=True)
class Received:
    """A comparison with what it was made of, signed, so that the next request can make it again."""

    comparison: Comparison
    token: str


def receive(sheet: GoalSheet, filled: FilledSheet, *, reader: Reader) -> Received:
    """Compare; nothing is written. Raises ReportsError where the file is another sheet's."""
    if filled.key != sheet.key:
        raise _of_other(filled.key, reader)
    formulas = set(filled.formulas)
    typed = {cell: value for cell, value in filled.typed.items() if cell not in formulas}
    locked = _("nothing: this cell is not yours to fill in now")
    found = compare(sheet, typed, filled.seen, reader=reader, places=filled.places, locked=locked)
    rows, reading = {row.pk: row for row in sheet.rows.all()}, Reading(reader)
    wrong = [
        CellProblem(
            rows[cell[0]],
            cell[1],
            str(filled.typed[cell]),
            _("a value, not a formula"),
            filled.places[cell],
            reading.goal(rows[cell[0]]),
        )
        for cell in filled.formulas
        if cell[0] in rows
    ]
    missing = {pk for pk, _field in filled.typed} - set(rows)
    wrong += [
        CellProblem(None, "item", str(filled.typed.get((pk, "item")) or ""), _("a goal that is still in the sheet"))
        for pk in sorted(missing)
    ]
    comparison = Comparison(found.changes, (*found.problems, *wrong))
    # What the cells say now goes along: who chooses has seen it.
    kept = [[one.code, one.typed, one.now] for one in comparison.changes]
    return Received(comparison, signing.dumps([sheet.key, kept], salt=SALT, compress=True))


@transaction.atomic
def take_chosen(sheet: GoalSheet, token: str, chosen: Collection[str], *, reader: Reader) -> Comparison:
    """Write the chosen cells, unless one of them says something else by now than what was shown.

    Returns what is in the way then, and the empty comparison where all of them were written. Raises ReportsError
    file_expired or file_of_somebody.
    """
    try:
        key, kept = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise ReportsError("file_expired") from error
    if key != sheet.key:
        raise ReportsError("file_of_somebody")
    sheet = GoalSheet.objects.select_for_update(of=("self",)).select_related("person__user").get(pk=sheet.pk)
    typed: dict[Cell, object] = {}
    shown: dict[Cell, str] = {}
    for code, text, now in kept:
        cell = cell_from(code)
        if cell is not None and code in chosen:
            typed[cell], shown[cell] = text, now
    found = compare(sheet, typed, shown, reader=reader, locked=_("nothing: this cell is not yours to fill in now"))
    if found.conflicts or found.problems:
        return Comparison(found.conflicts, found.problems)
    take(sheet, found.changes, reader=reader)
    return Comparison((), ())


def _of_other(key: str, reader: Reader) -> ReportsError:
    """Named only where the reader may read it."""
    other = visible(reader).filter(key=key).first()
    if other is None:
        return ReportsError("file_of_somebody")
    period = period_name(other.period, calendar=reader.calendar, language=reader.language)
    return ReportsError("file_of_other", person=other.person.name, period=period)


def rejects_of(problems: Collection[CellProblem]) -> list[list[Any]]:
    """Rows of a table: where, which goal, which column, what was typed, what was expected."""
    return [[one.place, one.goal, one.name, one.typed, one.expected] for one in problems]
