"""Actions for programs: what is due, ticking it, and how far people keep to it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kaname.goals.actions.queries import Adherence, DueAction, actions_of, adherence, is_theirs
from kaname.goals.actions.ticking import may_tick, take_back, tick
from kaname.goals.errors import GoalsError
from kaname.goals.exchange.kinds import figure_of
from kaname.goals.models import Action, ActionTick
from kaname.goals.plan_access import DaysQuery, period_asked
from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, reader_of, refusals
from kaname.measures.periods import Period, within_reach
from kaname.people.models import Person
from kaname.people.queries import people_in, teams_below

router = Router(tags=["actions"])


class DueQuery(Schema):
    """Without a person, yours; without a day, today."""

    person: str | None = None
    day: date | None = None


class DueOut(Schema):
    """An action in its occurrence, starts_on <= day < ends_on. `counted`: facts say what is done, else `ticks` do."""

    action: int
    name: str
    goal: str
    kpi: int
    metric: str
    initiative: int
    person: str
    starts_on: date
    ends_on: date
    quota: float
    done: float
    counted: bool
    ticks: list[int]
    note: str


class TickIn(Schema):
    """Without a person, yours; without a day, today. Of what facts count only the note is kept."""

    person: str | None = None
    day: date | None = None
    amount: Annotated[Decimal, Field(ge=0, le=1_000_000, max_digits=12, decimal_places=2)] = Decimal(1)
    note: str = ""


class TickOut(Schema):
    id: int
    action: int
    person: str
    day: date
    amount: Decimal
    note: str
    at: datetime
    undone_at: datetime | None


class AdherenceQuery(DaysQuery):
    """Of one person or of a team and those below it; without either, of everybody whose numbers you may see."""

    person: str | None = None
    team: str | None = None


class AdherenceOut(Schema):
    """`done` counts at most what was `due` in each occurrence; `share` is done ÷ due [0-1], null while nothing was due.

    `kept` of the `occurrences` due were done whole, the last `run` of them one after the other.
    """

    action: int
    person: str
    due: float
    done: float
    share: float | None
    occurrences: int
    kept: int
    run: int


@router.get("/actions/due/", response={200: list[DueOut], **REFUSED})
def list_due(request: HttpRequest, wanted: Query[DueQuery]) -> list[dict[str, Any]]:
    """What is due for one person in the day, week or month that holds the day, done or not."""
    reader = reader_of(request)
    person = _person(wanted.person, reader)
    with refusals():
        return [_due(one) for one in actions_of(person, day=_reachable(wanted.day, reader), reader=reader)]


@router.get("/actions/adherence/", response={200: list[AdherenceOut], **REFUSED})
def list_adherence(request: HttpRequest, wanted: Query[AdherenceQuery]) -> list[dict[str, Any]]:
    """How far people keep each of their actions: occurrences that end in these days, as far as they are due by now."""
    reader = reader_of(request)
    with refusals():
        days = period_asked(wanted, reader)
        keys = _people(wanted, days, reader)
        return [_adherence(one) for one in adherence(person_keys=keys, period=days, reader=reader)]


@router.post("/actions/{pk}/ticks/", response={201: TickOut, **REFUSED})
def post_tick(request: HttpRequest, pk: int, asked: TickIn) -> Status[dict[str, Any]]:
    """Say that somebody did an action: you, or somebody whom you manage."""
    reader = reader_of(request)
    action = get_object_or_404(Action.objects.current().select_related("initiative__kpi"), pk=pk)
    person, day = _person(asked.person, reader), _reachable(asked.day, reader)
    with refusals():
        if day > reader.today:
            raise GoalsError("tick_ahead")
        if not (may_tick(reader.scope, reader.user, person) and is_theirs(action, person, day=day, reader=reader)):
            raise Http404
        amount = Decimal(0) if action.metric_key in reader.definitions else asked.amount
        made = tick(action, person=person, day=day, amount=amount, note=asked.note, by=reader.user, at=reader.at)
    return Status(201, _tick(made))


@router.post("/actions/{pk}/ticks/{number}/undoing/", response={200: TickOut, **REFUSED})
def post_undoing(request: HttpRequest, pk: int, number: int) -> dict[str, Any]:
    """Take a tick back; the record stays."""
    reader = reader_of(request)
    found = get_object_or_404(ActionTick.objects.select_related("person"), action=pk, pk=number)
    if not may_tick(reader.scope, reader.user, found.person):
        raise Http404
    take_back(found, by=reader.user, at=reader.at)
    return _tick(found)


def _person(key: str | None, reader: Reader) -> Person:
    """The reader, or somebody whose numbers they may see."""
    if key is None:
        return get_object_or_404(Person, user=reader.user.pk)
    if key not in reader.scope.person_keys:
        raise Http404
    return get_object_or_404(Person, key=key)


def _people(wanted: AdherenceQuery, days: Period, reader: Reader) -> list[str]:
    """Keys of those who are asked about and whom the reader may see, by name."""
    seen = reader.scope.person_keys
    if wanted.person is not None:
        return [_person(wanted.person, reader).key]
    if wanted.team is None:
        return sorted(seen)
    if wanted.team not in reader.scope.team_keys:
        raise Http404
    return [person.key for person in people_in(teams_below({wanted.team}), days) if person.key in seen]


def _reachable(day: date | None, reader: Reader) -> date:
    if day is not None and not within_reach(day):
        raise Http404
    return day or reader.today


def _due(one: DueAction) -> dict[str, Any]:
    initiative = one.action.initiative
    return {
        "action": one.action.pk,
        "name": one.action.name,
        "goal": initiative.kpi.goal.key,
        "kpi": initiative.kpi_id,
        "metric": initiative.kpi.metric_key,
        "initiative": initiative.pk,
        "person": one.person.key,
        "starts_on": one.period.starts_on,
        "ends_on": one.period.ends_on,
        "quota": one.quota,
        "done": one.done,
        "counted": one.is_counted,
        "ticks": [found.pk for found in one.ticks],
        "note": one.note,
    }


def _adherence(one: Adherence) -> dict[str, Any]:
    same = ("due", "done", "share", "occurrences", "kept", "run")
    return {name: getattr(one, name) for name in same} | {"action": one.action.pk, "person": one.person_key}


def _tick(found: ActionTick) -> dict[str, Any]:
    return {
        "id": found.pk,
        "action": found.action_id,
        "person": found.person.key,
        "day": found.done_on,
        "amount": figure_of(found.amount),
        "note": found.note,
        "at": found.at,
        "undone_at": found.undone_at,
    }
