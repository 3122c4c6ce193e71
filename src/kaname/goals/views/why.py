"""From a number on a board to the target behind it, also where that is a part of the team's."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kaname.goals.models import Target
from kaname.goals.period_choices import read_code
from kaname.goals.queries import targets_for
from kaname.goals.reader import Reader
from kaname.goals.targets import ResolvedTarget
from kaname.goals.views.entry import for_reader
from kaname.goals.words import metric_name
from kaname.measures.periods import Period
from kaname.web.requests import SignedInRequest


@require_safe
@for_reader
def why(request: SignedInRequest, reader: Reader) -> HttpResponse:
    """`metric`, `period` and one of `person` and `team`: goes to the target from which theirs comes."""
    metric, period = request.GET.get("metric", ""), read_code(request.GET.get("period", ""))
    if metric not in reader.definitions or period is None:
        raise Http404
    resolved = _resolved(request, reader, metric, period)
    visible = Target.objects.visible_in(reader.scope).filter(pk__in=resolved.target_ids if resolved else ())
    target = visible.order_by("goal", "pk").first()
    if target is not None:
        return redirect("goals:target", pk=target.pk)
    name = metric_name(metric, reader.definitions)
    return render(request, "goals/why_unknown.html", {"reader": reader, "metric_name": name, "resolved": resolved})


def _resolved(request: SignedInRequest, reader: Reader, metric: str, period: Period) -> ResolvedTarget | None:
    person, team = request.GET.get("person", ""), request.GET.get("team", "")
    scope = reader.scope
    asked = {"metric_keys": [metric], "period": period, "definitions": reader.definitions}
    if person:
        if person not in scope.person_keys:
            raise Http404
        return targets_for(person_keys=[person], **asked).people.get((metric, person))  # type: ignore[arg-type]
    if team and team not in scope.team_keys:
        raise Http404
    return targets_for(team_key=team or None, **asked).team.get(metric)  # type: ignore[arg-type]
