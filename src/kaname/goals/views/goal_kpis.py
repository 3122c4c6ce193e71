"""The third step of a goal: targets that its tree proposes, and which at most three numbers are KPIs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kaname.goals.errors import GoalsError
from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.kpi_form import KpiForm
from kaname.goals.goal_access import for_setting
from kaname.goals.goal_words import known_name
from kaname.goals.kpi_tree.goal_tree import GoalTree, tree_below
from kaname.goals.kpi_tree.values import tree_values
from kaname.goals.kpis.choosing import add_kpi, remove_kpi
from kaname.goals.kpis.fixing import fix_leaf, read_hours, set_hours_each, take_over
from kaname.goals.kpis.page import frame_context, page_context
from kaname.goals.kpis.planning import Planned, keep, planned_for
from kaname.goals.models import MOST_KPIS, Goal, Kpi
from kaname.goals.reader import Reader
from kaname.goals.typed import read_value
from kaname.goals.views.entry import go
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD"])
@for_setting
def goal_kpis(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    found = tree_below(goal)
    if found is None:
        return redirect("goals:goal_tree", key=goal.key)
    planned = _planned(goal, found, reader)
    if goal.is_draft:
        keep(planned)
    return render(request, "goals/goal_kpis.html", page_context(goal, reader, planned))


@require_POST
@for_setting
def goal_kpi_lock(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """Fix a number at what is typed, or (nothing typed, or `free`) let it go; the others are solved again.

    With `hours` say how long one of it takes; at the pivot with `take` let the proposal be the plan.
    """
    found = tree_below(goal)
    place = None if found is None else next((at for at, node in enumerate(found.nodes) if node.pk == pk), None)
    if found is None or place is None or (place not in found.tree.leaves and "take" not in request.POST):
        raise Http404
    try:
        planned = _changed(request, goal, found, place, reader)
    except GoalsError as error:
        return _answer(request, goal, reader, _planned(goal, found, reader), problem=str(error), problem_at=pk)
    return _answer(request, goal, reader, planned)


@require_http_methods(["GET", "HEAD", "POST"])
@for_setting
def goal_kpi_choices(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Follow a number as a KPI, perhaps instead of another one; who comes back to the address finds the step."""
    if request.method != "POST":
        return redirect("goals:goal_kpis", key=goal.key)
    form = KpiForm(request.POST, goal=goal, reader=reader)
    if form.is_valid():
        try:
            add_kpi(goal, by=reader.user, at=reader.at, **form.cleaned_data)
        except GoalsError as error:
            if error.code == "kpi_limit" or form.cleaned_data["instead_of"] is not None:
                return _offer_swap(request, goal, reader, form, error)
            messages.error(request, str(error))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return go(request, reverse("goals:goal_kpis", args=[goal.key]))


@require_POST
@for_setting
def goal_kpi_removal(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    kpi = get_object_or_404(Kpi.objects.current(), goal=goal, pk=pk)
    try:
        remove_kpi(kpi, by=reader.user, at=reader.at, reason=request.POST.get("reason", ""))
    except GoalsError as error:
        messages.error(request, str(error))
    return go(request, reverse("goals:goal_kpis", args=[goal.key]))


def _planned(goal: Goal, found: GoalTree, reader: Reader) -> Planned:
    return planned_for(goal, found, tree_values(found, goal=goal, reader=reader), reader=reader)


def _changed(request: SignedInRequest, goal: Goal, found: GoalTree, place: int, reader: Reader) -> Planned:
    """Do what was asked for, and solve for the rest. Raises GoalsError."""
    named = {"by": reader.user, "at": reader.at, "reason": request.POST.get("reason", "")}
    if "take" in request.POST:
        return take_over(goal, _planned(goal, found, reader), **named)  # type: ignore[arg-type]
    if "hours" in request.POST:
        set_hours_each(goal, found, place, read_hours(request.POST["hours"]), **named)  # type: ignore[arg-type]
    else:
        fix_leaf(goal, found, place, _typed(request, found, place, reader), **named)  # type: ignore[arg-type]
    return keep(_planned(goal, found, reader))


def _typed(request: SignedInRequest, found: GoalTree, place: int, reader: Reader) -> float | None:
    text = "" if "free" in request.POST else request.POST.get("value", "").strip()
    metric = reader.definitions.get(found.keys[place])
    if not text or metric is None:
        return None
    return float(read_value(text, metric=metric, currency=reader.currency))


def _answer(
    request: SignedInRequest,
    goal: Goal,
    reader: Reader,
    planned: Planned,
    *,
    problem: str = "",
    problem_at: int | None = None,
) -> HttpResponse:
    if not request.htmx and not problem:
        return redirect("goals:goal_kpis", key=goal.key)
    context = page_context(goal, reader, planned) | {"problem": problem, "problem_at": problem_at}
    context["asked"] = request.POST if problem else {}
    template = "goals/goal_kpis.html#plan" if request.htmx else "goals/goal_kpis.html"
    return render(request, template, context, status=422 if problem and not request.htmx else 200)


def _offer_swap(request: SignedInRequest, goal: Goal, reader: Reader, form: KpiForm, error: GoalsError) -> HttpResponse:
    """A fourth is refused, with the reason and which of the three could make room."""
    if error.code != "kpi_limit":
        with errors_beside(form):
            raise error
    held = Kpi.objects.current().filter(goal=goal, team=form.chosen_team)
    context = frame_context(goal, reader) | {
        "form": form,
        "metric_name": known_name(form.data["metric_key"], reader),
        "held": [(kpi, known_name(kpi.metric_key, reader)) for kpi in held],
        "most": MOST_KPIS,
    }
    return render(request, "goals/goal_kpi_swap.html", context, status=422)
