"""The page of a goal: its whole story, live; and stopping it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kaname.goals.forms.errors import errors_beside
from kaname.goals.forms.revision_form import WithdrawalForm
from kaname.goals.goal_access import for_goal, for_setting
from kaname.goals.goal_page.story import story_of
from kaname.goals.goal_words import goal_name
from kaname.goals.journal import organisation_and_journal
from kaname.goals.kgi.publishing import archive_goal
from kaname.goals.models import Goal, Target
from kaname.goals.reader import Reader
from kaname.goals.views.entry import go
from kaname.web.requests import SignedInRequest

LIVE_PART = "goal"


@require_safe
@for_goal
def goal(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Whole as a page; to its own live part, the part alone."""
    if goal.is_draft:
        return redirect("goals:goal_kgi", key=goal.key)
    _organisation, journal = organisation_and_journal()
    story = story_of(goal, against=request.GET.get("against", ""), reader=reader, journal=journal)
    context = story | {
        "reader": reader,
        "goal": goal,
        "restorable": goal.archived_at is not None and reader.may_set(team=goal.team, person=None),
    }
    alone = request.htmx and request.htmx.target == LIVE_PART
    return render(request, "goals/goal.html#story" if alone else "goals/goal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_setting
def goal_archiving(request: SignedInRequest, reader: Reader, goal: Goal) -> HttpResponse:
    """Asks why, then takes the goal and its targets out of force."""
    if goal.is_draft:
        raise Http404
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_beside(form):
            archive_goal(goal, reason=form.cleaned_data["reason"], by=reader.user, at=reader.at)
            return go(request, reverse("goals:goal", args=[goal.key]))
    context = {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "form": form,
        "n_targets": Target.objects.in_force().filter(goal=goal).count(),
    }
    return render(request, "goals/goal_archiving.html", context, status=422 if form.errors else 200)
