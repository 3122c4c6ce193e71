"""Which metrics are watched: those with targets or in goals' trees, and what they are computed from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kaname.facts.metrics.definition import MetricDefinition, closure
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.models import Goal, Target

# A target that ended lately is still asked for while the next one is not set. A watch that is too broad cries wolf.
LATELY, MOST_METRICS = timedelta(days=92), 60


def watched_keys(definitions: Mapping[str, MetricDefinition], today: date) -> list[str]:
    """In the order of their keys, at most MOST_METRICS."""
    targets = Target.objects.filter(ends_on__gt=today - LATELY).values_list("metric_key", flat=True).distinct()
    keys = set(targets.order_by())
    for goal in Goal.objects.published().current().filter(ends_on__gt=today - LATELY).select_related("team"):
        tree = tree_of(goal)
        keys |= set(tree.keys) if tree is not None else set()
    known = closure(sorted(key for key in keys if key in definitions), definitions)
    return sorted(metric.key for metric in known)[:MOST_METRICS]
