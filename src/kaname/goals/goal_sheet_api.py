"""A goal's numbers over months or weeks, and over teams and people, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from kaname.goals.errors import GoalsError
from kaname.goals.goals_api import own_goal
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, Reason, reader_of, refusals
from kaname.goals.sheet_answers import SheetOut, sheet_answer
from kaname.goals.spreading.applying import apply_sheet
from kaname.goals.spreading.choosing import choose_grain, choose_takers, choose_whole
from kaname.goals.spreading.editing import edit_part, edit_share
from kaname.goals.spreading.errors import SheetError
from kaname.goals.spreading.filling import fill, lock
from kaname.goals.spreading.grounds import Grounds
from kaname.goals.spreading.settings import (
    LARGEST_INDEX,
    LONGEST_RAMP_UP,
    RampUp,
    choose_ramp_up,
    choose_season,
)
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.sheet_page import whole_of
from kaname.goals.spreading.subjects import Asked, asked_of, subjects_of
from kaname.goals.spreading.totals import write_totals
from kaname.goals.typed import storable
from kaname.goals.whole_units import require_whole
from kaname.measures.periods import Grain
from kaname.measures.spreading import CannotSpread

router = Router(tags=["goals"])
Month = Annotated[int, Field(ge=1, le=12)]
Index = Annotated[float, Field(ge=0, le=LARGEST_INDEX)]


class SubjectOut(Schema):
    """A number of the goal with a sheet of its own: a KPI, or the KGI. `team` null is the organisation."""

    metric: str
    team: str | None
    is_kgi: bool


class RampUpIn(Schema):
    """What an hour of a newcomer counts on the first day [0-1], and after how many months it counts fully."""

    start: float = Field(ge=0, le=1)
    months: float = Field(ge=0, le=LONGEST_RAMP_UP)


class SpreadIn(Schema):
    """What is left out stays as it was chosen before.

    `total` is a KPI's target for the whole period; null takes what the tree proposes. `season` has factors by month of
    the year; months that it leaves out follow what was measured. `takes` are rows of this sheet that take a share: the
    others take none. Typed values stay unless `keep_typed` is false.
    """

    total: Decimal | None = None
    by: Literal["month", "week"] | None = None
    season: dict[Month, Index] | None = None
    takes: list[str] | None = None
    ramp_up: RampUpIn | None = None
    keep_typed: bool = True


class ValueIn(Schema):
    """`row` as the sheet names it, `part` the first day of its month or week; a null value lets a typed one go.

    The others of its row or column take the difference, or (`keep_sum` false) the sum changes.
    """

    row: str
    part: date
    value: Decimal | None
    keep_sum: bool = True


class ApplicationOut(Schema):
    """How many targets were set, changed or withdrawn."""

    changed: int


@router.get("/goals/{key}/sheets/", response={200: list[SubjectOut], **REFUSED})
def list_sheets(request: HttpRequest, key: str) -> list[dict[str, Any]]:
    """Every KPI, then the KGI."""
    reader = reader_of(request)
    return [
        {"metric": one.metric_key, "team": one.team.key if one.team else None, "is_kgi": one.is_kgi}
        for one in subjects_of(own_goal(reader, key), reader)
    ]


@router.get("/goals/{key}/sheets/{metric}/", response={200: SheetOut, **REFUSED})
def get_sheet(request: HttpRequest, key: str, metric: str, team: str | None = None) -> dict[str, Any]:
    """The sheet of whose number it is, or of a `team` below."""
    reader = reader_of(request)
    asked = _asked(own_goal(reader, key), metric, team, reader)
    with refusals():
        return sheet_answer(asked, reader)


@router.post("/goals/{key}/sheets/{metric}/spreads/", response={200: SheetOut, **REFUSED})
def post_spread(
    request: HttpRequest, key: str, metric: str, wanted: SpreadIn, team: str | None = None
) -> dict[str, Any]:
    """Spread the number anew: its owner's over time and who is below, a team's over who is below."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    with _refusing():
        lock(goal)
        goal.refresh_from_db(fields=["sheet"])
        asked = _asked(goal, metric, team, reader)
        _choose(asked, wanted, reader)
        total = _total(asked, wanted, reader) if asked.is_owner else None
        fill(goal, metric, total=total, team=asked.team, reader=reader, keep_fixed=wanted.keep_typed)
        return sheet_answer(asked, reader)


