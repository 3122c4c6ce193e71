"""Keeping a scenario: saved, changed, copied, deleted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaname.goals.goal_access import for_goal
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader, go
from kaname.insights.forms.scenario_forms import ScenarioForm
from kaname.insights.models import Scenario
from kaname.insights.scenarios.assumed_lines import assumed_lines
from kaname.insights.scenarios.assumptions import typed_in
from kaname.insights.scenarios.keeping import change, duplicate, keep
from kaname.insights.scenarios.page import Thought, think_through
from kaname.insights.views.scenario import typed_now, visible_scenario
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_goal
def scenario_new(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """What is assumed stands in the address."""
    thought = _thought(think_through(goal, typed_in(request.GET.dict()), reader))
    form = _typed(request, thought)
    if form.is_bound and form.is_valid():
        made = keep(goal, form.kept(), thought, by=reader.user, at=reader.at)
        messages.success(request, _("The scenario is saved."))
        return go(request, reverse("insights:scenario", args=[made.pk]))
    return _form(request, reader, goal, thought, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def scenario_change(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Its own name and description, and the assumptions of the address."""
    found = own_scenario(reader, pk)
    thought = _thought(think_through(found.goal, typed_now(request, found), reader))
    first = {"name": found.name, "description": found.description, "is_shared": found.is_shared}
    form = _typed(request, thought, initial=first)
    if form.is_bound and form.is_valid():
        change(found, form.kept(), thought, at=reader.at)
        messages.success(request, _("The scenario is saved."))
        return go(request, reverse("insights:scenario", args=[found.pk]))
    return _form(request, reader, found.goal, thought, form)


@require_POST
@for_reader
def scenario_duplicates(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """One's own copy of any scenario that one may see."""
    found = visible_scenario(reader, pk)
    name = _("Copy of %(name)s") % {"name": found.name}
    made = duplicate(found, name=name, by=reader.user, at=reader.at)
    return redirect("insights:scenario", pk=made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def scenario_removal(request: SignedInRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks first: it does not come back."""
    found = own_scenario(reader, pk)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The scenario is deleted."))
        return go(request, reverse("insights:scenarios"))
    return render(request, "insights/scenario_removal.html", {"reader": reader, "scenario": found})


def own_scenario(reader: Reader, pk: int) -> Scenario:
    """One's own. Raises Http404."""
    found = visible_scenario(reader, pk)
    if found.created_by_id != reader.user.pk:
        raise Http404
    return found


def _thought(thought: Thought | None) -> Thought:
    if thought is None:
        raise Http404
    return thought


def _typed(request: SignedInRequest, thought: Thought, **named: Any) -> ScenarioForm:
    """A scenario is not kept while something that was assumed cannot be read."""
    form = ScenarioForm(request.POST if request.method == "POST" else None, **named)
    if form.is_bound:
        for name, problem in thought.assumed.errors.items():
            words = {"typed": thought.assumed.typed[name], "problem": problem}
            form.add_error(None, _("“%(typed)s” cannot be assumed. %(problem)s") % words)
    return form


def _form(request: SignedInRequest, reader: Reader, goal: Goal, thought: Thought, form: ScenarioForm) -> HttpResponse:
    context = {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "assumed": assumed_lines(thought, reader),
        "form": form,
    }
    return render(request, "insights/scenario_form.html", context, status=422 if form.errors else 200)
