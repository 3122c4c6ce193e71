"""What a file leaves out and would therefore be deleted, as sentences: KPIs, and parts of their plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaname.goals.exchange.document import GoalPart, KpiPart
from kaname.goals.exchange.pairing import paired
from kaname.goals.exchange.plan_document import InitiativePart

Naming = Callable[[str], str]


def loss_words(before: GoalPart, part: GoalPart, *, metric_name: Naming) -> Iterator[str]:
    """`before` is the goal as it is here, `part` the same goal in the file."""
    pairs, gone = paired(part.kpis, before.kpis, of_part=_place, of_here=_place)
    for kpi in gone:
        yield _kpi_words(kpi, metric_name(kpi.metric))
    for kept, held in pairs:
        if held is not None and kept.initiatives is not None:
            yield from _plan_words(held.initiatives or [], kept.initiatives)


def _place(part: KpiPart) -> tuple[str | None, str]:
    return part.team, part.metric


def _kpi_words(kpi: KpiPart, metric: str) -> str:
    n_initiatives = len(kpi.initiatives or [])
    if not n_initiatives:
        return _("The file leaves out the KPI “%(kpi)s”: it is deleted with what was decided in its checks.") % {
            "kpi": metric
        }
    text = ngettext(
        "The file leaves out the KPI “%(kpi)s”: it is deleted with what was decided in its checks, "
        "and with the %(n)s initiative of its plan.",
        "The file leaves out the KPI “%(kpi)s”: it is deleted with what was decided in its checks, "
        "and with the %(n)s initiatives of its plan.",
        n_initiatives,
    )
    return text % {"kpi": metric, "n": n_initiatives}


def _plan_words(before: list[InitiativePart], after: list[InitiativePart]) -> Iterator[str]:
    pairs, gone = paired(after, before, of_part=lambda one: one.name, of_here=lambda one: one.name)
    for initiative in gone:
        text = _("The file leaves out the initiative “%(initiative)s”: it is deleted with its actions.")
        yield text % {"initiative": initiative.name}
    for kept, held in pairs:
        names = {action.name for action in kept.actions}
        for action in held.actions if held is not None else []:
            if action.name not in names:
                yield _("The file leaves out the action “%(action)s”: it is deleted.") % {"action": action.name}
