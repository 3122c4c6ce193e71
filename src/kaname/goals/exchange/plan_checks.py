"""Whether the action plans of a goal in a file can be kept, and whether what they name is known."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kaname.goals.actions.planning import can_count
from kaname.goals.errors import GoalsError
from kaname.goals.exchange.document import GoalPart, KpiPart
from kaname.goals.exchange.found import Found
from kaname.goals.exchange.metric_matching import unknown_metric
from kaname.goals.exchange.person_matching import unknown_person
from kaname.goals.exchange.plan_document import ActionPart, InitiativePart, OwnerPart
from kaname.goals.exchange.team_matching import unknown_team
from kaname.goals.metrics_yaml import Path

Problems = Iterator[tuple[Path, str]]


def plan_problems(goal: GoalPart, found: Found) -> Problems:
    """What is wrong with the plans of its KPIs. What is archived may name teams that are elsewhere by now."""
    for place, kpi in enumerate(goal.kpis):
        for number, initiative in enumerate(kpi.initiatives or ()):
            path: Path = ("kpis", place, "initiatives", number)
            yield from ((path + more, words) for more, words in _initiative(initiative, kpi, goal, found))


def _initiative(initiative: InitiativePart, kpi: KpiPart, goal: GoalPart, found: Found) -> Problems:
    above = kpi.team or goal.team
    stands = initiative.archived_at is None
    if initiative.team is not None:
        if found.teams.key_of(initiative.team) is None:
            yield ("team",), unknown_team(initiative.team)
        elif stands and not _is_below(initiative.team, above, found):
            yield ("team",), str(GoalsError("team_outside_goal", team=initiative.team))
    for number, action in enumerate(initiative.actions):
        path: Path = ("actions", number)
        team = (initiative.team or above) if stands and action.archived_at is None else None
        yield from ((path + more, words) for more, words in _action(action, team, found))


def _action(action: ActionPart, above: str | None, found: Found) -> Problems:
    if action.metric is not None:
        definitions = {key: metric.definition for key, metric in found.metrics.known.items()}
        if action.metric not in definitions:
            yield ("metric",), unknown_metric(action.metric)
        elif action.archived_at is None and not can_count(action.metric, definitions):
            yield ("metric",), str(GoalsError("plan_metric_unfit", metric=action.metric))
    if not action.owners:
        yield ("owners",), str(GoalsError("plan_owner_missing"))
    seen = set()
    for number, owner in enumerate(action.owners):
        if owner.place in seen:
            yield ("owners", number), _("This owner stands here twice.")
        seen.add(owner.place)
        yield from ((("owners", number, *more), words) for more, words in _owner(owner, above, found))


def _owner(owner: OwnerPart, above: str | None, found: Found) -> Problems:
    if (owner.team is None) == (owner.person is None):
        yield (), _("An owner is a team or a person: one of them stands here.")
    elif owner.person is not None and found.people.key_of(owner.person) is None:
        yield ("person",), unknown_person(owner.person)
    elif owner.team is not None and found.teams.key_of(owner.team) is None:
        yield ("team",), unknown_team(owner.team)
    elif owner.team is not None and not _is_below(owner.team, above, found):
        yield ("team",), str(GoalsError("plan_owner_outside", owner=owner.team))


def _is_below(team: str, above: str | None, found: Found) -> bool:
    """Whether the team is the one above, or one below it; teams that nobody knows have their own problem."""
    if above is None or found.teams.key_of(above) is None:
        return True
    return above in found.teams.above(team)
