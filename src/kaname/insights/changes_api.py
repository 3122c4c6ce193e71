"""Changes of KPIs for programs: what was told, and what it is."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kaname.goals.refusals import reader_of
from kaname.insights.changes.deciding import decide, may_decide
from kaname.insights.changes.names import Names
from kaname.insights.changes.page import why_sentence
from kaname.insights.changes.sentences import headline
from kaname.insights.forms.deciding import DecisionForm
from kaname.insights.models import Change
from kaname.web.api import ErrorAnswer, Paging, Problem, paged

router = Router(tags=["insights"])
NUMBERS = (
    "id", "aspect", "probability", "changed_on", "first_on", "last_on", "ratio", "low", "high", "before", "after",
    "told_on", "state", "course",
)  # fmt: skip


class ChangeOut(Schema):
    """`team` "" is the organisation; `field` and `value` name a segment. The change was with 95 % on one of the days
    from `first_on` to `last_on`; `ratio` is after / before with its 80 % interval."""

    id: int
    metric: str
    team: str
    field: str
    value: str
    aspect: str
    sentence: str
    why: str
    probability: float
    changed_on: date
    first_on: date
    last_on: date
    ratio: float
    low: float
    high: float
    before: float
    after: float
    told_on: date
    state: str
    course: str


class ChangePage(Schema):
    items: list[ChangeOut]
    page: int
    size: int
    total: int


class DecisionIn(Schema):
    """`reason` is asked for where a change is explained; `as_event` shows `words` on every chart."""

    state: Literal["confirmed", "explained", "dismissed"]
    reason: Annotated[str, Field(max_length=12)] = ""
    words: Annotated[str, Field(max_length=500)] = ""
    as_event: bool = False


@router.get("/changes/", response={200: ChangePage, 422: ErrorAnswer})
def get_changes(
    request: HttpRequest, paging: Query[Paging], state: Literal["", "new", "confirmed", "explained", "dismissed"] = ""
) -> dict[str, Any]:
    """Each change once, the latest first."""
    reader = reader_of(request)
    rows = Change.objects.visible_in(reader.scope).leading().order_by("-changed_on", "pk")
    found: dict[str, Any] = paged(rows.filter(state=state) if state else rows, paging)
    names = Names(reader)
    return {**found, "items": [_answer(row, names) for row in found["items"]]}


REFUSALS = {403: ErrorAnswer, 404: ErrorAnswer, 422: ErrorAnswer}


@router.post("/changes/{pk}/decisions/", response={201: ChangeOut, **REFUSALS})
def post_decision(request: HttpRequest, pk: int, asked: DecisionIn) -> Status[dict[str, Any]]:
    """Say what a change is."""
    reader = reader_of(request)
    change = get_object_or_404(Change.objects.visible_in(reader.scope), pk=pk)
    if not may_decide(reader, change):
        raise Problem(403, "not_yours", _("Leaders of the team and executives say what a change is."))
    form = DecisionForm(asked.dict())
    if not form.is_valid():
        fields = {name: str(found[0]) for name, found in form.errors.items()}
        raise Problem(422, "invalid", _("Some fields are not right."), fields)
    decide(change, form.cleaned_data, reader=reader)
    return Status(201, _answer(change, Names(reader)))


def _answer(row: Change, names: Names) -> dict[str, Any]:
    said = {"sentence": headline(row, names), "why": why_sentence(row, names)}
    whose = {"metric": row.metric_key, "team": row.team_key, "field": row.field, "value": row.value}
    return {**{name: getattr(row, name) for name in NUMBERS}, **whose, **said}
