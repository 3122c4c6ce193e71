"""Which plans a program may read and change, and for which days it asks how they are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Schema

from kaname.goals.actions.lines import plan_lines
from kaname.goals.actions.planning import owner_team
from kaname.goals.errors import GoalsError
from kaname.goals.forms.plan_forms import plannable_teams
from kaname.goals.goal_access import visible_goal
from kaname.goals.models import Action, Initiative, Kpi
from kaname.goals.plan_answers import initiative_answer
from kaname.goals.reader import Reader
from kaname.goals.refusals import refusals
from kaname.measures.periods import (
    DAY_AFTER_LAST,
    FIRST_DAY,
    ONE_DAY,
    Grain,
    Period,
    period_of,
    within_reach,
)
from kaname.people.models import Team

MOST_DAYS = 366


class DaysQuery(Schema):
    """Adherence is that of since <= day < until, a year at most; without them of the running month."""

    since: date | None = None
    until: date | None = None


def followed_kpi(reader: Reader, key: str, pk: int) -> Kpi:
    kpis = Kpi.objects.current().select_related("goal__team", "team")
    return get_object_or_404(kpis, goal=visible_goal(reader, key), pk=pk)


def visible_initiative(reader: Reader, pk: int) -> Initiative:
    rows = Initiative.objects.visible_in(reader.scope).select_related("kpi__goal__team", "kpi__team", "team")
    return get_object_or_404(rows, pk=pk)


def own_initiative(reader: Reader, pk: int) -> Initiative:
    """An initiative that is the reader's to change; others are not found."""
    found = visible_initiative(reader, pk)
    if not reader.may_set(team=found.team or owner_team(found.kpi), person=None):
        raise Http404
    with refusals():
        require_current(found.kpi)
    return found


def own_action(reader: Reader, pk: int) -> Action:
    found = get_object_or_404(Action.objects.prefetch_related("owners__team", "owners__person"), pk=pk)
    found.initiative = own_initiative(reader, found.initiative_id)
    return found


def require_current(kpi: Kpi) -> None:
    if kpi.goal.archived_at is not None:
        raise GoalsError("goal_is_archived")


def plannable_team(key: str | None, kpi: Kpi, reader: Reader) -> Team | None:
    """A team whose plan the reader may make."""
    if key is None:
        return None
    found = next((team for team in plannable_teams(kpi, reader) if team.key == key), None)
    if found is None:
        raise Http404
    return found


def without_null(given: dict[str, Any]) -> dict[str, Any]:
    """A first day cannot be taken away."""
    return {name: value for name, value in given.items() if name != "starts_on" or value is not None}


def plan_answer(kpi: Kpi, reader: Reader, days: Period, *, archived: bool) -> list[dict[str, Any]]:
    with refusals():
        (plan,) = plan_lines([kpi], period=days, reader=reader, archived=archived)
    return [initiative_answer(line) for line in plan.initiatives]


def answer(found: Initiative, reader: Reader) -> dict[str, Any]:
    """One initiative with everything below it, and how far it is kept in the running month."""
    lines = plan_answer(found.kpi, reader, period_asked(DaysQuery(), reader), archived=True)
    return next(line for line in lines if line["id"] == found.pk)


def period_asked(wanted: DaysQuery, reader: Reader) -> Period:
    """Raises GoalsError dates_reversed, plan_day_out_of_reach, plan_days_too_many."""
    month = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)
    return _checked(wanted.since or month.starts_on, wanted.until or month.ends_on)


def _checked(since: date, until: date) -> Period:
    """Raises GoalsError dates_reversed, plan_day_out_of_reach, plan_days_too_many."""
    if since >= until:
        raise GoalsError("dates_reversed")
    if not (within_reach(since) and within_reach(until)):
        raise GoalsError("plan_day_out_of_reach", first=FIRST_DAY, last=DAY_AFTER_LAST - ONE_DAY)
    found = Period(since, until)
    if found.days > MOST_DAYS:
        raise GoalsError("plan_days_too_many", most=MOST_DAYS)
    return found
