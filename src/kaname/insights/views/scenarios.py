"""The scenarios that were kept, and the goals that can be tried out."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.models import GoalOutlook, Scenario
from kaname.insights.scenarios.comparing import FEWEST, MOST, columns_of, headline, rows_of
from kaname.insights.scenarios.listing import choices_of, lines_of, scenario_rows
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

PAGE = 50


@require_safe
@for_reader
def scenarios(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Newest first."""
    goals = Goal.objects.visible_in(reader.scope).published().current().select_related("team")
    known = set(GoalOutlook.objects.filter(goal__in=goals).values_list("goal_id", flat=True))
    running = [goal for goal in goals if goal.period.contains(reader.today)]
    rows = scenario_rows(reader, request.GET.get("sort", ""))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "reader": reader,
        "page": page,
        "goals": choices_of([goal for goal in running if goal.pk in known], reader),
        "lines": lines_of(page, reader),
        "n_running": len(running),
    }
    return render(request, "insights/scenarios.html", context)


@require_safe
@for_reader
def comparison(request: SignedInRequest, reader: Reader) -> HttpResponseBase:
    """Two to four of them side by side; as a file with `form`."""
    chosen = _chosen(request, reader)
    if len(chosen) < FEWEST:
        messages.warning(request, _("Choose two to four scenarios to see them side by side."))
        return redirect("insights:scenarios")
    columns = columns_of(chosen, reader)
    rows = rows_of(columns, reader)
    if request.GET.get("form"):
        header = [_("Number"), _("As things go"), *(column.scenario.name for column in columns)]
        cells = [[row.name, row.today, *(cell.after if cell else "" for cell in row.cells)] for row in rows]
        name = pgettext("name of a file", "scenarios")
        return table_response(name, header, cells, form=request.GET["form"])
    context = {"reader": reader, "columns": columns, "rows": rows, "headline": headline(columns)}
    return render(request, "insights/scenario_comparison.html", context)


def _chosen(request: SignedInRequest, reader: Reader) -> list[Scenario]:
    """In the order asked for. Raises Http404 for those that the reader may not see."""
    asked = list(dict.fromkeys(request.GET.getlist("scenario")))[:MOST]
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in asked):
        raise Http404
    rows = Scenario.objects.visible_to(reader.user, reader.scope).select_related("goal__team")
    found = rows.in_bulk([int(text) for text in asked])
    if len(found) < len(asked):
        raise Http404
    return [found[int(text)] for text in asked]
