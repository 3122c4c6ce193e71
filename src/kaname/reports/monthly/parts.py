"""Who the numbers come from: the teams below, and the people of a team for those who manage it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.boards.queries.board import Kpi
from kaname.boards.queries.members import Member
from kaname.goals.figures import Figure
from kaname.reports.document import Cell, Column, Row, Section, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.numbers import MonthNumbers

# More people than this are read about on the board; a report names those of one team.
MOST_PEOPLE = 60


def parts_section(numbers: MonthNumbers) -> Section | None:
    """None for a person, and where there is nobody and no team below."""
    if numbers.asked.subject.person or not numbers.kpis:
        return None
    shown = [kpi for kpi in numbers.kpis if kpi.key in numbers.board.values.keys]
    tables = [table for table in (_teams(numbers, shown), _people(numbers, shown)) if table is not None and table.rows]
    return (
        Section("parts", pgettext("part of a report", "Teams and people"), tables=tuple(tables), restricted=True)
        if tables
        else None
    )


def _columns(first: str, kpis: Sequence[Kpi], numbers: MonthNumbers) -> tuple[Column, ...]:
    style = numbers.asked.style
    found = [Column("name", first, numeric=False)]
    for kpi in kpis:
        name = style.name(kpi.definition)
        found.append(Column(f"{kpi.key}-actual", name))
        found.append(Column(f"{kpi.key}-attainment", _("%(metric)s: attainment") % {"metric": name}))
    return tuple(found)


def _cells(figure: Figure, kpi: Kpi, numbers: MonthNumbers) -> tuple[Cell, Cell]:
    style = numbers.asked.style
    return cells.amount(figure.actual, kpi.definition, style), cells.share(figure.attainment, style)


def _teams(numbers: MonthNumbers, kpis: Sequence[Kpi]) -> Table | None:
    lines = [line for line in numbers.board.lines if line.team is not None]
    if not lines:
        return None
    rows = tuple(
        Row(
            f"{line.team.key}{'-itself' if line.team.direct else ''}",
            (
                cells.words(_("%(team)s itself") % {"team": line.team.name} if line.team.direct else line.team.name),
                *(cell for kpi in kpis for cell in _cells(line.figures[kpi.key], kpi, numbers)),
            ),
        )
        for line in lines
        if line.team is not None
    )
    return Table("teams", _("Teams"), _columns(_("Team"), kpis, numbers), rows, restricted=True)


def _people(numbers: MonthNumbers, kpis: Sequence[Kpi]) -> Table | None:
    """By name and never by rank."""
    members = numbers.board.members
    known = [member for member in members.people if member.key is not None]
    if numbers.asked.subject.is_organisation or not 0 < len(known) <= MOST_PEOPLE:
        return None
    rows = tuple(_person(member, kpis, numbers) for member in known)
    return Table(
        "people", _("People"), _columns(pgettext("whose numbers", "Person"), kpis, numbers), rows, restricted=True
    )


def _person(member: Member, kpis: Sequence[Kpi], numbers: MonthNumbers) -> Row:
    figures = [(numbers.board.members.figure(member, kpi.key), kpi) for kpi in kpis]
    found = [cell for figure, kpi in figures for cell in _cells(figure, kpi, numbers)]
    return Row(member.key or "", (cells.words(member.name), *found))
