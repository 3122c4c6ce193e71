"""Action plans as the API answers them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from kaname.goals.actions.lines import ActionLine, InitiativeLine
from kaname.goals.exchange.kinds import figure_of


class ActionOut(Schema):
    """`cadence` is a rule of RFC 5545. With a `metric`, narrowed by `where`, facts count it, else it is ticked.

    `teams` and `people` are its owners; `share` is how far all of them keep it [0-1], null where nothing was due.
    """

    id: int
    name: str
    description: str
    cadence: str
    on_closed: str
    quota: Decimal
    scales: bool
    metric: str | None
    starts_on: date
    ends_on: date | None
    teams: list[str]
    people: list[str]
    archived_at: datetime | None
    share: float | None


class InitiativeOut(Schema):
    """Without a team it is that of everybody who carries the KPI; `editable`: it is yours to change."""

    id: int
    goal: str
    kpi: int
    metric: str
    name: str
    why: str
    team: str | None
    starts_on: date
    ends_on: date | None
    archived_at: datetime | None
    editable: bool
    share: float | None
    actions: list[ActionOut]


def initiative_answer(line: InitiativeLine) -> dict[str, Any]:
    found = line.initiative
    return {
        "id": found.pk,
        "goal": found.kpi.goal.key,
        "kpi": found.kpi_id,
        "metric": found.kpi.metric_key,
        "name": found.name,
        "why": found.why,
        "team": found.team.key if found.team else None,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "archived_at": found.archived_at,
        "editable": line.editable,
        "share": line.share,
        "actions": [action_answer(one) for one in line.actions],
    }


def action_answer(line: ActionLine) -> dict[str, Any]:
    found, owners = line.action, list(line.action.owners.all())
    same = ("name", "description", "cadence", "on_closed", "scales", "starts_on", "ends_on", "archived_at")
    return {name: getattr(found, name) for name in same} | {
        "id": found.pk,
        "quota": figure_of(found.quota),
        "metric": found.metric_key or None,
        "teams": sorted(one.team.key for one in owners if one.team),
        "people": sorted(one.person.key for one in owners if one.person),
        "share": line.share,
    }
