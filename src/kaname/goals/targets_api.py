"""Targets for programs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status

from kaname.goals.errors import GoalsError
from kaname.goals.models import Target
from kaname.goals.operations import restore_target, revise_target, set_target, withdraw_target
from kaname.goals.owners import TargetOwner, settable
from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, Reason, reader_of, refusals
from kaname.goals.target_lines import history
from kaname.measures.periods import Period
from kaname.web.api import Paging, paged

router = Router(tags=["targets"])


class Figures(Schema):
    """In the metric's own unit: a ratio of 20 % is 0.2."""

    value: Decimal
    upper: Decimal | None = None
    baseline: Decimal | None = None
    reason: str = ""


class TargetIn(Figures):
    """Of a team or a person (by key), or of the organisation; starts_on <= day < ends_on."""

    metric: str
    team: str | None = None
    person: str | None = None
    starts_on: date
    ends_on: date


class RevisionOut(Schema):
    old_value: Decimal | None
    new_value: Decimal | None
    reason: str
    by: str
    at: datetime


class TargetOut(Schema):
    id: int
    metric: str
    team: str | None
    person: str | None
    starts_on: date
    ends_on: date
    value: Decimal
    upper: Decimal | None
    baseline: Decimal | None
    withdrawn_at: datetime | None


class TargetsPage(Schema):
    items: list[TargetOut]
    page: int
    size: int
    total: int


class TargetsQuery(Schema):
    """Targets whose period shares a day with since <= day < until; in force unless `withdrawn` is true."""

    metric: str | None = None
    team: str | None = None
    person: str | None = None
    since: date | None = None
    until: date | None = None
    withdrawn: bool = False


@router.get("/targets/", response={200: TargetsPage, **REFUSED})
def list_targets(request: HttpRequest, wanted: Query[TargetsQuery], paging: Query[Paging]) -> dict[str, Any]:
    """Targets that you may see, by period."""
    targets = Target.objects.visible_in(reader_of(request).scope).select_related("team", "person")
    targets = targets.exclude(withdrawn_at=None) if wanted.withdrawn else targets.in_force()
    chosen = {
        "metric_key": wanted.metric,
        "team__key": wanted.team,
        "person__key": wanted.person,
        "ends_on__gt": wanted.since,
        "starts_on__lt": wanted.until,
    }
    targets = targets.filter(**{name: value for name, value in chosen.items() if value is not None})
    found = paged(targets, paging)
    return found | {"items": [_target(target) for target in found["items"]]}


@router.post("/targets/", response={201: TargetOut, **REFUSED})
def post_target(request: HttpRequest, asked: TargetIn) -> Status[dict[str, Any]]:
    """Set a target; where one is in force for the same period it is revised, which needs a reason."""
    reader = reader_of(request)
    with refusals():
        if asked.starts_on >= asked.ends_on:
            raise GoalsError("dates_reversed")
        owner = _owner(asked, reader)
        target = set_target(
            metric_key=asked.metric,
            period=Period(asked.starts_on, asked.ends_on),
            team=owner.team,
            person=owner.person,
            value=asked.value,
            upper=asked.upper,
            baseline=asked.baseline,
            reason=asked.reason,
            by=reader.user,
            at=reader.at,
        )
    return Status(201, _target(target))


@router.get("/targets/{pk}/", response={200: TargetOut, **REFUSED})
def get_target(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _target(_visible(request, pk))


@router.get("/targets/{pk}/revisions/", response={200: list[RevisionOut], **REFUSED})
def list_revisions(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """Every change, the newest first: old null is set (again), new null is withdrawn."""
    return [
        {
            "old_value": line.old,
            "new_value": line.new,
            "reason": line.revision.reason,
            "by": line.by,
            "at": line.revision.at,
        }
        for line in history(_visible(request, pk))
    ]


@router.post("/targets/{pk}/revisions/", response={200: TargetOut, **REFUSED})
def post_revision(request: HttpRequest, pk: int, asked: Figures) -> dict[str, Any]:
    """Change the figures, with a reason."""
    target, reader = _visible(request, pk), reader_of(request)
    with refusals():
        revise_target(target, by=reader.user, at=reader.at, **asked.dict())
    return _target(target)


@router.post("/targets/{pk}/withdrawal/", response={200: TargetOut, **REFUSED})
def post_withdrawal(request: HttpRequest, pk: int, asked: Reason) -> dict[str, Any]:
    """Take the target out of force, with a reason."""
    target, reader = _visible(request, pk), reader_of(request)
    with refusals():
        withdraw_target(target, reason=asked.reason, by=reader.user, at=reader.at)
    return _target(target)


@router.post("/targets/{pk}/restoration/", response={200: TargetOut, **REFUSED})
def post_restoration(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Undo a withdrawal."""
    target, reader = _visible(request, pk), reader_of(request)
    with refusals():
        restore_target(target, by=reader.user, at=reader.at)
    return _target(target)


def _target(target: Target) -> dict[str, Any]:
    return {
        "id": target.pk,
        "metric": target.metric_key,
        "team": target.team.key if target.team else None,
        "person": target.person.key if target.person else None,
        "starts_on": target.starts_on,
        "ends_on": target.ends_on,
        **target.figures,
        "withdrawn_at": target.withdrawn_at,
    }


def _visible(request: HttpRequest, pk: int) -> Target:
    targets = Target.objects.visible_in(reader_of(request).scope).select_related("team", "person")
    return get_object_or_404(targets, pk=pk)


def _owner(asked: TargetIn, reader: Reader) -> TargetOwner:
    """Whose target it is; a team or person that is not the reader's to set is not found."""
    if asked.team and asked.person:
        raise GoalsError("one_owner")
    owners = settable(reader.scope)
    code = f"person:{asked.person}" if asked.person else f"team:{asked.team}" if asked.team else "organisation"
    if code not in owners:
        raise Http404
    return owners[code]
