"""Events for programs: what happened around the numbers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from kaname.goals.reader import Reader
from kaname.goals.refusals import reader_of
from kaname.insights.events.operations import Happened, write_event
from kaname.insights.models import Event, Reason
from kaname.insights.models.event import EventQuerySet
from kaname.measures.periods import ONE_DAY
from kaname.people.models import Team
from kaname.web.api import ErrorAnswer, Paging, Problem, paged

router = Router(tags=["insights"])


class EventOut(Schema):
    """`team` "" is everybody; the first and the last day."""

    id: int
    name: str
    kind: str
    team: str
    starts_on: date
    last_on: date


class EventPage(Schema):
    items: list[EventOut]
    page: int
    size: int
    total: int


class EventIn(Schema):
    """Without `last_on` it is a single day, without `team` it concerned everybody."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    starts_on: date
    last_on: date | None = None
    kind: Reason = Reason.EVENT
    team: Annotated[str, Field(max_length=64)] = ""


@router.get("/events/", response={200: EventPage, 422: ErrorAnswer})
def get_events(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """The latest first."""
    found: dict[str, Any] = paged(_events(reader_of(request)), paging)
    return {**found, "items": [_answer(row) for row in found["items"]]}


@router.post("/events/", response={201: EventOut, 403: ErrorAnswer, 404: ErrorAnswer, 422: ErrorAnswer})
def post_event(request: HttpRequest, asked: EventIn) -> Status[dict[str, Any]]:
    """Write one down."""
    reader = reader_of(request)
    if not reader.sets_targets:
        raise Problem(403, "not_yours", _("Leaders write events down."))
    last = asked.last_on or asked.starts_on
    if last < asked.starts_on or last == date.max:
        text = _("There is no day after this one.") if last == date.max else _("The last day is not before the first.")
        raise Problem(422, "invalid", text, {"last_on" if asked.last_on else "starts_on": text})
    teams = Team.objects.filter(key__in=reader.scope.managed_team_keys)
    team = get_object_or_404(teams, key=asked.team) if asked.team else None
    happened = Happened(asked.name, asked.kind, team, asked.starts_on, last + ONE_DAY)
    return Status(201, _answer(write_event(happened, by=reader.user, at=reader.at)))


def _events(reader: Reader) -> EventQuerySet:
    return Event.objects.visible_in(reader.scope).order_by("-starts_on", "name", "pk")


def _answer(row: Event) -> dict[str, Any]:
    return {
        "team": row.team_key,
        **{name: getattr(row, name) for name in ("id", "name", "kind", "starts_on", "last_on")},
    }
