"""Actions: all plans that the reader carries or runs, with how far they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kaname.goals.actions.lines import PlanLine, plan_lines
from kaname.goals.models import Goal, Kpi
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.measures.periods import Grain, Period, period_of, previous, within_reach
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

GRAINS = {"week": Grain.WEEK, "month": Grain.MONTH, "quarter": Grain.FISCAL_QUARTER}


@require_safe
@for_reader
def actions(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """By KPI; `by` is the length of the period, `on` a day in it, `kpi` narrows to one metric."""
    grain, period = _period(request, reader)
    kpis = followed(reader, period)
    wanted = request.GET.get("kpi", "")
    plans = plan_lines([kpi for kpi in kpis if wanted in ("", kpi.metric_key)], period=period, reader=reader)
    before = previous(period, grain=grain, calendar=reader.calendar)
    context: dict[str, Any] = {
        "reader": reader,
        "plans": plans,
        "by": next(name for name, one in GRAINS.items() if one is grain),
        "grains": [("week", _("Week")), ("month", _("Month")), ("quarter", _("Quarter"))],
        "period_name": period_name(period, calendar=reader.calendar, language=reader.language),
        "previous_on": before.starts_on.isoformat(),
        "next_on": period.ends_on.isoformat() if period.ends_on <= reader.today else "",
        "on": period.starts_on.isoformat(),
        "wanted": wanted,
        "choices": list(
            {plan.kpi.metric_key: plan.name for plan in plan_lines(kpis, period=period, reader=reader)}.items()
        )
        if wanted
        else list({plan.kpi.metric_key: plan.name for plan in plans}.items()),
        "export_url": f"{reverse('goals:actions_export')}?{request.GET.urlencode()}",
    }
    return render(request, "goals/actions.html", context)


@require_safe
@for_reader
def actions_export(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """One row per action and person that the reader may see."""
    _grain, period = _period(request, reader)
    wanted = request.GET.get("kpi", "")
    kpis = [kpi for kpi in followed(reader, period) if wanted in ("", kpi.metric_key)]
    header = [
        _("Goal"),
        _("KPI"),
        _("Initiative"),
        _("Action"),
        _("Whose action"),
        _("How often"),
        _("Person"),
        _("Due"),
        pgettext("column of adherence", "Done"),
        _("Adherence"),
    ]
    rows = _rows(plan_lines(kpis, period=period, reader=reader))
    return table_response(_("actions"), header, rows, form=request.GET.get("form"))


def followed(reader: Reader, period: Period) -> list[Kpi]:
    """KPIs of goals that count in the period and that the reader may see."""
    goals = Goal.objects.visible_in(reader.scope).published().current()
    rows = Kpi.objects.current().filter(
        goal__in=goals.order_by().values("pk"), goal__starts_on__lt=period.ends_on, goal__ends_on__gt=period.starts_on
    )
    seen = rows.select_related("goal__team", "goal__target", "team")
    return [
        kpi for kpi in seen if kpi.team is None or reader.scope.everything or kpi.team.key in reader.scope.team_keys
    ]


def _rows(plans: Sequence[PlanLine]) -> Iterator[list[object]]:
    for plan in plans:
        for initiative in plan.initiatives:
            for line in initiative.actions:
                own = [
                    plan.goal_name,
                    plan.name,
                    initiative.initiative.name,
                    line.action.name,
                    line.owners,
                    line.cadence,
                ]
                if not line.people:
                    yield [*own, "", None, None, line.share]
                for person in line.people:
                    yield [*own, person.name, person.line.due, person.line.done, person.line.share]


def _period(request: SignedInRequest, reader: Reader) -> tuple[Grain, Period]:
    grain = GRAINS.get(request.GET.get("by", ""), Grain.MONTH)
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        day = reader.today
    near = within_reach(day) and abs(day - reader.today) < timedelta(days=3_660)
    return grain, period_of(day if near else reader.today, grain=grain, calendar=reader.calendar)
