"""Planning actions for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from kaname.goals.actions.planning import ActionFields, add_action, archive_action, change_action
from kaname.goals.forms.plan_forms import ownable
from kaname.goals.models import Action, Initiative
from kaname.goals.owners import TargetOwner
from kaname.goals.plan_access import answer, own_action, own_initiative, without_null
from kaname.goals.plan_answers import InitiativeOut
from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, reader_of, refusals

router = Router(tags=["actions"])
Name = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=1000)]


class ActionPatch(Schema):
    """What is left out stays. `cadence` is a rule of RFC 5545 such as FREQ=WEEKLY;BYDAY=MO,TH.

    `on_closed` says whether an occurrence on a day off is skipped or moved to the next working day. `quota` is what one
    occurrence asks for; with `scales`, in proportion to working hours. `teams` and `people` are whose action it is.
    """

    name: Name = ""
    description: Text = ""
    cadence: Annotated[str, Field(max_length=300)] = "FREQ=DAILY"
    on_closed: Literal["skip", "move"] = "skip"
    quota: Annotated[Decimal, Field(max_digits=12, decimal_places=2)] = Decimal(1)
    scales: bool = False
    metric: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    teams: list[str] = Field(default_factory=list)
    people: list[str] = Field(default_factory=list)


class ActionIn(ActionPatch):
    name: Name
    starts_on: date


@router.post("/initiatives/{pk}/actions/", response={201: InitiativeOut, **REFUSED})
def post_action(request: HttpRequest, pk: int, asked: ActionIn) -> Status[dict[str, Any]]:
    """Plan an action, last under its initiative."""
    reader = reader_of(request)
    initiative = own_initiative(reader, pk)
    with refusals():
        fields = _fields(initiative, asked.dict(), {}, reader)
        add_action(initiative, fields, by=reader.user, at=reader.at)
    return Status(201, answer(initiative, reader))


@router.patch("/actions/{pk}/", response={200: InitiativeOut, **REFUSED})
def patch_action(request: HttpRequest, pk: int, asked: ActionPatch) -> dict[str, Any]:
    """Change what is given; what was due before is counted by the new rule as well."""
    reader = reader_of(request)
    found = own_action(reader, pk)
    with refusals():
        fields = _fields(found.initiative, asked.dict(exclude_unset=True), _kept(found), reader)
        change_action(found, fields, by=reader.user, at=reader.at)
    return answer(found.initiative, reader)


@router.post("/actions/{pk}/archiving/", response={200: InitiativeOut, **REFUSED})
def post_action_archiving(request: HttpRequest, pk: int) -> dict[str, Any]:
    """It is not due any more; what was done stays."""
    reader = reader_of(request)
    found = own_action(reader, pk)
    with refusals():
        archive_action(found, by=reader.user, at=reader.at)
    return answer(found.initiative, reader)


@router.post("/actions/{pk}/restoration/", response={200: InitiativeOut, **REFUSED})
def post_action_restoration(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Take it up again."""
    reader = reader_of(request)
    found = own_action(reader, pk)
    with refusals():
        archive_action(found, by=reader.user, at=reader.at, archived=False)
    return answer(found.initiative, reader)


def _kept(found: Action) -> dict[str, Any]:
    names = ("name", "description", "cadence", "on_closed", "quota", "scales", "starts_on", "ends_on")
    owners = [TargetOwner(team=one.team, person=one.person) for one in found.owners.all()]
    return {name: getattr(found, name) for name in names} | {"metric_key": found.metric_key, "owners": owners}


def _fields(initiative: Initiative, given: dict[str, Any], kept: dict[str, Any], reader: Reader) -> ActionFields:
    """What is asked for over what stands; owners are exchanged by kind."""
    parts = without_null(given)
    if "metric" in parts:
        parts["metric_key"] = parts.pop("metric") or ""
    owners = list(kept.get("owners", ()))
    known = {owner.code: owner for owner in ownable(initiative, reader)}
    for name, kind in (("teams", "team"), ("people", "person")):
        keys = parts.pop(name, None)
        if keys is not None:
            owners = [one for one in owners if getattr(one, kind) is None]
            owners += [_owner(f"{kind}:{key}", known) for key in keys]
    return ActionFields(**kept | parts | {"owners": owners})


def _owner(code: str, known: dict[str, TargetOwner]) -> TargetOwner:
    if code not in known:
        raise Http404
    return known[code]
