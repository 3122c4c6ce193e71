"""What is spread: the value of a KPI or KGI over the goal's whole period."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite

from kaname.goals.goal_lines import figures_of
from kaname.goals.kgi.typed_target import kept
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.kpis.planning import kept_nodes
from kaname.goals.models import Goal, Kpi
from kaname.goals.reader import Reader
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.whole_units import in_whole_units


def total_of(goal: Goal, metric_key: str, *, reader: Reader) -> Decimal | None:
    """The KGI's target, or what the tree proposes for a KPI; None where neither is known. [unit of the metric]"""
    if metric_key == goal.metric_key:
        value = figures_of(goal).value
        return None if value is None else kept(value)
    found = tree_of(goal)
    if found is None or metric_key not in found.keys:
        return None
    value = float(kept_nodes(found)[found.keys.index(metric_key)])
    definition = reader.definitions.get(metric_key)
    if definition is None or not isfinite(value):
        return None
    if not grows_with_time(metric_key, reader.definitions):
        return kept(value)
    return in_whole_units(kept(value), definition, currency=reader.currency)


def write_totals(goal: Goal, *, reader: Reader) -> None:
    """Bring what the sheet says of the whole period of each KPI up to what the tree proposes now.

    What somebody typed stays. Parts that were spread before stay as well, and then come to another sum than the whole:
    the pages say so until they are spread again.
    """
    for kpi in Kpi.objects.current().filter(goal=goal, team=None).exclude(metric_key=goal.metric_key):
        sheet = Sheet(goal, kpi.metric_key)
        if sheet.is_fixed(goal.period, team=goal.team):
            continue
        total = total_of(goal, kpi.metric_key, reader=reader)
        if total is None:
            sheet.forget(goal.period, team=goal.team)
        else:
            sheet.set(goal.period, total, team=goal.team)
        sheet.save()
