"""A whole board as a table for spreadsheets: one row per owner and metric, numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.boards.presentation.style import Style
from kaname.boards.presentation.teams_table import status_text
from kaname.boards.queries.board import Board, Kpi
from kaname.boards.queries.plans import KpiPlan
from kaname.goals.figures import Figure
from kaname.measures.status import Status

Cell = str | int | float | None


def filename(board: Board, style: Style) -> str:
    return f"{board.ledger.name or 'kaname'} {style.period(board.ledger.selection)}"


def csv_rows(
    board: Board, style: Style, *, plans: Mapping[str, KpiPlan], with_people: bool
) -> tuple[list[str], Iterator[list[Cell]]]:
    """Head and rows; ratios are 0–1, amounts in the metric's unit. `plans` are those of the subject, by metric."""
    return _head(), _rows(board, style, plans, with_people=with_people)


def _head() -> list[str]:
    return [
        _("Kind"),
        _("Name"),
        _("Metric"),
        _("Unit"),
        _("First day"),
        _("Last day"),
        _("Actual"),
        _("Target"),
        _("Target, upper end"),
        _("Expected by now"),
        _("Attainment"),
        pgettext("of a KPI", "Status"),
        _("Expected end"),
        _("Low end"),
        _("High end"),
        _("Probability"),
        _("Previous period"),
        _("A year before"),
        _("Actions"),
        _("Adherence"),
        _("Last refreshed"),
    ]


def _rows(board: Board, style: Style, plans: Mapping[str, KpiPlan], *, with_people: bool) -> Iterator[list[Cell]]:
    subject = board.ledger.selection.subject
    kind = (
        pgettext("whose number it is", "Person")
        if subject.person
        else pgettext("whose number it is", "Team")
        if subject.team
        else pgettext("whose number it is", "Organisation")
    )
    for kpi in board.kpis:
        own = Own(kpi, plans.get(kpi.key))
        yield _row(kind, board.ledger.name, kpi, kpi.figure, board, style, own=own)
    for line in board.lines if with_people else ():
        for kpi in board.kpis:
            name = line.team.name if line.team else _("No team")
            name = _("Directly in %(team)s") % {"team": name} if line.team and line.team.direct else name
            yield _row(pgettext("whose number it is", "Team"), name, kpi, line.figures[kpi.key], board, style)
    for member in board.members.people if with_people and not subject.person else ():
        for kpi in board.kpis:
            shown = board.members.figure(member, kpi.key)
            yield _row(
                pgettext("whose number it is", "Person"), member.name or _("Nobody known"), kpi, shown, board, style
            )


def _row(
    kind: str, name: str, kpi: Kpi, shown: Figure, board: Board, style: Style, *, own: Own | None = None
) -> list[Cell]:
    period, unit = board.ledger.selection.period, style.unit(kpi.definition)
    return [
        kind,
        name,
        style.name(kpi.definition),
        unit.currency or unit.counter or unit.kind,
        period.starts_on.isoformat(),
        board.ledger.selection.last_day.isoformat(),
        shown.actual,
        shown.target.value if shown.target else None,
        shown.target.upper if shown.target else None,
        shown.expected,
        shown.attainment,
        "" if shown.status is Status.NO_TARGET else status_text(shown),
        *((shown.outlook.expected, shown.outlook.low, shown.outlook.high) if shown.outlook else [None] * 3),
        shown.probability,
        *(own.cells if own else [None] * 4),
        style.moment(kpi.loaded_at),
    ]


@dataclass(frozen=True)
class Own:
    """What stands beside the subject's own numbers alone; without a plan where no goal follows the metric."""

    kpi: Kpi
    plan: KpiPlan | None

    @property
    def cells(self) -> list[Cell]:
        """The previous period, a year before, the number of actions and how far they are kept."""
        before = [change.before if change else None for change in (self.kpi.previous, self.kpi.year_before)]
        return [*before, *([self.plan.n_actions, self.plan.share] if self.plan else [None, None])]
