"""This slice's part of the API: one's own notices and choices; for administrators channels and deliveries."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from kaname.people.models import Role
from kaname.people.queries import organisation
from kaname.telling import operations
from kaname.telling.delivery_lines import line
from kaname.telling.errors import TellingError
from kaname.telling.kinds import kinds_for
from kaname.telling.models import Channel, Delivery, Notice, Rhythm, State
from kaname.telling.queries import choices_of, notices_of, reach_of
from kaname.web.api import ErrorAnswer, Paging, Problem, paged

router = Router(tags=["telling"])
REFUSED = dict.fromkeys((403, 404, 422), ErrorAnswer)
MOST_SEEN = 500


class NoticeOut(Schema):
    """`url` is a path of this server."""

    id: int
    kind: str
    title: str
    body: str
    url: str
    at: datetime
    seen_at: datetime | None


class NoticesPage(Schema):
    items: list[NoticeOut]
    page: int
    size: int
    total: int


class NoticesQuery(Schema):
    """All of the last 90 days, or with `unseen` only what was not marked as seen."""

    unseen: bool = False


class SeenIn(Schema):
    """Which ones, 500 at a time; without `ids` all of them."""

    ids: Annotated[list[Annotated[int, Field(ge=1, lt=2**63)]], Field(max_length=MOST_SEEN)] | None = None


class SeenOut(Schema):
    """How many had not been seen before."""

    marked: int


class ChoiceBody(Schema):
    """`mail` and `chat` are at_once, daily, weekly or never."""

    in_product: bool
    mail: Rhythm
    chat: Rhythm


class PreferencesOut(Schema):
    """`chat_address` is shortened: it is a secret. `kinds` has every kind that you can be told."""

    workday_starts_at: time | None
    at_any_time: bool
    chat_service: str
    chat_address: str
    kinds: dict[str, ChoiceBody]


class PreferencesIn(Schema):
    """What is left out stays as it is."""

    workday_starts_at: time | None = None
    at_any_time: bool | None = None
    kinds: dict[str, ChoiceBody] = Field(default_factory=dict)


class ChannelOut(Schema):
    """`address` is shortened: it is a secret."""

    id: int
    name: str
    service: str
    address: str = Field(alias="hint")
    kinds: list[str]
    at_any_time: bool
    allows_private: bool
    created_at: datetime


class DeliveryOut(Schema):
    """`state` is waiting, retrying, sent or given_up; `status`, `failure` and `answer` are of the last attempt."""

    id: int
    receiver: str
    way: str
    what: str
    state: str
    attempts: int
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None
    status: int | None
    failure: str
    answer: str


class DeliveriesPage(Schema):
    items: list[DeliveryOut]
    page: int
    size: int
    total: int


class DeliveriesQuery(Schema):
    state: State | None = None
    channel: int | None = Field(None, lt=2**63)


@router.get("/telling/notices/", response={200: NoticesPage, **REFUSED})
def list_notices(request: HttpRequest, wanted: Query[NoticesQuery], paging: Query[Paging]) -> dict[str, Any]:
    """What you were told besides changes of targets, which /notices/ lists; the newest first."""
    notices = notices_of(_user(request), at=timezone.now())
    found = paged(notices.unseen() if wanted.unseen else notices, paging)
    zone = organisation().zone
    return found | {"items": [_notice(one, zone) for one in found["items"]]}


@router.post("/telling/notices/seen/", response={200: SeenOut, **REFUSED})
def post_seen(request: HttpRequest, asked: SeenIn) -> dict[str, int]:
    """Mark notices as seen."""
    notices = notices_of(_user(request), at=timezone.now())
    chosen = notices if asked.ids is None else notices.filter(pk__in=asked.ids)
    return {"marked": chosen.mark_seen(at=timezone.now())}


@router.get("/telling/preferences/", response={200: PreferencesOut, **REFUSED})
def get_preferences(request: HttpRequest) -> dict[str, Any]:
    """How you are told."""
    user = _user(request)
    reach, choices = reach_of(user), choices_of(user)
    return {
        "workday_starts_at": reach.workday_starts_at,
        "at_any_time": reach.at_any_time,
        "chat_service": reach.chat_service,
        "chat_address": reach.chat_hint,
        "kinds": {kind.key: choices[kind.key] for kind in kinds_for(user.role)},
    }


@router.patch("/telling/preferences/", response={200: PreferencesOut, **REFUSED})
def patch_preferences(request: HttpRequest, asked: PreferencesIn) -> dict[str, Any]:
    """Change how you are told; a `workday_starts_at` of null takes the organisation's."""
    user = _user(request)
    given = asked.dict(exclude_unset=True)
    reach = reach_of(user)
    own = {name: given.get(name, getattr(reach, name)) for name in ("workday_starts_at", "at_any_time")}
    try:
        operations.choose(
            user, {key: operations.Choice(one.in_product, one.mail, one.chat) for key, one in asked.kinds.items()}
        )
    except TellingError as refused:
        raise Problem(422, refused.code, str(refused)) from refused
    operations.set_hours(user, workday_starts_at=own["workday_starts_at"], at_any_time=bool(own["at_any_time"]))
    return get_preferences(request)


@router.get("/telling/channels/", response={200: list[ChannelOut], **REFUSED})
def list_channels(request: HttpRequest) -> list[Channel]:
    """The organisation's channels and webhooks. Administrators only."""
    return list(Channel.objects.visible_to(_administrator(request)))


@router.get("/telling/deliveries/", response={200: DeliveriesPage, **REFUSED})
def list_deliveries(request: HttpRequest, wanted: Query[DeliveriesQuery], paging: Query[Paging]) -> dict[str, Any]:
    """What was sent and what came back, the newest first. Administrators only."""
    found = Delivery.objects.visible_to(_administrator(request)).listed()
    found = found.in_state(wanted.state) if wanted.state else found
    found = found.filter(channel=wanted.channel) if wanted.channel else found
    page = paged(found, paging)
    zone = organisation().zone
    return page | {"items": [_delivery(one, zone) for one in page["items"]]}


@router.post("/telling/deliveries/{pk}/attempts/", response={200: DeliveryOut, **REFUSED})
def post_attempt(request: HttpRequest, pk: Annotated[int, Field(ge=1, lt=2**63)]) -> dict[str, Any]:
    """Send one that ended again. Administrators only."""
    found = get_object_or_404(Delivery.objects.visible_to(_administrator(request)).listed(), pk=pk)
    try:
        operations.send_again(found, at=timezone.now())
    except TellingError as refused:
        raise Problem(422, refused.code, str(refused)) from refused
    again = Delivery.objects.visible_to(_administrator(request)).listed().get(pk=pk)
    return _delivery(again, organisation().zone)


def _notice(one: Notice, zone: ZoneInfo) -> dict[str, Any]:
    words = {"title": one.title_text(zone=zone), "body": one.body_text(zone=zone)}
    return {"id": one.pk, "kind": one.kind, "url": one.url, "at": one.at, "seen_at": one.seen_at, **words}


def _delivery(one: Delivery, zone: ZoneInfo) -> dict[str, Any]:
    told = line(one, zone=zone)
    kept = ("attempts", "made_at", "due_at", "sent_at", "status", "answer")
    words = {"id": one.pk, "receiver": told.receiver, "way": told.way, "what": told.what, "state": one.state.value}
    return words | {"failure": one.why} | {name: getattr(one, name) for name in kept}


def _user(request: HttpRequest) -> Any:
    return request.user


def _administrator(request: HttpRequest) -> Any:
    if getattr(request.user, "role", "") != Role.ADMINISTRATOR:
        raise PermissionDenied
    return request.user
