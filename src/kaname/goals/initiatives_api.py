"""Planning for programs: the initiatives of a KPI with their actions, how far they are kept, and whether they help."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kaname.goals.actions.effect import effect_of_initiative
from kaname.goals.actions.planning import (
    InitiativeFields,
    add_initiative,
    archive_initiative,
    change_initiative,
    owner_team,
)
from kaname.goals.forms.plan_forms import plannable_teams
from kaname.goals.plan_access import (
    DaysQuery,
    answer,
    followed_kpi,
    own_initiative,
    period_asked,
    plan_answer,
    plannable_team,
    require_current,
    visible_initiative,
    without_null,
)
from kaname.goals.plan_answers import InitiativeOut
from kaname.goals.refusals import REFUSED, reader_of, refusals
from kaname.goals.verdict_answers import plain

router = Router(tags=["actions"])
Name = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=1000)]


class PlanQuery(DaysQuery):
    """`archived` ones are left out unless they are asked for."""

    archived: bool = False


class InitiativePatch(Schema):
    """What is left out stays. Without a team it is that of everybody who carries the KPI."""

    name: Name = ""
    why: Text = ""
    team: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class InitiativeIn(InitiativePatch):
    name: Name
    starts_on: date


class EffectOut(Schema):
    """The KPI before and after the start, and what was `expected` without the initiative: events a week, or shares.

    `low` and `high` hold the true difference from `expected` (`size`) in 8 of 10 cases, null while nothing can be said.
    `against` is peers, year_ago or own_past, `grade` tested, correlated or too_little_data. Of a number that is neither
    a count nor a share of counts, all but the grade is null.
    """

    grade: str
    against: str | None = None
    before: float | None = None
    after: float | None = None
    expected: float | None = None
    size: float | None = None
    low: float | None = None
    high: float | None = None
    compared: int = 0


@router.get("/goals/{key}/kpis/{pk}/initiatives/", response={200: list[InitiativeOut], **REFUSED})
def list_initiatives(request: HttpRequest, key: str, pk: int, wanted: Query[PlanQuery]) -> list[dict[str, Any]]:
    """The plan of a KPI, as far as you may see it."""
    reader = reader_of(request)
    kpi = followed_kpi(reader, key, pk)
    with refusals():
        days = period_asked(wanted, reader)
    return plan_answer(kpi, reader, days, archived=wanted.archived)


@router.post("/goals/{key}/kpis/{pk}/initiatives/", response={201: InitiativeOut, **REFUSED})
def post_initiative(request: HttpRequest, key: str, pk: int, asked: InitiativeIn) -> Status[dict[str, Any]]:
    """Plan an initiative, last under its KPI."""
    reader = reader_of(request)
    kpi = followed_kpi(reader, key, pk)
    if not (reader.may_set(team=owner_team(kpi), person=None) or plannable_teams(kpi, reader)):
        raise Http404
    with refusals():
        require_current(kpi)
        parts = asked.dict(exclude={"team"})
        made = add_initiative(
            kpi, InitiativeFields(team=plannable_team(asked.team, kpi, reader), **parts), by=reader.user, at=reader.at
        )
    return Status(201, answer(made, reader))


@router.get("/initiatives/{pk}/", response={200: InitiativeOut, **REFUSED})
def get_initiative(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One with its actions, archived ones as well."""
    reader = reader_of(request)
    return answer(visible_initiative(reader, pk), reader)


@router.get("/initiatives/{pk}/effect/", response={200: EffectOut | None, **REFUSED})
def get_effect(request: HttpRequest, pk: int) -> dict[str, Any] | None:
    """Whether it helped; null before its first whole week is over."""
    reader = reader_of(request)
    initiative = visible_initiative(reader, pk)
    with refusals():
        found = effect_of_initiative(initiative, reader=reader)
    if found is None:
        return None
    effect = found.effect
    if effect is None:
        return {"grade": "too_little_data"}
    numbers = {name: getattr(effect, name) for name in ("before", "after", "expected", "size", "low", "high")}
    told: dict[str, Any] = plain(numbers)
    return told | {"grade": effect.grade.value, "against": effect.against.value, "compared": effect.n_compared}


@router.patch("/initiatives/{pk}/", response={200: InitiativeOut, **REFUSED})
def patch_initiative(request: HttpRequest, pk: int, asked: InitiativePatch) -> dict[str, Any]:
    """Change what is given."""
    reader = reader_of(request)
    found = own_initiative(reader, pk)
    given = asked.dict(exclude_unset=True)
    if "team" in given:
        given["team"] = plannable_team(given["team"], found.kpi, reader)
    kept = {name: getattr(found, name) for name in ("name", "why", "team", "starts_on", "ends_on")}
    with refusals():
        change_initiative(found, InitiativeFields(**kept | without_null(given)), by=reader.user, at=reader.at)
    return answer(found, reader)


@router.post("/initiatives/{pk}/archiving/", response={200: InitiativeOut, **REFUSED})
def post_archiving(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Nothing of it is due any more; what was done stays."""
    reader = reader_of(request)
    found = own_initiative(reader, pk)
    with refusals():
        archive_initiative(found, by=reader.user, at=reader.at)
    return answer(found, reader)


@router.post("/initiatives/{pk}/restoration/", response={200: InitiativeOut, **REFUSED})
def post_restoration(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Take it up again."""
    reader = reader_of(request)
    found = own_initiative(reader, pk)
    with refusals():
        archive_initiative(found, by=reader.user, at=reader.at, archived=False)
    return answer(found, reader)
