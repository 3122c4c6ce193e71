"""The story of a goal from top to bottom, as its page tells it to one reader."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse

from kaname.goals.actions.plans_now import plans_now
from kaname.goals.elapsed import Elapsed, figure_of
from kaname.goals.goal_access import may_edit
from kaname.goals.goal_lines import GoalLine, asked_of, figures_of
from kaname.goals.goal_page.beside import said_of
from kaname.goals.goal_page.changes import change_lines
from kaname.goals.goal_page.kpi_rows import KpiBlock, kpi_blocks
from kaname.goals.goal_page.loads import Loads
from kaname.goals.goal_page.nodes import asked_in_force, ends_of, node_statuses, number, to_date
from kaname.goals.goal_page.strain import overload_lines
from kaname.goals.goal_page.working import working_of
from kaname.goals.journal import Journal
from kaname.goals.kpi_tree.goal_tree import GoalTree, tree_of
from kaname.goals.kpis.split import Comparison, split_of
from kaname.goals.kpis.split_words import NAMES, split_chart, split_sentence
from kaname.goals.models import CsfSelection, Goal, Kpi
from kaname.goals.parents import together
from kaname.goals.period_choices import code
from kaname.goals.reader import Reader
from kaname.goals.why import above_of
from kaname.measures.pace import required_rate
from kaname.web.choices import Choice


def story_of(goal: Goal, *, against: str, reader: Reader, journal: Journal) -> dict[str, Any]:
    """Everything that the page shows; `against` names what the actual is held against."""
    found = tree_of(goal)
    kpis = list(Kpi.objects.current().filter(goal=goal).select_related("team"))
    elapsed = working_of(goal.team, goal.period, [], reader=reader, journal=journal).elapsed
    keys = [goal.metric_key, *(found.keys if found else ())]
    actuals = to_date(keys, goal, reader=reader)
    loads = Loads(reader)
    line = _line(goal, actuals[goal.metric_key], elapsed, loads, reader)
    shared = {"goal": goal, "actuals": actuals, "elapsed": elapsed, "reader": reader}
    tree = {"nodes": []} if found is None else _tree(found, kpis=kpis, loads=loads, journal=journal, **shared)  # type: ignore[arg-type]
    split = {} if found is None else _split(found, line, against=against, **shared)  # type: ignore[arg-type]
    return {
        "goal_name": line.name,
        "line": line,
        "figures": figures_of(goal),
        "unit": line.unit,
        "editable": may_edit(reader, goal),
        "elapsed": elapsed,
        "required": _required(line, elapsed),
        "end": None if elapsed.over or goal.archived_at else line.figure.outlook,
        "end_url": end_url(goal),
        "selection": _selection(goal),
        "n_candidates": goal.csfs.filter(removed_at=None).count(),
        "blocks": _with_plans(kpi_blocks(goal, kpis, loads=loads, reader=reader, journal=journal), reader, journal),
        "above": above_of(goal, reader),
        "together": together(goal, reader=reader),
        "beside": said_of(goal, reader),
        "changes": change_lines(goal, reader=reader, journal=journal),
        **tree,
        **split,
    }


def _with_plans(blocks: list[KpiBlock], reader: Reader, journal: Journal) -> list[KpiBlock]:
    plans = plans_now([block.kpi for block in blocks], reader=reader, journal=journal)
    return [replace(block, plan=plans.get(block.kpi.pk)) for block in blocks]


def _line(goal: Goal, actual: float, elapsed: Elapsed, loads: Loads, reader: Reader) -> GoalLine:
    figure = figure_of(
        goal.metric_key,
        number(actual),
        asked_of(goal),
        elapsed=elapsed,
        loaded_at=loads.since(goal.metric_key),
        reader=reader,
        outlook=ends_of(goal, reader).get(goal.metric_key),
    )
    return GoalLine(goal, reader, figure)


def _selection(goal: Goal) -> CsfSelection | None:
    open_one = CsfSelection.objects.filter(goal=goal, until_at=None)
    return open_one.select_related("csf", "by__person").first()


def _tree(
    found: GoalTree,
    *,
    goal: Goal,
    actuals: dict[str, float],
    elapsed: Elapsed,
    kpis: list[Kpi],
    loads: Loads,
    reader: Reader,
    journal: Journal,
) -> dict[str, Any]:
    """The nodes as they stand, and KPIs that ask too much."""
    asked = asked_in_force(goal, found)
    guarded = [] if goal.archived_at else kpis
    judged: dict[str, Any] = {"actuals": actuals, "asked": asked, "elapsed": elapsed, "reader": reader}
    return {
        "nodes": node_statuses(found, loads=loads, kpis=kpis, **judged),
        "overloads": overload_lines(goal, guarded, asked=asked, actuals=actuals, reader=reader, journal=journal),
    }


def _split(
    found: GoalTree,
    line: GoalLine,
    *,
    goal: Goal,
    actuals: dict[str, float],
    elapsed: Elapsed,
    reader: Reader,
    against: str,
) -> dict[str, Any]:
    """What the difference comes from, and what else it can be held against."""
    usual = Comparison.PACE if elapsed.running else Comparison.TARGET
    comparison = Comparison(against) if against in set(Comparison) else usual
    values = np.array([actuals[key] for key in found.keys])
    split = split_of(comparison, goal=goal, goal_tree=found, to_date=values, elapsed=elapsed, reader=reader)
    return {
        "comparisons": [
            Choice(str(name), f"?against={one.value}#split", one is comparison)
            for one, name in NAMES.items()
            if one is not Comparison.PACE or elapsed.running
        ],
        "split": split,
        "split_words": split_sentence(split, goal.metric_key, unit=line.unit, reader=reader) if split else "",
        "chart": split_chart(split, goal.metric_key, unit=line.unit, reader=reader) if split else None,
    }


def _required(line: GoalLine, elapsed: Elapsed) -> float | None:
    """What every working hour that is left has to bring. [unit per h]"""
    remaining = line.figure.remaining
    if remaining is None or not line.figure.nature.additive or elapsed.over or line.goal.archived_at:
        return None
    return required_rate(remaining=remaining, hours_left=elapsed.hours_left)


def end_url(goal: Goal) -> str:
    """The page that says how the outlook of the goal comes about."""
    query = {"period": code(goal.period)} | ({"team": goal.team.key} if goal.team else {})
    return f"{reverse('insights:outlook', args=[goal.metric_key])}?{urlencode(query)}"
