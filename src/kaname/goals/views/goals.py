"""All goals side by side, and how one begins and is thrown away again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaname.goals.errors import GoalsError
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.goal_new_form import GoalNewForm
from kaname.goals.goal_access import for_setting, visible_goal
from kaname.goals.goal_lines import goal_lines
from kaname.goals.goal_words import goal_name
from kaname.goals.kgi.drafting import create_goal
from kaname.goals.kgi.publishing import discard_goal, restore_goal
from kaname.goals.models import Goal
from kaname.goals.period_choices import code
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader, go
from kaname.measures.periods import Grain, period_of
from kaname.web.requests import SignedInRequest


@require_safe
@for_reader
def goals(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Goals that count, drafts, and (asked for) archived ones."""
    found = Goal.objects.visible_in(reader.scope).select_related("team", "target", "parent__team")
    archived = "archived" in request.GET
    chosen = found.exclude(archived_at=None) if archived else found.current()
    lines = goal_lines(list(chosen), reader)
    context = {
        "reader": reader,
        "lines": [line for line in lines if not line.goal.is_draft],
        "drafts": [line for line in lines if line.goal.is_draft],
        "archived": archived,
        "any_archived": archived or found.exclude(archived_at=None).exists(),
    }
    return render(request, "goals/goals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reader
def goal_new(request: SignedInRequest, reader: Reader) -> HttpResponse:
    if not reader.sets_targets:
        raise Http404
    year = period_of(reader.today, grain=Grain.FISCAL_YEAR, calendar=reader.calendar)
    form = GoalNewForm(request.POST or None, reader=reader, initial={"period": code(year), "metric": "revenue"})
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            goal = create_goal(
                metric_key=form.cleaned_data["metric"],
                period=form.cleaned_data["period"],
                team=form.chosen_owner.team,
                by=reader.user,
                at=reader.at,
            )
            return go(request, reverse("goals:goal_kgi", args=[goal.key]))
    return render(request, "goals/goal_new.html", {"reader": reader, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_setting
def goal_discard(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Asks, then throws a draft away with all that was written on its way."""
    if not goal.is_draft:
        raise Http404
    if request.method == "POST":
        try:
            discard_goal(goal, by=reader.user, at=reader.at)
        except GoalsError as error:
            messages.error(request, str(error))
            return redirect("goals:goal", key=goal.key)
        messages.success(request, _("The draft is discarded."))
        return go(request, reverse("goals:goals"))
    context = {"reader": reader, "goal": goal, "goal_name": goal_name(goal, reader)}
    return render(request, "goals/goal_discard.html", context)


@require_POST
@for_reader
def goal_restoration(request: SignedInRequest, reader: Reader, key: str) -> HttpResponse:
    """Undoes an archiving."""
    goal = visible_goal(reader, key)
    if not reader.may_set(team=goal.team, person=None):
        raise Http404
    try:
        restore_goal(goal, by=reader.user, at=reader.at)
        messages.success(request, _("The goal and its targets are in force again."))
    except GoalsError as error:
        messages.error(request, str(error))
    return redirect("goals:goal", key=goal.key)