@router.post("/goals/{key}/sheets/{metric}/values/", response={200: SheetOut, **REFUSED})
def post_value(request: HttpRequest, key: str, metric: str, wanted: ValueIn, team: str | None = None) -> dict[str, Any]:
    """Type one value, or let it go."""
    reader = reader_of(request)
    asked = _asked(own_goal(reader, key), metric, team, reader)
    with _refusing():
        _edit(asked, wanted, reader)
        return sheet_answer(asked, reader)


@router.post("/goals/{key}/application/", response={200: ApplicationOut, **REFUSED})
def post_application(request: HttpRequest, key: str, asked: Reason) -> dict[str, int]:
    """Put all sheets of a goal that counts in force; a reason is needed where a target changes that is in force."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    with refusals():
        if goal.is_draft:
            raise SheetError("not_in_force_yet")
        return {"changed": apply_sheet(goal, reason=asked.reason, by=reader.user, at=reader.at)}


@contextmanager
def _refusing() -> Iterator[None]:
    """What is refused changes nothing."""
    with refusals(), transaction.atomic():
        try:
            yield
        except CannotSpread as error:
            raise GoalsError("value_negative") from error


def _asked(goal: Goal, metric: str, team: str | None, reader: Reader) -> Asked:
    """The sheet as the page would show it, with what the tree proposes now. Raises Http404 where there is none."""
    write_totals(goal, reader=reader)
    asked = asked_of(goal, metric, team or "", reader=reader)
    held = asked and asked.metric_key == metric and team in (None, asked.team.key if asked.team else None)
    if asked is None or not held:
        raise Http404
    return asked


def _choose(asked: Asked, wanted: SpreadIn, reader: Reader) -> None:
    """Raises GoalsError given_elsewhere, sharer_unknown."""
    goal, metric = asked.goal, asked.metric_key
    if not asked.is_owner and (wanted.by or wanted.season is not None or "total" in wanted.model_fields_set):
        raise SheetError("given_elsewhere")
    if wanted.by is not None:
        choose_grain(asked, Grain(wanted.by), keep_typed=wanted.keep_typed, reader=reader)
    if wanted.ramp_up is not None:
        choose_ramp_up(goal, RampUp(wanted.ramp_up.start, wanted.ramp_up.months))
    if wanted.season is not None:
        choose_season(goal, metric, wanted.season)
    if wanted.takes is not None:
        ground = Grounds(goal, metric, top=asked.top, reader=reader).of(asked.team)
        shown = {one.key for one in ground.sharers}
        if not shown.issuperset(wanted.takes):
            raise GoalsError("sharer_unknown")
        choose_takers(asked, shown=shown, takes=wanted.takes, reader=reader)


def _total(asked: Asked, wanted: SpreadIn, reader: Reader) -> Decimal | None:
    """What is spread over the parts. Raises GoalsError."""
    if "total" not in wanted.model_fields_set:
        return whole_of(asked, Sheet(asked.goal, asked.metric_key), reader=reader)
    if asked.is_kgi:
        raise SheetError("given_elsewhere")
    return choose_whole(asked, _checked(wanted.total, asked, reader), reader=reader)


def _edit(asked: Asked, wanted: ValueIn, reader: Reader) -> None:
    periods = Grounds(asked.goal, asked.metric_key, top=asked.top, reader=reader).periods
    part = next((one for one in periods if one.starts_on == wanted.part), None)
    if part is None:
        raise SheetError("part_unknown")
    new = _checked(wanted.value, asked, reader)
    if wanted.row != "team":
        edit_share(asked, sharer_key=wanted.row, part=part, new=new, keep_sum=wanted.keep_sum, reader=reader)
    elif asked.is_given(periods):
        raise SheetError("given_elsewhere")
    else:
        edit_part(asked, part=part, new=new, keep_sum=wanted.keep_sum, reader=reader)


def _checked(value: Decimal | None, asked: Asked, reader: Reader) -> Decimal | None:
    """What the ledger keeps, in whole units where it comes in these. Raises GoalsError."""
    if value is None:
        return None
    return require_whole(storable(value), reader.definitions[asked.metric_key], currency=reader.currency)
