"""Goals for programs: the list, one with everything, and how it begins, changes, counts and stops."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import BeforeValidator

from kaname.goals.csf.set_aside import same_unit
from kaname.goals.errors import GoalsError
from kaname.goals.goal_access import visible_goal
from kaname.goals.goal_answers import GoalAnswer, GoalLine, goal_answer, goal_line
from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.goal_verdict import goal_verdict
from kaname.goals.kgi.kgi_fields import checked_fields
from kaname.goals.kgi.publishing import archive_goal, publish_goal, restore_goal
from kaname.goals.models import Goal
from kaname.goals.models.goal import GoalQuerySet
from kaname.goals.owners import ORGANISATION, settable
from kaname.goals.reader import Reader
from kaname.goals.refusals import REFUSED, Reason, reader_of, refusals
from kaname.goals.verdict_answers import verdict_answer
from kaname.measures.periods import Period
from kaname.people.models import Team
from kaname.web.api import Paging, paged

router = Router(tags=["goals"])
FIELDS = {"metric": "metric_key", "market_metric": "market_metric_key"}


def _number_or_words(value: Any) -> Any:
    """A number, also written as text; everything else as people type it."""
    try:
        return Decimal(value) if isinstance(value, str) else value
    except InvalidOperation:
        return value


Figure = Annotated[Decimal | str, BeforeValidator(_number_or_words)]


class GoalPatch(Schema):
    """What is left out stays. Values are in the metric's own unit: a ratio of 20 % is 0.2.

    `value` and `upper` may also be what people type: "330M", "3.3億", or growth over the baseline, "+20%", "+2pt".
    `team` and `parent` are keys; without a team the goal is the organisation's. A baseline needs its reason; null makes
    it the actual of the compared days again. Of a goal that counts only name, parent and market change, with a reason.
    """

    name: str = ""
    metric: str = ""
    team: str | None = None
    parent: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    compared_starts_on: date | None = None
    compared_ends_on: date | None = None
    value: Figure | None = None
    upper: Figure | None = None
    baseline: Decimal | None = None
    baseline_reason: str = ""
    market_growth: Decimal | None = None
    market_source: str = ""
    market_metric: str = ""
    reason: str = ""


class GoalIn(GoalPatch):
    """Without a key it gets one from its metric and first day; without compared days, those of the prior year."""

    key: str = ""
    metric: str
    starts_on: date
    ends_on: date


class GoalsPage(Schema):
    items: list[GoalLine]
    page: int
    size: int
    total: int


class GoalsQuery(Schema):
    """Without a state: drafts and those that count. `team` is a key, or organisation."""

    state: Literal["draft", "published", "archived"] | None = None
    team: str | None = None
    metric: str | None = None


@router.get("/goals/", response={200: GoalsPage, **REFUSED})
def list_goals(request: HttpRequest, wanted: Query[GoalsQuery], paging: Query[Paging]) -> dict[str, Any]:
    """Goals that you may see, by period."""
    found = Goal.objects.visible_in(reader_of(request).scope).select_related("team", "parent", "target")
    found = _in_state(found, wanted.state)
    if wanted.team is not None:
        found = found.filter(team=None) if wanted.team == ORGANISATION else found.filter(team__key=wanted.team)
    if wanted.metric is not None:
        found = found.filter(metric_key=wanted.metric)
    page = paged(found, paging)
    return page | {"items": [goal_line(goal) for goal in page["items"]]}


@router.post("/goals/", response={201: GoalAnswer, **REFUSED})
def post_goal(request: HttpRequest, asked: GoalIn) -> Status[GoalAnswer]:
    """Begin a draft."""
    reader = reader_of(request)
    with transaction.atomic(), refusals():
        if asked.starts_on >= asked.ends_on:
            raise GoalsError("dates_reversed")
        goal = create_goal(
            key=asked.key,
            metric_key=asked.metric,
            team=_team(asked.team, reader),
            period=Period(asked.starts_on, asked.ends_on),
            by=reader.user,
            at=reader.at,
        )
        _change(goal, asked.dict(exclude_unset=True, exclude={"key"}), reader)
    return Status(201, _answer(goal, reader))


@router.get("/goals/{key}/", response={200: GoalAnswer, **REFUSED})
def get_goal(request: HttpRequest, key: str) -> GoalAnswer:
    """Everything that belongs to it, as in YAML; of targets and people those that you may see."""
    reader = reader_of(request)
    return _answer(visible_goal(reader, key), reader)


@router.patch("/goals/{key}/", response={200: GoalAnswer, **REFUSED})
def patch_goal(request: HttpRequest, key: str, asked: GoalPatch) -> GoalAnswer:
    """Change a draft; of a goal that counts its name, parent and market."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    with refusals():
        _change(goal, asked.dict(exclude_unset=True), reader)
    return _answer(goal, reader)


