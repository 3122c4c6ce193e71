"""The KPI tree of a goal for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from kaname.goals.exchange.document import NodePart
from kaname.goals.goal_access import visible_goal
from kaname.goals.goals_api import own_goal
from kaname.goals.kpi_tree.branch import Branch, branch_of
from kaname.goals.kpi_tree.replacing import replace_tree
from kaname.goals.models import Goal
from kaname.goals.refusals import REFUSED, reader_of, refusals

router = Router(tags=["goals"])


class TreeIn(Schema):
    """The goal's metric with the metrics in `of` that make it; a reason once the goal counts."""

    tree: NodePart
    reason: str = ""


class TreeOut(Schema):
    """null before the goal has a tree."""

    tree: dict[str, Any] | None


@router.get("/goals/{key}/tree/", response={200: TreeOut, **REFUSED})
def get_tree(request: HttpRequest, key: str) -> dict[str, Any]:
    return _answer(visible_goal(reader_of(request), key))


@router.put("/goals/{key}/tree/", response={200: TreeOut, **REFUSED})
def put_tree(request: HttpRequest, key: str, asked: TreeIn) -> dict[str, Any]:
    """Put this tree in place of the goal's; it can be undone on the goal's page."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    with refusals():
        branch = Branch.from_dict(asked.tree.model_dump(exclude_defaults=True))
        replace_tree(goal, branch, reason=asked.reason, by=reader.user, at=reader.at)
    return _answer(goal)


def _answer(goal: Goal) -> dict[str, Any]:
    branch = branch_of(goal)
    return {"tree": branch.to_dict() if branch else None}
