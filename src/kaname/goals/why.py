"""Why a target is what it is: the way from it up the KPI tree to the final goal, and on to the goals above."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from kaname.goals.goal_words import goal_name
from kaname.goals.kpi_tree.goal_tree import GoalTree, tree_of
from kaname.goals.kpi_tree.split import Split
from kaname.goals.kpis.planning import kept_nodes
from kaname.goals.models import Goal, Target
from kaname.goals.reader import Reader
from kaname.goals.words import metric_name
from kaname.web.formats.quantities import as_pace
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class WhyStep:
    """One number on the way: what it is made of, and what it should reach in the goal's period. [unit]"""

    name: str
    formula: str
    planned: float | None
    unit: Unit


@dataclass(frozen=True)
class Why:
    """`steps` lead from the target's own metric up to the KGI; `above` are the goals that this one contributes to."""

    goal: Goal
    goal_name: str
    csf: str
    steps: tuple[WhyStep, ...]
    above: tuple[tuple[Goal, str], ...]


def why_of(target: Target, *, reader: Reader) -> Why | None:
    """None for targets that were set without a goal, or for one that is not the reader's to see."""
    goal = Goal.objects.visible_in(reader.scope).filter(pk=target.goal_id or 0).select_related("team", "parent").first()
    if goal is None:
        return None
    found, csf = tree_of(goal), goal.selected_csf
    steps = () if found is None else _steps(found, target.metric_key, reader)
    return Why(goal, goal_name(goal, reader), csf.name if csf else "", steps, above_of(goal, reader))


def above_of(goal: Goal, reader: Reader) -> tuple[tuple[Goal, str], ...]:
    """The goals that this one contributes to, the nearest first; drafts are shown to those whose they are to set."""
    found: dict[int, Goal] = {}
    here = goal.parent
    while here is not None and here.pk not in found:
        found[here.pk] = here
        here = here.parent
    shown = set(Goal.objects.visible_in(reader.scope).filter(pk__in=found).values_list("pk", flat=True))
    return tuple((one, goal_name(one, reader)) for pk, one in found.items() if pk in shown)


def _steps(goal_tree: GoalTree, metric_key: str, reader: Reader) -> tuple[WhyStep, ...]:
    if metric_key not in goal_tree.keys:
        return ()
    planned, place = kept_nodes(goal_tree), goal_tree.keys.index(metric_key)
    places: list[int] = [place]
    while (parent := goal_tree.tree.parents[places[-1]]) is not None:
        places.append(parent)
    return tuple(_step(goal_tree, at, float(planned[at]), reader) for at in places)


def _step(goal_tree: GoalTree, place: int, planned: float, reader: Reader) -> WhyStep:
    key = goal_tree.keys[place]
    definition = reader.definitions.get(key)
    unit = reader.unit(definition) if definition else Unit("number")
    value = as_pace(planned, unit) if isfinite(planned) else None
    return WhyStep(metric_name(key, reader.definitions), _formula(goal_tree, place, reader), value, unit)


def _formula(goal_tree: GoalTree, place: int, reader: Reader) -> str:
    shape = goal_tree.tree.nodes[place]
    if shape.operation is None:
        return ""
    keys = tuple(goal_tree.keys[child] for child in shape.children)
    return Split(shape.operation, keys, shape.weights).formula(reader.definitions)
