"""The second step of a goal: candidates for the factor that closes the gap, ranked while they are typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaname.goals.csf.candidates import add_csf, change_csf, remove_csf, restore_csf
from kaname.goals.csf.csf_lines import csf_lines, selection_lines
from kaname.goals.csf.goal_gap import gap_of
from kaname.goals.csf.moved_metrics import moved_metrics, moved_name
from kaname.goals.csf.ranking_lines import asked_criterion, ranking_panel
from kaname.goals.errors import GoalsError
from kaname.goals.forms.csf_form import CsfForm, standing
from kaname.goals.forms.linked_metrics import metric_options
from kaname.goals.forms.merging import merged
from kaname.goals.goal_access import for_goal, for_setting, may_edit
from kaname.goals.goal_steps import Step, steps_of
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Csf, Goal
from kaname.goals.reader import Reader
from kaname.web.requests import SignedInRequest


@require_safe
@for_goal
def goal_csf(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """The candidates; `by` says what they are ranked by."""
    if request.htmx:
        return render(request, "goals/goal_csf_ranking.html", _ranking(request, reader, goal))
    return render(request, "goals/goal_csf.html", _page(request, reader, goal))


@require_POST
@for_setting
def goal_csf_new(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Puts a candidate on the list, of which only the name is known."""
    name = request.POST.get("name", "")
    try:
        csf = add_csf(goal, name=name, by=reader.user, at=reader.at)
    except GoalsError as error:
        context = _page(request, reader, goal) | {"new_name": name, "new_problem": str(error)}
        return render(request, "goals/goal_csf.html", context, status=422)
    return redirect(csf_url(goal, csf))


@require_POST
@for_setting
def goal_csf_candidate(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """Keeps what stands in a candidate's form: with htmx while it is typed, otherwise when it is sent.

    What is not sent stays.
    """
    csf = get_object_or_404(goal.csfs.select_related("cell"), pk=pk)
    linked_before = list(csf.metric_keys)
    metric = gap_of(goal, reader).definition
    form = CsfForm(merged(request.POST, standing(csf, metric)), csf=csf, reader=reader, metric=metric)
    change_csf(csf, by=reader.user, at=reader.at, typed=form.typed, **form.parts)
    if request.htmx:
        context = _ranking(request, reader, goal) | _candidate(goal, csf, reader)
        context["relinked"] = csf.metric_keys != linked_before
        return render(request, "goals/goal_csf_saved.html", context)
    if form.errors:
        return render(request, "goals/goal_csf.html", _page(request, reader, goal), status=422)
    return redirect(csf_url(goal, csf))


@require_POST
@for_setting
def goal_csf_removal(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """Takes a candidate off the list; the page offers to put it back."""
    csf = get_object_or_404(goal.csfs.current(), pk=pk)
    try:
        remove_csf(csf, by=reader.user, at=reader.at)
        messages.success(request, _("“%(csf)s” is off the list. You can put it back below.") % {"csf": csf.name})
    except GoalsError as error:
        messages.error(request, str(error))
    return redirect(csf_url(goal))


@require_POST
@for_setting
def goal_csf_restoration(request: SignedInRequest, reader: Reader, goal: Goal, pk: int) -> HttpResponse:
    """Puts a removed candidate back on the list."""
    csf = get_object_or_404(goal.csfs, pk=pk)
    restore_csf(csf, by=reader.user, at=reader.at)
    return redirect(csf_url(goal, csf))


def csf_url(goal: Goal, csf: Csf | None = None) -> str:
    """The page of a goal's candidates, at one of them."""
    return reverse("goals:goal_csf", args=[goal.key]) + (f"#csf-{csf.pk}" if csf else "")


def _page(request: SignedInRequest, reader: Reader, goal: Goal) -> dict[str, Any]:
    context = _ranking(request, reader, goal)
    editable = may_edit(reader, goal)
    moved = moved_metrics(goal, [key for csf in context["csfs"] for key in csf.metric_keys], reader)
    return context | {
        "goal_name": goal_name(goal, reader),
        "steps": steps_of(goal, current=Step.CSF),
        "frame": "goals/goal_base.html" if editable else "web/base.html",
        "editable": editable,
        "lines": csf_lines(
            context["csfs"],
            selected=context["selected"],
            gap=context["panel"].gap,
            moved=moved,
            editable=editable,
            reader=reader,
        ),
        "removed": list(goal.csfs.exclude(removed_at=None)) if editable else [],
        "selections": selection_lines(goal),
        "metric_options": metric_options(reader),
        "moved_period": moved_name(moved, reader),
    }


def _ranking(request: SignedInRequest, reader: Reader, goal: Goal) -> dict[str, Any]:
    """What the panel needs, which every change draws anew."""
    csfs = list(goal.csfs.current().select_related("cell"))
    selected = goal.selected_csf
    by = asked_criterion(request.POST.get("by") or request.GET.get("by"))
    panel = ranking_panel(goal, csfs, selected=selected, by=by, reader=reader)
    return {"reader": reader, "goal": goal, "csfs": csfs, "selected": selected, "panel": panel}


def _candidate(goal: Goal, csf: Csf, reader: Reader) -> dict[str, Any]:
    """One candidate alone, as it is now."""
    moved = moved_metrics(goal, csf.metric_keys, reader)
    gap = gap_of(goal, reader)
    (line,) = csf_lines([csf], selected=goal.selected_csf, gap=gap, moved=moved, editable=True, reader=reader)
    return {"line": line, "metric_options": metric_options(reader), "moved_period": moved_name(moved, reader)}
