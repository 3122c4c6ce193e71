"""Goals as the API answers them: a line of a list, or everything as in YAML."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from ninja import Schema

from kaname.goals.exchange.document import GoalPart, KpiPart, PersonPart, TeamPart
from kaname.goals.exchange.exporting import file_of
from kaname.goals.exchange.found import authors_of
from kaname.goals.exchange.kinds import figure_of
from kaname.goals.exchange.target_document import OwnedDays
from kaname.goals.models import Goal
from kaname.goals.models.goal import keys_above
from kaname.goals.reader import Reader


class GoalLine(Schema):
    """`state` is draft, published or archived; `gap` is value - baseline, in the metric's own unit."""

    key: str
    name: str
    metric: str
    team: str | None
    parent: str | None
    starts_on: date
    ends_on: date
    state: str
    value: Decimal | None
    upper: Decimal | None
    baseline: Decimal | None
    gap: Decimal | None


class GoalAnswer(GoalPart):
    """A goal as in YAML, with the metrics, teams and people that it names. In it, candidates and observations are
    counted from 1; their own addresses have ids.
    """

    state: str
    metrics: dict[str, Any]
    teams: list[TeamPart]
    people: list[PersonPart]


def goal_line(goal: Goal) -> dict[str, Any]:
    held = goal if goal.target is None else goal.target
    gap = None if held.value is None or held.baseline is None else held.value - held.baseline
    return {
        "key": goal.key,
        "name": goal.name,
        "metric": goal.metric_key,
        "team": goal.team.key if goal.team else None,
        "parent": goal.parent.key if goal.parent else None,
        "starts_on": goal.starts_on,
        "ends_on": goal.ends_on,
        "state": state_of(goal),
        "value": figure_of(held.value),
        "upper": figure_of(held.upper),
        "baseline": figure_of(held.baseline),
        "gap": figure_of(gap),
    }


def state_of(goal: Goal) -> str:
    if goal.archived_at is not None:
        return "archived"
    return "draft" if goal.is_draft else "published"


def goal_answer(goals: QuerySet[Goal], reader: Reader) -> GoalAnswer:
    """The one goal of the query, as far as the reader may see it."""
    file, goal = file_of(goals), goals.select_related("team").get()
    part, people = file.goals[0], file.people
    if not reader.may_set(team=goal.team, person=None):
        part = _carried(part, reader)
        people = _known(part, people)
    return GoalAnswer.model_construct(
        **dict(part), state=state_of(goal), metrics=file.metrics, teams=file.teams, people=people
    )


def _carried(part: GoalPart, reader: Reader) -> GoalPart:
    """What everybody who carries a goal may see: its own target, and those of their teams and themselves."""
    own = reader.user.person.key if getattr(reader.user, "person", None) else ""
    targets = [
        one.model_copy(update={"proposals": [proposal for proposal in one.proposals if proposal.by == own]})
        for one in part.targets
        if one.kgi or _is_seen(one, reader)
    ]
    planned = [one for one in part.planned if _is_seen(one, reader)]
    near = reader.scope.team_keys | reader.scope.managed_team_keys
    kpis = [_with_plan(one, near | keys_above(near)) for one in part.kpis]
    return part.model_copy(update={"targets": targets, "planned": planned, "kpis": kpis, "sheet": {}})


def _with_plan(part: KpiPart, teams: Collection[str]) -> KpiPart:
    """The KPI with the plans of everybody, and those of these teams."""
    plan = [one for one in part.initiatives or () if one.team is None or one.team in teams]
    return part.model_copy(update={"initiatives": plan or None})


def _is_seen(one: OwnedDays, reader: Reader) -> bool:
    return one.team in reader.scope.team_keys or one.person in reader.scope.person_keys


def _known(part: GoalPart, people: list[PersonPart]) -> list[PersonPart]:
    """Those whom the part still names, without their addresses."""
    named = {*authors_of(part), *(one.person for one in part.owners)}
    return [PersonPart(key=one.key, name=one.name) for one in people if one.key in named]
