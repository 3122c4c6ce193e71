"""One initiative: its actions, how far they were kept week by week, and whether it helped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kaname.goals.actions.effect import effect_of_initiative
from kaname.goals.actions.effect_words import effect_words
from kaname.goals.actions.lines import plan_lines
from kaname.goals.actions.queries import adherence, combined, owners_of
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Action, Initiative
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.goals.words import metric_name
from kaname.measures.periods import ONE_DAY, ONE_WEEK, Grain, Period, period_of, periods_between
from kaname.web.formats import periods as period_words
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

MOST_WEEKS = 13


@dataclass(frozen=True)
class Week:
    starts_on: date
    name: str
    share: float | None


@require_safe
@for_reader
def initiative(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    found = _visible(reader, pk)
    until = min(reader.today + ONE_DAY, found.ends_on or reader.today + ONE_DAY)
    period = Period(found.starts_on, max(until, found.starts_on + ONE_DAY))
    (plan,) = plan_lines([found.kpi], period=period, reader=reader, archived=True)
    context = {
        "reader": reader,
        "goal": found.kpi.goal,
        "goal_name": goal_name(found.kpi.goal, reader),
        "initiative": found,
        "kpi_name": metric_name(found.kpi.metric_key, reader.definitions),
        "line": next((one for one in plan.initiatives if one.initiative.pk == pk), None),
        "weeks": weeks_of(found, reader),
        "effect": effect_words(effect_of_initiative(found, reader=reader), reader=reader),
    }
    return render(request, "goals/initiative.html", context)


@require_safe
@for_reader
def initiative_weeks(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponseBase:
    """The weeks of the page as a file."""
    rows = [[week.starts_on, week.share] for week in weeks_of(_visible(reader, pk), reader)]
    return table_response(
        pgettext("name of a file", "adherence by week"),
        [_("Week from"), _("Adherence")],
        rows,
        form=request.GET.get("form"),
    )


def _visible(reader: Reader, pk: int) -> Initiative:
    rows = Initiative.objects.visible_in(reader.scope).select_related("kpi__goal__team", "kpi__team", "team")
    return get_object_or_404(rows, pk=pk)


def weeks_of(found: Initiative, reader: Reader) -> list[Week]:
    """How far everybody kept it, in the last weeks that are over, oldest first."""
    running = period_of(reader.today, grain=Grain.WEEK, calendar=reader.calendar).starts_on
    first = max(found.starts_on, running - MOST_WEEKS * ONE_WEEK)
    if first >= running:
        return []
    actions = list(Action.objects.filter(initiative=found, archived_at=None).prefetch_related("owners__team"))
    people = [person.key for person in owners_of(actions, Period(first, running))]
    weeks = periods_between(since=first, until=running, grain=Grain.WEEK, calendar=reader.calendar)
    return [
        Week(
            week.starts_on,
            period_words.day_name(week.starts_on, language=reader.language, today=reader.today),
            combined(adherence(person_keys=people, period=week, reader=reader, actions=actions)),
        )
        for week in weeks
    ]
