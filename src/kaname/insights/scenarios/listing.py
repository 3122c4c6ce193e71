"""Kept scenarios as their list shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse

from kaname.goals.authors import author_name
from kaname.goals.goal_words import goal_name
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.insights.models import Scenario
from kaname.insights.models.scenario import ScenarioQuerySet
from kaname.insights.scenarios.lines import amount
from kaname.web.choices import Choice
from kaname.web.formats.chances import chance

SORTS = {
    "name": "name",
    "by": "created_by__person__name",
    "expected": "expected",
    "probability": "probability",
    "changed": "changed_at",
}


@dataclass(frozen=True)
class ScenarioLine:
    """One scenario, with what it led to when it was kept."""

    scenario: Scenario
    goal: str
    by: str
    yours: bool
    expected: str
    chance: str


def scenario_rows(reader: Reader, sort: str = "") -> ScenarioQuerySet:
    """The reader's own and those that were shared with them, newest first if nothing else is asked for."""
    order = SORTS.get(sort.removeprefix("-"))
    rows = Scenario.objects.visible_to(reader.user, reader.scope).select_related("goal__team", "created_by__person")
    if order is not None:
        rows = rows.order_by(
            F(order).desc(nulls_last=True) if sort.startswith("-") else F(order).asc(nulls_last=True), "pk"
        )
    return rows


def lines_of(rows: Iterable[Scenario], reader: Reader) -> list[ScenarioLine]:
    return [_line(one, reader) for one in rows]


def choices_of(goals: Sequence[Goal], reader: Reader) -> list[Choice]:
    """Goals to begin with."""
    return [Choice(goal_name(goal, reader), reverse("insights:scenario_try", args=[goal.key])) for goal in goals]


def _line(one: Scenario, reader: Reader) -> ScenarioLine:
    return ScenarioLine(
        scenario=one,
        goal=goal_name(one.goal, reader),
        by=author_name(one.created_by),
        yours=one.created_by_id == reader.user.pk,
        expected=amount(one.expected, one.goal.metric_key, reader),
        chance="" if one.probability is None else chance(one.probability),
    )
