"""What the page of the third step shows: the plan on its ranges, its KPIs, and what the difference comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kaname.goals.actions.queries import plans_of
from kaname.goals.elapsed import elapsed_of
from kaname.goals.forms.kpi_form import KpiForm
from kaname.goals.goal_lines import definition_of, figures_of
from kaname.goals.goal_steps import Step, steps_of
from kaname.goals.goal_words import goal_name, known_name
from kaname.goals.kpis.give_words import capacity_sentence, give_lines, reach_sentence
from kaname.goals.kpis.overload_words import overload_lines
from kaname.goals.kpis.plan_lines import PlanLine, plan_lines
from kaname.goals.kpis.planning import Planned
from kaname.goals.kpis.split import Comparison, Split, split_of
from kaname.goals.kpis.split_words import split_chart, split_sentence
from kaname.goals.models import MOST_KPIS, Goal, Kpi
from kaname.goals.reader import Reader
from kaname.measures.periods import Grain, period_of
from kaname.web.formats.units import Unit


def frame_context(goal: Goal, reader: Reader) -> dict[str, Any]:
    """What every page of the step has."""
    return {
        "reader": reader,
        "goal": goal,
        "goal_name": goal_name(goal, reader),
        "steps": steps_of(goal, current=Step.KPIS),
    }


def page_context(goal: Goal, reader: Reader, planned: Planned) -> dict[str, Any]:
    """The whole page."""
    figures, metric = figures_of(goal), definition_of(goal, reader)
    kpis = list(Kpi.objects.current().filter(goal=goal).select_related("team"))
    own = [kpi for kpi in kpis if kpi.team_id is None]
    lines = plan_lines(planned, own, gap=figures.gap, reader=reader)
    unit = reader.unit(metric) if metric else Unit("number")
    return frame_context(goal, reader) | {
        "figures": figures,
        "unit": unit,
        "planned": planned,
        "kpi_lines": _with_plans([line for kpi in own for line in lines if line.kpi == kpi], own, reader),
        "other_lines": [line for line in lines if not line.kpi],
        "of_teams": _elsewhere(kpis, lines, reader),
        "full": len(own) >= MOST_KPIS,
        "csf": goal.selected_csf,
        "reach": reach_sentence(planned, unit=unit, target=figures.nearest, reader=reader),
        "gives": give_lines(planned, reader=reader),
        "capacity": capacity_sentence(planned, reader=reader),
        "unknown": [known_name(planned.goal_tree.keys[place], reader) for place in planned.unknown],
        "replans": any(line.in_force is not None for line in lines),
        "overloads": overload_lines(
            goal,
            own,
            keys=planned.goal_tree.keys,
            asked=planned.nodes.tolist(),
            actuals=planned.values.to_date.tolist(),
            reader=reader,
        ),
        "kpi_form": KpiForm(goal=goal, reader=reader),
        **_split(goal, planned, unit, reader),
    }


def _with_plans(lines: Sequence[PlanLine], kpis: Sequence[Kpi], reader: Reader) -> list[PlanLine]:
    """Each KPI with its action plan, and how far that is kept in the running month."""
    month = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)
    plans = plans_of(kpis, period=month, reader=reader)
    return [replace(line, plan=plans.get(line.kpi.pk)) if line.kpi else line for line in lines]


def _elsewhere(kpis: Sequence[Kpi], lines: Sequence[PlanLine], reader: Reader) -> list[tuple[Kpi, str]]:
    """KPIs that the plan has no line for: those of single teams, of metrics outside of the tree, and of the KGI."""
    shown = {line.kpi.pk for line in lines if line.kpi}
    return [(kpi, known_name(kpi.metric_key, reader)) for kpi in kpis if kpi.pk not in shown]


def _split(goal: Goal, planned: Planned, unit: Unit, reader: Reader) -> dict[str, Any]:
    split = _found_split(goal, planned, reader)
    if split is None:
        return {"chart": None, "split_words": ""}
    return {
        "chart": split_chart(split, goal.metric_key, unit=unit, reader=reader),
        "split_words": split_sentence(split, goal.metric_key, unit=unit, reader=reader),
    }


def _found_split(goal: Goal, planned: Planned, reader: Reader) -> Split | None:
    """Against pace while the period runs, against the target once it is over; nothing before it begins."""
    if planned.values.elapsed is None:
        return None
    elapsed = elapsed_of(goal.team, goal.period, reader)
    return split_of(
        Comparison.PACE if elapsed.running else Comparison.TARGET,
        goal=goal,
        goal_tree=planned.goal_tree,
        to_date=planned.values.to_date,
        elapsed=elapsed,
        reader=reader,
    )
