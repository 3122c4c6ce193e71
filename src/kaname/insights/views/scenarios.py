"""The scenarios that were kept, and the goals that can be tried out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.insights.models import GoalOutlook
from kaname.insights.scenarios.listing import choices_of, scenario_lines
from kaname.web.requests import SignedInRequest


@require_safe
@for_reader
def scenarios(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """Newest first."""
    goals = Goal.objects.visible_in(reader.scope).published().current().select_related("team")
    known = set(GoalOutlook.objects.filter(goal__in=goals).values_list("goal_id", flat=True))
    running = [goal for goal in goals if goal.period.contains(reader.today)]
    context = {
        "reader": reader,
        "goals": choices_of([goal for goal in running if goal.pk in known], reader),
        "lines": scenario_lines(reader),
        "n_running": len(running),
    }
    return render(request, "insights/scenarios.html", context)