@router.get("/goals/{key}/verdict/", response={200: dict[str, Any], **REFUSED})
def get_verdict(request: HttpRequest, key: str) -> dict[str, Any]:
    """Whether it can be reached, with all of the arithmetic; null until baseline and value are known."""
    reader = reader_of(request)
    goal = visible_goal(reader, key)
    with refusals():
        return verdict_answer(goal_verdict(goal, reader=reader))


@router.post("/goals/{key}/publication/", response={200: GoalAnswer, **REFUSED})
def post_publication(request: HttpRequest, key: str, asked: Reason) -> GoalAnswer:
    """Make a draft count: its targets come into force."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    with refusals():
        publish_goal(goal, reason=asked.reason, by=reader.user, at=reader.at)
    return _answer(goal, reader)


@router.post("/goals/{key}/archiving/", response={200: GoalAnswer, **REFUSED})
def post_archiving(request: HttpRequest, key: str, asked: Reason) -> GoalAnswer:
    """Take a goal and its targets out of force, with a reason."""
    reader = reader_of(request)
    goal = own_goal(reader, key)
    with refusals():
        archive_goal(goal, reason=asked.reason, by=reader.user, at=reader.at)
    return _answer(goal, reader)


@router.post("/goals/{key}/restoration/", response={200: GoalAnswer, **REFUSED})
def post_restoration(request: HttpRequest, key: str) -> GoalAnswer:
    """Undo an archiving."""
    reader = reader_of(request)
    goal = own_goal(reader, key, archived=True)
    with refusals():
        restore_goal(goal, by=reader.user, at=reader.at)
    return _answer(goal, reader)


def own_goal(reader: Reader, key: str, *, archived: bool = False) -> Goal:
    """A goal that is the reader's to set; others are not found, and archived ones are to be restored first."""
    goal = visible_goal(reader, key)
    if not reader.may_set(team=goal.team, person=None):
        raise Http404
    with refusals():
        if goal.archived_at is not None and not archived:
            raise GoalsError("goal_is_archived")
    return goal


def _answer(goal: Goal, reader: Reader) -> GoalAnswer:
    return goal_answer(Goal.objects.filter(pk=goal.pk), reader)


def _in_state(goals: GoalQuerySet, state: str | None) -> GoalQuerySet:
    match state:
        case "archived":
            return goals.exclude(archived_at=None)
        case "draft":
            return goals.current().filter(published_at=None)
        case "published":
            return goals.current().published()
    return goals.current()


def _change(goal: Goal, asked: dict[str, Any], reader: Reader) -> None:
    reason = asked.pop("reason", "")
    _require_said_anew(goal, asked, reader)
    fields = {FIELDS.get(name, name): value for name, value in asked.items()}
    if "team" in fields:
        fields["team"] = _team(fields["team"], reader)
    if "parent" in fields:
        fields["parent"] = visible_goal(reader, fields["parent"]) if fields["parent"] else None
    checked = checked_fields(goal, fields, reader=reader)
    change_goal(goal, by=reader.user, at=reader.at, reason=reason, **checked)


def _require_said_anew(goal: Goal, asked: dict[str, Any], reader: Reader) -> None:
    """Yen are not read as deals: raise GoalsError figure_of_other_unit where the metric changes alone."""
    old, new = (reader.definitions.get(key) for key in (goal.metric_key, asked.get("metric", goal.metric_key)))
    if old is None or new is None or not goal.is_draft or same_unit(old, new):
        return
    held = {"value": goal.value, "upper": goal.upper, "baseline": goal.baseline if goal.baseline_reason else None}
    for name, figure in held.items():
        if figure is not None and name not in asked:
            raise GoalsError("figure_of_other_unit", figure=name)


def _team(key: str | None, reader: Reader) -> Team | None:
    """The team whose goal it is; one that is not the reader's to set is not found."""
    owners = settable(reader.scope)
    code = f"team:{key}" if key else ORGANISATION
    if code not in owners:
        raise Http404
    return owners[code].team
