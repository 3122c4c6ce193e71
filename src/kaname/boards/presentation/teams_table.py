"""Teams by metrics: each with actual, target and status, the total on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kaname.boards.links import Links
from kaname.boards.presentation.cards import target_words
from kaname.boards.presentation.cells import figure_cells
from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Board, Line
from kaname.boards.selection import Subject
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.figures import Figure
from kaname.measures.status import Status
from kaname.web.components.pills import status_word


@dataclass(frozen=True)
class Column:
    key: str
    label: str


@dataclass(frozen=True)
class Row:
    label: str
    url: str
    cells: SafeString
    is_total: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Table:
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]


def columns_of(board: Board, style: Style) -> list[Column]:
    return [Column(kpi.key, style.name(kpi.definition)) for kpi in board.kpis]


def teams_table(board: Board, style: Style) -> Table | None:
    """The subject and its teams, or a person and their team; None where there are no teams to show."""
    if not board.lines:
        return None
    total = Row(
        label=board.ledger.name,
        url="",
        cells=_cells({kpi.key: kpi.figure for kpi in board.kpis}, board, style, subject=board.ledger.selection.subject),
        is_total=True,
    )
    rows = [_row(line, board, style) for line in board.lines]
    title = _("Beside the team's totals") if board.ledger.selection.subject.person else _("Teams")
    return Table(title, columns_of(board, style), [total, *rows])


def _row(line: Line, board: Board, style: Style) -> Row:
    links = Links(board.ledger.selection)
    if line.team is None:
        hint = _("Numbers that belong to no team")
        return Row(_("No team"), "", _cells(line.figures, board, style, subject=None), hint=hint)
    if line.team.direct:
        hint = _("Numbers of the team itself, without the teams below it")
        label = _("Directly in %(team)s") % {"team": line.team.name}
        return Row(label, "", _cells(line.figures, board, style, subject=None), hint=hint)
    subject = Subject(team=line.team.key)
    return Row(line.team.name, links.of(subject), _cells(line.figures, board, style, subject=subject))


def _cells(figures: Mapping[str, Figure], board: Board, style: Style, *, subject: Subject | None) -> SafeString:
    here = board.ledger.selection
    links = None if subject is None else Links(here.of(subject))
    return figure_cells(
        (*_words(figures[kpi.key], kpi.definition, style), links.metric(kpi.key) if links else "") for kpi in board.kpis
    )


def _words(shown: Figure, definition: MetricDefinition, style: Style) -> tuple[str, str, str]:
    """Actual, target and status, which are empty where nothing was set."""
    target = target_words(shown.target, definition, style, bare=True) if shown.target else ""
    return style.bare(shown.actual, definition), target, "" if shown.status is Status.NO_TARGET else str(shown.status)


def status_text(shown: Figure) -> str:
    """The word of the status; nothing without a target."""
    return "" if shown.status is Status.NO_TARGET else status_word(shown.status)
