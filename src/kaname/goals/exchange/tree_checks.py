"""Whether the KPI tree of a goal in a file is one."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kaname.goals.errors import GoalsError
from kaname.goals.exchange.document import GoalPart, NodePart
from kaname.goals.exchange.found import Found
from kaname.goals.exchange.metric_matching import unknown_metric
from kaname.goals.kpi_tree.changing import MOST_NODES
from kaname.goals.kpi_tree.split import Split, require_sound
from kaname.goals.metrics_yaml import Path
from kaname.measures.operation import Operation

Above = tuple[str, ...]


def tree_problems(goal: GoalPart, found: Found) -> Iterator[tuple[Path, str]]:
    """Metrics that are known, units that fit, nothing below itself, and not too many of them."""
    count = 0
    for path, node, above in walk(goal.tree):
        count += 1
        if node.metric not in found.metrics.known:
            yield (*path, "metric"), unknown_metric(node.metric)
        elif (node.op is None) != (not node.of):
            yield (*path, "op"), _("“op” says how the metrics in “of” make this one: both stand here, or neither.")
        elif node.of and all(part.metric in found.metrics.known for part in node.of):
            try:
                require_sound(_split(node), parent=node.metric, above=above, metrics=found.metrics.known)
            except GoalsError as error:
                yield (*path, "of"), str(error)
    if count > MOST_NODES:
        yield ("tree",), str(GoalsError("too_many_nodes", most=MOST_NODES, count=count))


def walk(tree: NodePart | None) -> Iterator[tuple[Path, NodePart, Above]]:
    """Every node with its place and the metrics above it, read from the top."""
    waiting: list[tuple[Path, NodePart, Above]] = [(("tree",), tree, ())] if tree else []
    while waiting:
        path, node, above = waiting.pop()
        yield path, node, above
        below = (*above, node.metric)
        waiting += [((*path, "of", place), part, below) for place, part in reversed(list(enumerate(node.of)))]


def _split(node: NodePart) -> Split:
    operation = Operation(node.op or "")
    weighted = operation is Operation.WEIGHTED_SUM
    weights = tuple(1.0 if part.weight is None else part.weight for part in node.of) if weighted else ()
    return Split(operation, tuple(part.metric for part in node.of), weights)
