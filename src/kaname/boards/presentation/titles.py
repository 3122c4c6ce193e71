"""The sentence on top of a board, which answers what the board asks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.boards.presentation.cards import target_words
from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Board
from kaname.goals.figures import GOOD, JUDGED
from kaname.measures.status import Status


def headline(board: Board, style: Style) -> str:
    """How many KPIs stand well, or why that cannot be said."""
    period = style.period(board.ledger.selection, today=board.progress.today)
    statuses = [kpi.figure.status for kpi in board.with_target]
    judged = sum(status in JUDGED for status in statuses)
    if not board.kpis:
        return _("There are no numbers for %(period)s yet") % {"period": period}
    if not statuses:
        return _("No target is set for %(period)s yet") % {"period": period}
    if not judged:
        return _undecided(statuses) % {"period": period}
    # What is over and not known is neither reached nor missed.
    counted = judged if board.progress.over else len(statuses)
    words = {"good": sum(status in GOOD for status in statuses), "all": counted, "period": period}
    if board.progress.over:
        sentence = ngettext(
            "%(good)s of %(all)s target was reached in %(period)s",
            "%(good)s of %(all)s targets were reached in %(period)s",
            counted,
        )
    else:
        sentence = ngettext(
            "%(good)s of %(all)s KPI is on track in %(period)s",
            "%(good)s of %(all)s KPIs are on track in %(period)s",
            len(statuses),
        )
    return sentence % words


def metric_headline(board: Board, style: Style) -> str:
    """The number itself, and its target."""
    (kpi,) = board.kpis
    words = {
        "metric": style.name(kpi.definition),
        "value": style.short(kpi.figure.actual, kpi.definition),
        "period": style.period(board.ledger.selection, today=board.progress.today),
    }
    if kpi.figure.actual is None:
        return _("%(metric)s in %(period)s: no data yet") % words
    if kpi.figure.target is None:
        return _("%(metric)s in %(period)s: %(value)s") % words
    words["target"] = target_words(kpi.figure.target, kpi.definition, style)
    return _("%(metric)s in %(period)s: %(value)s, target %(target)s") % words


def _undecided(statuses: list[Status]) -> str:
    if Status.STALE in statuses:
        return _("The numbers for %(period)s are out of date")
    if Status.TOO_EARLY in statuses:
        return _("It is too early to judge %(period)s")
    return _("There is nothing to judge in %(period)s yet")
