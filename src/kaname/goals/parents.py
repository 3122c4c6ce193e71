"""Which goals a goal may contribute to, and what those that contribute to one come to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaname.goals.actuals import asking
from kaname.goals.goal_lines import figures_of
from kaname.goals.kpi_tree.values import computable
from kaname.goals.models import Goal
from kaname.goals.models.goal import keys_above
from kaname.goals.reader import Reader
from kaname.measures.periods import Period
from kaname.people.models import Team


def parents_for(goal: Goal, reader: Reader, *, team: Team | None, period: Period) -> list[Goal]:
    """What the goal may contribute to if it were this team's and of these days.

    Goals of the organisation and of teams above whose days touch the period, without those below this goal.
    """
    if team is None:
        return []
    near = Goal.objects.visible_in(reader.scope).current().select_related("team", "parent")
    near = near.filter(starts_on__lt=period.ends_on, ends_on__gt=period.starts_on).exclude(pk=goal.pk)
    above = keys_above(frozenset({team.key}))
    found = [one for one in near if one.team is None or one.team.key in above]
    return [one for one in found if goal.pk not in _chain(one)]


def _chain(goal: Goal) -> set[int]:
    """The goals that this one contributes to, itself first."""
    found: set[int] = set()
    here: Goal | None = goal
    while here is not None and here.pk not in found:
        found.add(here.pk)
        here = here.parent
    return found


@dataclass(frozen=True)
class Together:
    """What the goals below come to together, each deal counted once. [unit of the goal's metric]

    Of two goals whose teams lie within each other and whose days overlap only the upper one counts, of two of one team
    the longer one: `counted` are those that do, `within` those that are part of another. `other_metrics` are not added:
    they are about another metric, or about days beyond the goal's. `target` and `upper` (ranges) sum the counted where
    their numbers add up (`adds_up`); of rates and means they are what each of them asks for, None where that differs.
    `actual` is of their teams at once.
    """

    counted: tuple[Goal, ...]
    within: tuple[Goal, ...]
    other_metrics: tuple[Goal, ...]
    target: float | None
    upper: float | None
    actual: float | None
    adds_up: bool


def together(goal: Goal, *, reader: Reader) -> Together | None:
    """The goals that contribute to this one, or None where there are none."""
    visible = Goal.objects.visible_in(reader.scope).current().published()
    parts = list(visible.filter(parent=goal).select_related("team", "target"))
    if not parts:
        return None
    same = [one for one in parts if _is_part(one, goal)]
    counted = _counted(same)
    metric = reader.definitions.get(goal.metric_key)
    adds_up = metric is not None and metric.additive(reader.definitions)
    return Together(
        counted=tuple(one for one in same if one in counted),
        within=tuple(one for one in same if one not in counted),
        other_metrics=tuple(one for one in parts if one not in same),
        target=_joint([figures_of(one).value for one in counted], adds_up=adds_up),
        upper=_joint([figures_of(one).upper for one in counted], adds_up=adds_up),
        actual=_actual(goal.metric_key, counted, reader, adds_up=adds_up),
        adds_up=adds_up,
    )


def _joint(values: Sequence[float | None], *, adds_up: bool) -> float | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if adds_up:
        return sum(known)
    return known[0] if len(set(known)) == 1 else None


def _is_part(one: Goal, goal: Goal) -> bool:
    inside = goal.starts_on <= one.starts_on and one.ends_on <= goal.ends_on
    return inside and one.metric_key == goal.metric_key and one.team is not None


def _counted(goals: Sequence[Goal]) -> list[Goal]:
    """Those that do not lie within another: upper teams before those below, longer goals before shorter ones."""
    above = _teams_above()
    found: list[Goal] = []
    for goal in sorted(goals, key=lambda one: (len(above[one.team_id]), -one.period.days, one.pk)):
        over = above[goal.team_id] | {goal.team_id}
        if not any(one.team_id in over and one.period.intersection(goal.period) for one in found):
            found.append(goal)
    return found


def _teams_above() -> dict[int | None, set[int]]:
    """The ids of the teams above each team."""
    parents: dict[int, int | None] = dict(Team.objects.values_list("pk", "parent_id"))
    found: dict[int | None, set[int]] = {}
    for pk, parent in parents.items():
        above: set[int] = set()
        while parent is not None and parent not in above:
            above.add(parent)
            parent = parents[parent]
        found[pk] = above
    return found


def _actual(metric_key: str, goals: Sequence[Goal], reader: Reader, *, adds_up: bool) -> float | None:
    """One question for all teams of the same days: a fact of one of them is counted once, however many goals hold it.

    Numbers that do not add up over time have none where the goals are about different days.
    """
    teams: dict[Period, list[str]] = {}
    for goal in goals:
        if goal.team is not None:
            teams.setdefault(goal.period, []).append(goal.team.key)
    if not teams or not computable(metric_key, reader) or (len(teams) > 1 and not adds_up):
        return None
    with asking([metric_key], reader.definitions, reader.calendar) as question:
        found = [
            question.past_total([metric_key], period=period, where={"team": keys})[metric_key]
            for period, keys in teams.items()
        ]
    known = [one for one in found if one is not None]
    return sum(known) if known else None
