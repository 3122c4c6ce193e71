"""Candidates of a goal for programs, and the choice among them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from kaname.goals.csf.candidates import add_csf, change_csf, remove_csf, restore_csf
from kaname.goals.csf.goal_gap import gap_of
from kaname.goals.csf.ranked import Criterion, RankedCsf, ranked
from kaname.goals.csf.selecting import select_csf
from kaname.goals.csf.set_aside import set_aside
from kaname.goals.exchange.kinds import figure_of
from kaname.goals.goal_access import visible_goal
from kaname.goals.goals_api import own_goal
from kaname.goals.models import Csf, CsfSelection, Goal
from kaname.goals.refusals import REFUSED, Reason, reader_of, refusals
from kaname.goals.verdict_answers import plain

router = Router(tags=["goals"])


class CsfPatch(Schema):
    """What is left out stays. Effects are in the unit of the goal's metric, the budget in the organisation's currency,
    the effort in person-days, confidence from 0 to 1.
    """

    name: str = ""
    description: str = ""
    effect_low: Decimal | None = None
    effect_high: Decimal | None = None
    budget: Decimal | None = None
    effort_days: Decimal | None = None
    confidence: Decimal | None = None
    metrics: list[str] = Field(default_factory=list)
    reason: str = ""


class CsfIn(CsfPatch):
    name: str
    library_key: str = ""


class SetAsideOut(Schema):
    """In the unit of `metric`."""

    metric: str
    effect_low: Decimal | None
    effect_high: Decimal | None


class CsfOut(Schema):
    """`selected` is the reason why it is the one that was chosen, null for the others.

    `set_aside` are effects that were stated for another metric: they do not count until they are said anew.
    """

    id: int
    name: str
    description: str
    effect_low: Decimal | None
    effect_high: Decimal | None
    budget: Decimal | None
    effort_days: Decimal | None
    confidence: Decimal | None
    metrics: list[str]
    reason: str
    library_key: str
    set_aside: list[SetAsideOut]
    selected: str | None
    removed_at: datetime | None


class RankedOut(Schema):
    """`expected` is confidence × middle of the range, `share` its share of the gap; `missing` keeps it from a rank.

    `places` are those by effect, per budget and per person-day, `probability` that of having the largest effect, null
    where it is not known, or where nothing has to be paid.
    """

    csf: int
    name: str
    rank: int | None
    missing: list[str]
    expected: float | None
    share: float | None
    per_budget: float | None
    per_effort: float | None
    probability: float | None
    places: list[int | None]


class RankingOut(Schema):
    """`robust`: the first stays first anywhere within the ranges; `rivals` could overtake it.

    `nobody` is the probability that no candidate has any effect.
    """

    by: str
    robust: bool | None
    rivals: list[int]
    nobody: float | None
    lines: list[RankedOut]


class SelectionIn(Reason):
    csf: int


@router.get("/goals/{key}/csfs/", response={200: list[CsfOut], **REFUSED})
def list_csfs(request: HttpRequest, key: str) -> list[dict[str, Any]]:
    """Candidates in their order, those that were taken off the list last."""
    goal = visible_goal(reader_of(request), key)
    chosen = goal.selections.filter(until_at=None).first()
    rows = sorted(goal.csfs.all(), key=lambda csf: csf.removed_at is not None)
    return [_csf(csf, chosen) for csf in rows]


@router.get("/goals/{key}/ranking/", response={200: RankingOut, **REFUSED})
def get_ranking(request: HttpRequest, key: str, by: Criterion = Criterion.EFFECT) -> dict[str, Any]:
    """The candidates in order by effect, budget, effort or combined, and how sure the first place is."""
    reader = reader_of(request)
    goal = visible_goal(reader, key)
    found = ranked(list(goal.csfs.filter(removed_at=None)), gap=gap_of(goal, reader), by=by)
    answer: dict[str, Any] = plain(
        {
            "by": found.criterion.value,
            "robust": found.robust,
            "rivals": [csf.pk for csf in found.rivals],
            "nobody": found.nobody,
            "lines": [_ranked(line) for line in found.lines],
        }
    )
    return answer


@router.post("/goals/{key}/csfs/", response={201: CsfOut, **REFUSED})
def post_csf(request: HttpRequest, key: str, asked: CsfIn) -> Status[dict[str, Any]]:
    """Add a candidate, last on the list."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    with refusals():
        csf = add_csf(goal, by=reader.user, at=reader.at, **given_parts(asked))
    return Status(201, _answer(csf))


