"""KPIs of a goal for programs: one to three for each team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from kaname.goals.errors import GoalsError
from kaname.goals.goal_access import visible_goal
from kaname.goals.goals_api import own_goal
from kaname.goals.kpis.choosing import add_kpi, remove_kpi
from kaname.goals.models import Goal, Kpi
from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, Reason, reader_of, refusals
from kaname.measures.periods import Grain
from kaname.people.models import Team
from kaname.web.api import Problem

router = Router(tags=["goals"])


class KpiIn(Reason):
    """`team` is a key of the goal's team or of one below; without it the goal's owner follows the KPI.

    A team's fourth KPI takes the place of another, whose id is `instead_of`.
    """

    metric: str
    team: str | None = None
    grain: Literal["week", "month", "quarter", "fiscal_quarter", "half", "fiscal_year"] = "month"
    instead_of: int | None = None


class KpiOut(Schema):
    """`position` is its place among the team's three."""

    id: int
    metric: str
    team: str | None
    position: int
    grain: str
    reason: str


@router.get("/goals/{key}/kpis/", response={200: list[KpiOut], **REFUSED})
def list_kpis(request: HttpRequest, key: str) -> list[dict[str, Any]]:
    """The KPIs that are followed now, by team and place."""
    goal = visible_goal(reader_of(request), key)
    return [_kpi(kpi) for kpi in Kpi.objects.current().filter(goal=goal).select_related("team")]


@router.post("/goals/{key}/kpis/", response={201: KpiOut, **REFUSED})
def post_kpi(request: HttpRequest, key: str, asked: KpiIn) -> Status[dict[str, Any]]:
    """Follow a metric. A fourth is refused as kpi_limit; `fields` then names the metric of each KPI by its id."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    team = _team(asked.team, reader)
    before = None if asked.instead_of is None else _found(goal, asked.instead_of)
    with refusals(), _offering_swaps(goal, team):
        kpi = add_kpi(
            goal,
            metric_key=asked.metric,
            team=team,
            grain=Grain(asked.grain),
            reason=asked.reason,
            instead_of=before,
            by=reader.user,
            at=reader.at,
        )
    return Status(201, _kpi(kpi))


@router.post("/goals/{key}/kpis/{pk}/removal/", response={200: list[KpiOut], **REFUSED})
def post_removal(request: HttpRequest, key: str, pk: int, asked: Reason) -> list[dict[str, Any]]:
    """Give a KPI up, with a reason once the goal counts; answers those that remain."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    kpi = _found(goal, pk)
    with refusals():
        remove_kpi(kpi, reason=asked.reason, by=reader.user, at=reader.at)
    return list_kpis(request, key)


@contextmanager
def _offering_swaps(goal: Goal, team: Team | None) -> Iterator[None]:
    try:
        yield
    except GoalsError as error:
        if error.code != "kpi_limit":
            raise
        held = Kpi.objects.current().filter(goal=goal, team=None if team == goal.team else team)
        raise Problem(422, error.code, str(error), {str(kpi.pk): kpi.metric_key for kpi in held}) from error


def _team(key: str | None, reader: Reader) -> Team | None:
    if key is None:
        return None
    if key not in reader.scope.team_keys:
        raise Http404
    return get_object_or_404(Team, key=key)


def _found(goal: Goal, pk: int) -> Kpi:
    return get_object_or_404(Kpi.objects.current().filter(goal=goal), pk=pk)


def _kpi(kpi: Kpi) -> dict[str, Any]:
    return {
        "id": kpi.pk,
        "metric": kpi.metric_key,
        "team": kpi.team.key if kpi.team else None,
        "position": kpi.position,
        "grain": kpi.grain,
        "reason": kpi.reason,
    }
