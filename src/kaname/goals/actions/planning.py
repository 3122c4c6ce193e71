"""Planning: initiatives under a KPI and the actions of each. Every change stands in the goal's history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Q

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.actions.cadence import Cadence
from kaname.goals.decisions import record
from kaname.goals.errors import GoalsError
from kaname.goals.figures import Nature
from kaname.goals.in_use import all_metrics, in_use
from kaname.goals.models import Action, ActionOwner, GoalChange, Initiative, Kpi, OnClosed
from kaname.goals.owners import TargetOwner
from kaname.goals.setting import require_may_set
from kaname.measures.direction import Direction
from kaname.measures.periods import DAY_AFTER_LAST, FIRST_DAY, ONE_DAY, within_reach
from kaname.people.models import Membership, Team, User
from kaname.people.queries import organisation, teams_below
from kaname.web.live import hub

MOST_QUOTA = Decimal(1_000_000)


@dataclass(frozen=True)
class InitiativeFields:
    """What is said about an initiative; without a team it is that of everybody who carries the KPI."""

    name: str
    starts_on: date
    why: str = ""
    ends_on: date | None = None
    team: Team | None = None


@dataclass(frozen=True)
class ActionFields:
    """What is said about an action; `owners` are teams and people, in the order in which they are shown."""

    name: str
    starts_on: date
    owners: Sequence[TargetOwner]
    description: str = ""
    cadence: str = "FREQ=DAILY"
    on_closed: str = OnClosed.SKIP
    quota: Decimal = Decimal(1)
    scales: bool = False
    metric_key: str = ""
    ends_on: date | None = None


def owner_team(kpi: Kpi) -> Team | None:
    """The team that carries a KPI, None for the organisation."""
    return kpi.team or kpi.goal.team


def require_may_plan(kpi: Kpi, team: Team | None, *, by: User | None, at: datetime) -> None:
    """Raise GoalsError not_yours_to_set, or team_outside_goal for a team that does not carry the KPI."""
    above = owner_team(kpi)
    if team is not None and above is not None and team.key not in teams_below({above.key}):
        raise GoalsError("team_outside_goal", team=team.name)
    require_may_set(by, team=team or above, person=None, at=at)


@transaction.atomic
def add_initiative(kpi: Kpi, fields: InitiativeFields, *, by: User | None, at: datetime) -> Initiative:
    """Raises GoalsError not_yours_to_set, team_outside_goal, plan_name_needed, dates_reversed."""
    require_may_plan(kpi, fields.team, by=by, at=at)
    _require_sound(fields.name, fields.starts_on, fields.ends_on)
    last = Initiative.objects.filter(kpi=kpi).aggregate(last=Max("position"))["last"] or 0
    made = Initiative.objects.create(kpi=kpi, position=last + 1, created_by=by, created_at=at, **vars(fields))
    _remember(made, "initiative_added", by=by, at=at)
    return made


@transaction.atomic
def change_initiative(found: Initiative, fields: InitiativeFields, *, by: User | None, at: datetime) -> None:
    """Its actions end with it at the latest. Raises GoalsError as `add_initiative`, and plan_days_outside."""
    _require_theirs(found, by=by, at=at)
    require_may_plan(found.kpi, fields.team, by=by, at=at)
    _require_sound(fields.name, fields.starts_on, fields.ends_on)
    for name, value in vars(fields).items():
        setattr(found, name, value)
    found.save(update_fields=list(vars(fields)))
    _keep_actions_inside(found)
    _remember(found, "initiative_changed", by=by, at=at)


@transaction.atomic
def archive_initiative(found: Initiative, *, by: User | None, at: datetime, archived: bool = True) -> None:
    """Nothing of it is due any more; what was done stays. With `archived` False it is taken up again."""
    _require_theirs(found, by=by, at=at)
    found.archived_at = at if archived else None
    found.save(update_fields=["archived_at"])
    _remember(found, "initiative_archived" if archived else "initiative_restored", by=by, at=at)


@transaction.atomic
def add_action(initiative: Initiative, fields: ActionFields, *, by: User | None, at: datetime) -> Action:
    """Raises GoalsError.

    not_yours_to_set, plan_name_needed, dates_reversed, plan_days_outside, cadence_unknown, plan_quota_unfit,
    plan_metric_unfit, plan_owner_missing, plan_owner_outside.
    """
    _require_theirs(initiative, by=by, at=at)
    _require_sound_action(initiative, fields, at=at)
    last = initiative.actions.aggregate(last=Max("position"))["last"] or 0
    made = Action.objects.create(initiative=initiative, position=last + 1, **_columns(fields))
    _set_owners(made, fields.owners)
    _remember(initiative, "action_added", by=by, at=at, action=fields.name)
    return made


@transaction.atomic
def change_action(found: Action, fields: ActionFields, *, by: User | None, at: datetime) -> None:
    """What was due before is counted by the new rule as well. Raises GoalsError as `add_action`."""
    _require_theirs(found.initiative, by=by, at=at)
    _require_sound_action(found.initiative, fields, at=at)
    columns = _columns(fields)
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=list(columns))
    _set_owners(found, fields.owners)
    _remember(found.initiative, "action_changed", by=by, at=at, action=fields.name)


@transaction.atomic
def archive_action(found: Action, *, by: User | None, at: datetime, archived: bool = True) -> None:
    """It is not due any more; with `archived` False it is taken up again, if the initiative still has its days."""
    _require_theirs(found.initiative, by=by, at=at)
    if not archived:
        _require_inside(found.initiative, found.starts_on, found.ends_on)
    found.archived_at = at if archived else None
    found.save(update_fields=["archived_at"])
    _remember(found.initiative, "action_archived" if archived else "action_restored", by=by, at=at, action=found.name)


def may_count(metric_key: str) -> bool:
    """Whether facts of the metric can say how much of an action was done: it adds up, and more is better."""
    return can_count(metric_key, in_use(all_metrics()))


def can_count(metric_key: str, definitions: Mapping[str, MetricDefinition]) -> bool:
    """The same among these metrics."""
    definition = definitions.get(metric_key)
    if definition is None or definition.direction is not Direction.HIGHER:
        return False
    return Nature.of(definition, definitions).additive


def _require_theirs(found: Initiative, *, by: User | None, at: datetime) -> None:
    require_may_set(by, team=found.team or owner_team(found.kpi), person=None, at=at)


def _require_sound(name: str, starts_on: date, ends_on: date | None) -> None:
    if not name.strip():
        raise GoalsError("plan_name_needed")
    if not all(within_reach(day) for day in (starts_on, ends_on) if day is not None):
        raise GoalsError("plan_day_out_of_reach", first=FIRST_DAY, last=DAY_AFTER_LAST - ONE_DAY)
    if ends_on is not None and ends_on <= starts_on:
        raise GoalsError("dates_reversed")


def _require_sound_action(initiative: Initiative, fields: ActionFields, *, at: datetime) -> None:
    _require_sound(fields.name, fields.starts_on, fields.ends_on)
    _require_inside(initiative, fields.starts_on, fields.ends_on)
    Cadence.read(fields.cadence)
    if not 0 < fields.quota < MOST_QUOTA:
        raise GoalsError("plan_quota_unfit")
    if fields.metric_key and not may_count(fields.metric_key):
        raise GoalsError("plan_metric_unfit", metric=fields.metric_key)
    _require_owners_inside(initiative, fields.owners, at=at)


def _require_inside(initiative: Initiative, starts_on: date, ends_on: date | None) -> None:
    if starts_on < initiative.starts_on or (
        initiative.ends_on is not None and (ends_on or date.max) > initiative.ends_on
    ):
        raise GoalsError("plan_days_outside")


def _keep_actions_inside(initiative: Initiative) -> None:
    """None is due after its initiative has ended; one that would begin outside of it is not moved silently."""
    if initiative.ends_on is not None:
        later = Q(ends_on=None) | Q(ends_on__gt=initiative.ends_on)
        begun = initiative.actions.filter(later, starts_on__lt=initiative.ends_on)
        begun.update(ends_on=initiative.ends_on)
    for action in initiative.actions.filter(archived_at=None):
        _require_inside(initiative, action.starts_on, action.ends_on)


def _require_owners_inside(initiative: Initiative, owners: Sequence[TargetOwner], *, at: datetime) -> None:
    if not owners or any(one.team is None and one.person is None for one in owners):
        raise GoalsError("plan_owner_missing")
    above = initiative.team or owner_team(initiative.kpi)
    if above is None:
        return
    below, today = teams_below({above.key}), organisation().today(at)
    inside = set(Membership.objects.in_force_on(today).filter(team__key__in=below).values_list("person", flat=True))
    for one in owners:
        if (one.team and one.team.key not in below) or (one.person and one.person.pk not in inside):
            raise GoalsError("plan_owner_outside", owner=(one.team or one.person).name)  # type: ignore[union-attr]


def _columns(fields: ActionFields) -> dict[str, object]:
    """The rule as it is read, whatever its spelling."""
    columns = {name: value for name, value in vars(fields).items() if name != "owners"}
    return columns | {"cadence": Cadence.read(fields.cadence).text}


def _set_owners(action: Action, owners: Sequence[TargetOwner]) -> None:
    wanted = {(one.team.pk if one.team else None, one.person.pk if one.person else None) for one in owners}
    held = {(one.team_id, one.person_id): one for one in action.owners.all()}
    ActionOwner.objects.filter(pk__in=[held[place].pk for place in held.keys() - wanted]).delete()
    ActionOwner.objects.bulk_create(
        ActionOwner(action=action, team_id=team, person_id=person)
        for team, person in sorted(wanted - held.keys(), key=str)
    )


def _remember(found: Initiative, what: str, *, by: User | None, at: datetime, action: str = "") -> None:
    """In the goal's history: "plan of KPI: what was done to which"."""
    record(
        found.kpi.goal,
        GoalChange.Kind.PLAN_CHANGED,
        by=by,
        at=at,
        what=what,
        metric=found.kpi.metric_key,
        initiative=found.name,
        action=action,
    )
    transaction.on_commit(hub.publish)