@router.patch("/goals/{key}/csfs/{pk}/", response={200: CsfOut, **REFUSED})
def patch_csf(request: HttpRequest, key: str, pk: int, asked: CsfPatch) -> dict[str, Any]:
    """Change what is given."""
    reader = reader_of(request)
    csf = _found(own_goal(reader, key), pk)
    with refusals():
        change_csf(csf, by=reader.user, at=reader.at, **given_parts(asked))
    return _answer(csf)


@router.post("/goals/{key}/csfs/{pk}/removal/", response={200: CsfOut, **REFUSED})
def post_removal(request: HttpRequest, key: str, pk: int) -> dict[str, Any]:
    """Take a candidate off the list; the selected one stays."""
    reader = reader_of(request)
    csf = _found(own_goal(reader, key), pk)
    with refusals():
        remove_csf(csf, by=reader.user, at=reader.at)
    return _answer(csf)


@router.post("/goals/{key}/csfs/{pk}/restoration/", response={200: CsfOut, **REFUSED})
def post_restoration(request: HttpRequest, key: str, pk: int) -> dict[str, Any]:
    """Put a candidate back on the list."""
    reader = reader_of(request)
    csf = _found(own_goal(reader, key), pk)
    with refusals():
        restore_csf(csf, by=reader.user, at=reader.at)
    return _answer(csf)


@router.post("/goals/{key}/selections/", response={201: CsfOut, **REFUSED})
def post_selection(request: HttpRequest, key: str, asked: SelectionIn) -> Status[dict[str, Any]]:
    """Choose a candidate in place of the one before, with a reason; every choice stays in the goal's history."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    csf = _found(goal, asked.csf)
    with refusals():
        select_csf(goal, csf, reason=asked.reason, by=reader.user, at=reader.at)
    return Status(201, _answer(csf))


def _ranked(line: RankedCsf) -> dict[str, Any]:
    names = ("rank", "missing", "expected", "share", "per_budget", "per_effort", "probability", "places")
    return {"csf": line.csf.pk, "name": line.csf.name} | {name: getattr(line, name) for name in names}


def _found(goal: Goal, pk: int) -> Csf:
    return get_object_or_404(goal.csfs.all(), pk=pk)


def given_parts(asked: Schema) -> Any:
    """What was sent, by the names of the ledger."""
    parts = asked.dict(exclude_unset=True)
    if "metrics" in parts:
        parts["metric_keys"] = parts.pop("metrics")
    return parts


def _answer(csf: Csf) -> dict[str, Any]:
    return _csf(csf, csf.selections.filter(until_at=None).first())


def _csf(csf: Csf, chosen: CsfSelection | None) -> dict[str, Any]:
    figures = ("effect_low", "effect_high", "budget", "effort_days", "confidence")
    return {
        "id": csf.pk,
        "name": csf.name,
        "description": csf.description,
        **{name: figure_of(getattr(csf, name)) for name in figures},
        "metrics": csf.metric_keys,
        "reason": csf.reason,
        "library_key": csf.library_key,
        "set_aside": [
            {"metric": one.metric_key, "effect_low": one.low, "effect_high": one.high} for one in set_aside(csf)
        ],
        "selected": chosen.reason if chosen is not None and chosen.csf_id == csf.pk else None,
        "removed_at": csf.removed_at,
    }
