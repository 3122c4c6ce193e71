"""Beginning a plan with a ready-made action."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kaname.goals.actions.library.ready_made import ReadyMade, ready_made
from kaname.goals.actions.planning import (
    ActionFields,
    InitiativeFields,
    add_action,
    add_initiative,
    may_count,
    owner_team,
)
from kaname.goals.errors import GoalsError
from kaname.goals.models import Action, Initiative, Kpi
from kaname.goals.owners import TargetOwner
from kaname.goals.words import name_of
from kaname.people.models import Team, User
from kaname.people.queries import organisation, team_tree


@transaction.atomic
def start_from(key: str, kpi: Kpi, *, team: Team | None, by: User | None, at: datetime) -> Action:
    """Plan the ready-made action for the team (None: everybody who carries the KPI), under its usual initiative.

    Raises
    ------
    GoalsError
        ready_made_unknown, and what planning refuses.
    """
    found = ready_made().get(key)
    if found is None:
        raise GoalsError("ready_made_unknown")
    today = organisation().today(at)
    initiative = Initiative.objects.current().filter(kpi=kpi, team=team, name=name_of(found.initiative)).first()
    if initiative is None:
        fields = InitiativeFields(name=name_of(found.initiative), starts_on=today, team=team)
        initiative = add_initiative(kpi, fields, by=by, at=at)
    return add_action(initiative, _fields(found, kpi, team, today=max(today, initiative.starts_on)), by=by, at=at)


def _fields(found: ReadyMade, kpi: Kpi, team: Team | None, *, today: date) -> ActionFields:
    owner = team or owner_team(kpi)
    owners = (
        [TargetOwner(team=owner)] if owner else [TargetOwner(team=node.team) for node in team_tree() if not node.depth]
    )
    return ActionFields(
        name=name_of(found.name),
        description=name_of(found.about),
        cadence=found.cadence,
        on_closed=found.on_closed,
        quota=found.quota,
        scales=found.scales,
        metric_key=found.metric_key if found.metric_key and may_count(found.metric_key) else "",
        starts_on=today,
        owners=owners,
    )
