"""A scenario turned into targets, or into a proposal for whoever may set them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaname.goals.forms.errors import errors_beside
from kaname.goals.goal_access import may_edit
from kaname.goals.goal_words import goal_name
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader, go
from kaname.insights.forms.scenario_forms import ScenarioTargetsForm
from kaname.insights.scenarios.page import think_through
from kaname.insights.scenarios.targets import TargetLine, change_targets, propose_targets, target_lines
from kaname.insights.views.scenario import visible_scenario
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def scenario_targets(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Says what would change, and changes or proposes what is ticked."""
    found = visible_scenario(reader, pk)
    thought = think_through(found.goal, found.assumptions, reader)
    if thought is None or found.goal.archived_at is not None:
        raise Http404
    lines, sets = target_lines(thought, reader), may_edit(reader, found.goal)
    first = {"targets": [line.metric_key for line in lines if line.assumed], "seen": _seen(lines)}
    first["reason"] = _("Scenario “%(name)s”") % {"name": found.name}
    form = ScenarioTargetsForm(request.POST if request.method == "POST" else None, lines=lines, initial=first)
    if form.is_bound and form.is_valid():
        chosen = [line for line in lines if line.metric_key in form.cleaned_data["targets"]]
        if form.cleaned_data["seen"] != _seen(lines):
            form.add_error(None, _("Targets or outlook have changed meanwhile. Look again at what would change."))
        else:
            told = {"reason": form.cleaned_data["reason"], "by": reader.user, "at": reader.at}
            with errors_beside(form):
                if sets:
                    change_targets(found.goal, chosen, **told)
                    messages.success(request, _("The targets are changed. Spread them over teams, people and months."))
                    return go(request, reverse("goals:goal", args=[found.goal.key]))
                propose_targets(chosen, **told)
                messages.success(request, _("The proposal is made. Whoever may set these targets decides about it."))
                return go(request, reverse("goals:proposals"))
    ticked = form["targets"].value() or []
    context = {
        "reader": reader,
        "scenario": found,
        "goal_name": goal_name(found.goal, reader),
        "lines": [(line, line.metric_key in ticked) for line in lines],
        "sets": sets,
        "form": form,
        "seen": _seen(lines),
    }
    return render(request, "insights/scenario_targets.html", context, status=422 if form.errors else 200)


def _seen(lines: list[TargetLine]) -> str:
    """Names what somebody looked at: the same values over the same revisions."""
    return " ".join(f"{line.metric_key}:{line.value}:{line.seen or ''}" for line in lines)
