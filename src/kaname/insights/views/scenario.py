"""What if: the page on which a goal's tree is tried out, with or without a scenario that was kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kaname.goals.goal_access import for_goal
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.models import Scenario
from kaname.insights.scenarios.assumptions import typed_in
from kaname.insights.scenarios.page import ASSUMED, page_of, result_of, think_through
from kaname.insights.scenarios.since import moved_on
from kaname.web.requests import SignedInRequest
from kaname.web.tables import table_response

RESULT = "what-if"


@require_safe
@for_goal
def scenario_try(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Nothing is kept here: what is assumed stands in the address."""
    return _page(request, reader, goal, typed_in(request.GET.dict()), None)


@require_safe
@for_reader
def scenario(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """As it was kept, or as the address has it since."""
    found = visible_scenario(reader, pk)
    return _page(request, reader, found.goal, typed_now(request, found), found)


@require_safe
@for_reader
def scenario_table(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponseBase:
    """The tree of a scenario as a file."""
    found = visible_scenario(reader, pk)
    thought = think_through(found.goal, typed_now(request, found), reader)
    lines = [] if thought is None else result_of(thought, reader)["lines"]
    header = [_("Number"), _("As things go"), _("In the scenario"), _("Eight-in-ten interval"), _("Target"), _("Gap")]
    return table_response(
        pgettext("name of a file", "scenario"),
        [*header, _("Probability today"), _("Probability in the scenario")],
        [line.cells for line in lines],
        form=request.GET.get("form"),
    )


def visible_scenario(reader: Reader, pk: int) -> Scenario:
    """One's own, or a shared one of a goal that the reader may see. Raises Http404."""
    rows = Scenario.objects.visible_to(reader.user, reader.scope)
    return get_object_or_404(rows.select_related("goal__team", "goal__target", "created_by__person"), pk=pk)


def typed_now(request: SignedInRequest, found: Scenario) -> dict[str, str]:
    if ASSUMED in request.GET:
        return typed_in(request.GET.dict())
    return typed_in({name: str(text) for name, text in found.assumptions.items()})


def _page(
    request: SignedInRequest, reader: Reader, goal: Goal, typed: Mapping[str, str], found: Scenario | None
) -> HttpResponse:
    thought = think_through(goal, typed, reader)
    kept: dict[str, Any] = {"scenario": found, "reader": reader, "goal": goal, "goal_name": goal_name(goal, reader)}
    if thought is None:
        return render(request, "insights/scenario_unknown.html", kept)
    kept["moved_on"] = moved_on(found, thought, reader) if found else ""
    kept["changed"] = found is not None and dict(typed) != found.assumptions
    kept["yours"] = found is not None and found.created_by_id == reader.user.pk
    if request.htmx and request.htmx.target == RESULT:
        return render(request, "insights/scenario.html#result", kept | result_of(thought, reader) | {"alone": True})
    return render(request, "insights/scenario.html", kept | page_of(thought, reader))
