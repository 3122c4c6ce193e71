"""Observations on a goal's worksheets for programs: value chain and five forces."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from kaname.goals.csf.worksheets import add_cell, change_cell, csf_from_cell, remove_cell
from kaname.goals.goal_access import visible_goal
from kaname.goals.goal_csfs_api import given_parts
from kaname.goals.goals_api import own_goal
from kaname.goals.models import Goal, WorksheetCell
from kaname.goals.refusals import REFUSED, reader_of, refusals

router = Router(tags=["goals"])


class CellPatch(Schema):
    """What is left out stays. `strength` is 1 or -1 on the value chain, the intensity from 1 to 5 of a force."""

    text: str = ""
    strength: int | None = None
    evidence: str = ""
    metrics: list[str] = Field(default_factory=list)


class CellIn(CellPatch):
    """`area` is an activity of the value chain or one of the five forces."""

    sheet: Literal["value_chain", "five_forces"]
    area: str


class CellOut(Schema):
    """`csfs` are the ids of candidates that came from it."""

    id: int
    sheet: str
    area: str
    text: str
    strength: int | None
    evidence: str
    metrics: list[str]
    csfs: list[int]


@router.get("/goals/{key}/cells/", response={200: list[CellOut], **REFUSED})
def list_cells(request: HttpRequest, key: str) -> list[dict[str, Any]]:
    """Every observation, by worksheet and area."""
    goal = visible_goal(reader_of(request), key)
    return [_cell(cell) for cell in goal.cells.prefetch_related("csfs")]


@router.post("/goals/{key}/cells/", response={201: CellOut, **REFUSED})
def post_cell(request: HttpRequest, key: str, asked: CellIn) -> Status[dict[str, Any]]:
    """Add an observation, last in its area."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    with refusals():
        cell = add_cell(goal, by=reader.user, at=reader.at, **given_parts(asked))
    return Status(201, _cell(cell))


@router.patch("/goals/{key}/cells/{pk}/", response={200: CellOut, **REFUSED})
def patch_cell(request: HttpRequest, key: str, pk: int, asked: CellPatch) -> dict[str, Any]:
    """Change what is given."""
    reader = reader_of(request)
    cell = _found(own_goal(reader, key), pk)
    with refusals():
        change_cell(cell, by=reader.user, at=reader.at, **given_parts(asked))
    return _cell(cell)


@router.post("/goals/{key}/cells/{pk}/removal/", response={200: list[CellOut], **REFUSED})
def post_removal(request: HttpRequest, key: str, pk: int) -> list[dict[str, Any]]:
    """Delete an observation; candidates that came from it stay. Answers those that remain."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    with refusals():
        remove_cell(_found(goal, pk), by=reader.user, at=reader.at)
    return [_cell(cell) for cell in goal.cells.prefetch_related("csfs")]


@router.post("/goals/{key}/cells/{pk}/candidate/", response={201: CellOut, **REFUSED})
def post_candidate(request: HttpRequest, key: str, pk: int) -> Status[dict[str, Any]]:
    """Make a candidate of an observation; the two stay linked."""
    reader = reader_of(request)
    cell = _found(own_goal(reader, key), pk)
    with refusals():
        csf_from_cell(cell, by=reader.user, at=reader.at)
    return Status(201, _cell(cell))


def _found(goal: Goal, pk: int) -> WorksheetCell:
    return get_object_or_404(goal.cells.all(), pk=pk)


def _cell(cell: WorksheetCell) -> dict[str, Any]:
    return {
        "id": cell.pk,
        "sheet": cell.sheet,
        "area": cell.area,
        "text": cell.text,
        "strength": cell.strength,
        "evidence": cell.evidence,
        "metrics": cell.metric_keys,
        "csfs": [csf.pk for csf in cell.csfs.all()],
    }
