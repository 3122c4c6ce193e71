"""Why a target is what it is: the way from it up the KPI tree to the final goal, and on to the goals above."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from kaname.goals.goal_words import goal_name
from kaname.goals.kpi_tree.goal_tree import GoalTree, tree_of
from kaname.goals.kpi_tree.split import Split
from kaname.goals.kpis.in_force import InForce, deviation, in_force_of
from kaname.goals.kpis.planning import kept_nodes
from kaname.goals.models import Goal, Target
from kaname.goals.owners import TargetOwner
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.web.formats.quantities import as_pace
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class WhyStep:
    """One number on the way: what it is made of, and what is planned for it in the goal's period. [unit]

    `note` says what a target in force asks for instead.
    """

    name: str
    formula: str
    planned: float | None
    unit: Unit
    note: str = ""


@dataclass(frozen=True)
class Why:
    """`steps` lead from the target's own metric up to the KGI; `above` are the goals that this one contributes to.

    `owner_name` and `period_name` are the goal's: what is planned on the way is its owner's in its whole period.
    """

    goal: Goal
    goal_name: str
    owner_name: str
    period_name: str
    csf: str
    steps: tuple[WhyStep, ...]
    above: tuple[tuple[Goal, str], ...]


def why_of(target: Target, *, reader: Reader) -> Why | None:
    """None for targets that were set without a goal, or for one that is not the reader's to see."""
    goal = Goal.objects.visible_in(reader.scope).filter(pk=target.goal_id or 0).select_related("team", "parent").first()
    if goal is None:
        return None
    found, csf = tree_of(goal), goal.selected_csf
    return Why(
        goal=goal,
        goal_name=goal_name(goal, reader),
        owner_name=TargetOwner(team=goal.team).name(reader.organisation),
        period_name=period_name(goal.period, calendar=reader.calendar, language=reader.language),
        csf=csf.name if csf else "",
        steps=() if found is None else _steps(goal, found, target.metric_key, reader),
        above=above_of(goal, reader),
    )


def above_of(goal: Goal, reader: Reader) -> tuple[tuple[Goal, str], ...]:
    """The goals that this one contributes to, the nearest first; drafts are shown to those whose they are to set."""
    found: dict[int, Goal] = {}
    here = goal.parent
    while here is not None and here.pk not in found:
        found[here.pk] = here
        here = here.parent
    shown = set(Goal.objects.visible_in(reader.scope).filter(pk__in=found).values_list("pk", flat=True))
    return tuple((one, goal_name(one, reader)) for pk, one in found.items() if pk in shown)


def _steps(goal: Goal, goal_tree: GoalTree, metric_key: str, reader: Reader) -> tuple[WhyStep, ...]:
    if metric_key not in goal_tree.keys:
        return ()
    planned, place = kept_nodes(goal_tree), goal_tree.keys.index(metric_key)
    places: list[int] = [place]
    while (parent := goal_tree.tree.parents[places[-1]]) is not None:
        places.append(parent)
    held = in_force_of(goal, [goal_tree.keys[at] for at in places], team_id=goal.team_id)
    return tuple(_step(goal_tree, at, float(planned[at]), held.get(goal_tree.keys[at]), reader) for at in places)


def _step(goal_tree: GoalTree, place: int, planned: float, held: InForce | None, reader: Reader) -> WhyStep:
    key = goal_tree.keys[place]
    definition = reader.definitions.get(key)
    unit = reader.unit(definition) if definition else Unit("number")
    value = planned if isfinite(planned) else None
    note = deviation(held, value, unit, reader=reader)
    name, formula = metric_name(key, reader.definitions), _formula(goal_tree, place, reader)
    return WhyStep(name, formula, as_pace(value, unit), unit, note)


def _formula(goal_tree: GoalTree, place: int, reader: Reader) -> str:
    shape = goal_tree.tree.nodes[place]
    if shape.operation is None:
        return ""
    keys = tuple(goal_tree.keys[child] for child in shape.children)
    return Split(shape.operation, keys, shape.weights).formula(reader.definitions)
