"""Goals as YAML: importing the text elsewhere gives the same goals."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from kaname.goals.errors import GoalsError
from kaname.goals.exchange.document import VERSION, GoalPart, GoalsFile
from kaname.goals.exchange.goal_parts import goal_part, with_everything
from kaname.goals.exchange.naming import Named
from kaname.goals.exchange.yaml_writing import write_yaml
from kaname.goals.models import Goal
from kaname.people.queries import organisation

HEADER = "# Goals of Kaname. Change or add some here, then import the file again.\n"


def export_goals(keys: Iterable[str] = ()) -> str:
    """These goals, or all of them, drafts and archived ones as well. Raises GoalsError goal_unknown."""
    goals = Goal.objects.all()
    if asked := list(keys):
        goals = goals.filter(key__in=asked)
        known = set(goals.values_list("key", flat=True))
        for key in asked:
            if key not in known:
                raise GoalsError("goal_unknown", goal=key)
    return HEADER + write_yaml(
        file_of(goals.order_by("starts_on", "ends_on", "key")).model_dump(exclude_defaults=True, warnings=False)
    )


def file_of(goals: QuerySet[Goal]) -> GoalsFile:
    """The goals with all teams, people and metrics that they name."""
    named = Named()
    parts: list[GoalPart] = [goal_part(goal, named) for goal in with_everything(goals)]
    return GoalsFile.model_construct(
        version=VERSION,
        currency=organisation().currency,
        metrics=named.metric_parts(),
        teams=named.team_parts(),
        people=named.person_parts(),
        goals=parts,
    )
