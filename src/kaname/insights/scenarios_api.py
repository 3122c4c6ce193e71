"""Scenarios for programs: what was assumed, and what follows with today's outlook."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from kaname.goals.authors import author_name
from kaname.goals.reader import Reader
from kaname.goals.refusals import reader_of
from kaname.insights.models import Scenario
from kaname.insights.scenarios.assumptions import typed_in
from kaname.insights.scenarios.lines import headline
from kaname.insights.scenarios.page import Thought, think_through
from kaname.insights.views.scenario import visible_scenario
from kaname.web.api import ErrorAnswer, Paging, paged

router = Router(tags=["insights"])
KEPT = ("id", "name", "description", "is_shared", "expected", "probability", "outlook_at", "created_at", "changed_at")


class ScenarioOut(Schema):
    """`assumptions` as they were typed; `expected` and `probability` are what they led to with the outlook of
    `outlook_at`."""

    id: int
    goal: str
    name: str
    description: str
    by: str
    is_shared: bool
    assumptions: dict[str, str]
    expected: float | None
    probability: float | None
    outlook_at: datetime | None
    created_at: datetime
    changed_at: datetime


class ScenarioPage(Schema):
    items: list[ScenarioOut]
    page: int
    size: int
    total: int


class NodeOut(Schema):
    """A number of the goal's tree, `depth` below the goal: as things go, and in the scenario with its 80 % interval."""

    metric: str
    depth: int
    before: float | None
    after: float | None
    low: float | None
    high: float | None
    target: float | None
    probability_before: float | None
    probability_after: float | None


class ScenarioResult(ScenarioOut):
    """With what follows today, down the tree; no `nodes` before the goal has an outlook."""

    sentence: str
    nodes: list[NodeOut]


@router.get("/scenarios/", response={200: ScenarioPage, 422: ErrorAnswer})
def get_scenarios(request: HttpRequest, paging: Query[Paging], goal: str = "") -> dict[str, Any]:
    """One's own, and those that were shared, the latest first; all or those of a goal."""
    reader = reader_of(request)
    rows = Scenario.objects.visible_to(reader.user, reader.scope).select_related("goal", "created_by__person")
    found: dict[str, Any] = paged(rows.filter(goal__key=goal) if goal else rows, paging)
    return {**found, "items": [_kept(row) for row in found["items"]]}


@router.get("/scenarios/{pk}/", response={200: ScenarioResult, 404: ErrorAnswer})
def get_scenario(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Thought through anew."""
    reader = reader_of(request)
    row = visible_scenario(reader, pk)
    found = think_through(row.goal, typed_in(_typed(row)), reader)
    return {**_kept(row), **(_followed(found, reader) if found else {"sentence": "", "nodes": []})}


def _kept(row: Scenario) -> dict[str, Any]:
    further = {"goal": row.goal.key, "by": author_name(row.created_by), "assumptions": _typed(row)}
    return {**{name: getattr(row, name) for name in KEPT}, **further}


def _typed(row: Scenario) -> dict[str, str]:
    return {name: str(text) for name, text in row.assumptions.items()}


def _followed(found: Thought, reader: Reader) -> dict[str, Any]:
    basis, keys = found.basis, found.basis.tree.keys
    return {
        "sentence": headline(basis, found.assumed, found.before, found.after, reader),
        "nodes": [_node(place, key, found) for place, key in enumerate(keys) if key in reader.definitions],
    }


def _node(place: int, key: str, found: Thought) -> dict[str, Any]:
    before, after = found.before, found.after
    return {
        "metric": key,
        "depth": found.basis.tree.depths[place],
        "before": _known(before.ends.expected[place]),
        "after": _known(after.ends.expected[place]),
        "low": _known(after.ends.low[place]),
        "high": _known(after.ends.high[place]),
        "target": after.wanted[place].target,
        "probability_before": before.chance(place),
        "probability_after": after.chance(place),
    }


def _known(value: float) -> float | None:
    return float(value) if isfinite(value) else None
