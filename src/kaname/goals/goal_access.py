"""Which goal a page is about, and for whom it is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.views.entry import for_reader
from kaname.web.requests import SignedInRequest

GoalView = Callable[..., HttpResponseBase]


def visible_goal(reader: Reader, key: str) -> Goal:
    """The goal, if the reader carries or sets it. Raises Http404."""
    goals = Goal.objects.visible_in(reader.scope).select_related("team", "parent", "target")
    return get_object_or_404(goals, key=key)


def own_goals(reader: Reader) -> list[Goal]:
    """Every goal that is the reader's to set, also archived ones."""
    visible = Goal.objects.visible_in(reader.scope).select_related("team")
    return [goal for goal in visible if reader.may_set(team=goal.team, person=None)]


def may_edit(reader: Reader, goal: Goal) -> bool:
    """Whether the goal is the reader's to set: who may set targets of its team, or of the organisation."""
    return goal.archived_at is None and reader.may_set(team=goal.team, person=None)


def for_goal(view: GoalView) -> GoalView:
    """A page about a goal that the reader may see; others are not found."""

    @wraps(view)
    def guarded(request: SignedInRequest, reader: Reader, key: str, **named: Any) -> HttpResponseBase:
        return view(request, reader, visible_goal(reader, key), **named)

    return for_reader(guarded)


def for_setting(view: GoalView) -> GoalView:
    """A page that changes a goal, for those whose goal it is to set; to others it is not found."""

    @wraps(view)
    def guarded(request: SignedInRequest, reader: Reader, key: str, **named: Any) -> HttpResponseBase:
        goal = visible_goal(reader, key)
        if not may_edit(reader, goal):
            raise Http404
        return view(request, reader, goal, **named)

    return for_reader(guarded)
