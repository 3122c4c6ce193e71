"""Typical factors of success to choose from, by line of work."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaname.facts.metrics.catalogue import work_names
from kaname.goals.csf.library import csf_from_library, library
from kaname.goals.csf.library_lines import library_lines
from kaname.goals.errors import GoalsError
from kaname.goals.goal_access import for_setting
from kaname.goals.goal_steps import Step, steps_of
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.words import name_of
from kaname.web.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_setting
def goal_csf_library(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """The factors of one line of work; POST copies `factor` to the candidates and stays here for more."""
    work = _work(request.GET.get("work", ""), goal, reader)
    if request.method == "POST":
        try:
            csf = csf_from_library(goal, request.POST.get("factor", ""), by=reader.user, at=reader.at)
        except GoalsError as error:
            raise Http404 from error
        messages.success(request, _("“%(csf)s” is on the list of candidates.") % {"csf": csf.name})
        return redirect(f"{reverse('goals:goal_csf_library', args=[goal.key])}?work={work}")
    context = {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "steps": steps_of(goal, current=Step.CSF),
        "work": work,
        "works": [(key, name_of(work_names()[key])) for key in library()],
        "lines": library_lines(goal, work, reader),
    }
    return render(request, "goals/goal_csf_library.html", context)


def _work(asked: str, goal: Goal, reader: Reader) -> str:
    """The line of work that was asked for, else that of the goal's metric, else the first."""
    metric = reader.metrics.get(goal.metric_key)
    wanted = asked or (metric.work if metric else "")
    return wanted if wanted in library() else next(iter(library()))
