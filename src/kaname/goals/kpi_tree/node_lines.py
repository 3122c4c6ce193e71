"""The nodes of a tree as the page shows them: each with its sign, its figures and what is below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from django.utils.translation import gettext as _

from kaname.goals.availability import Availability
from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.kpi_tree.range_words import range_notes, range_text, range_words
from kaname.goals.kpi_tree.split import Split
from kaname.goals.kpi_tree.values import TreeValues
from kaname.goals.kpi_tree.verdict import Verdict, verdict_of
from kaname.goals.models import Node
from kaname.goals.reader import Reader
from kaname.goals.words import SIGNS, metric_name
from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import TAKES_TWO, TreeNode
from kaname.web.formats.quantities import as_pace
from kaname.web.formats.units import Unit


@dataclass(frozen=True)
class NodeLine:
    """One node; figures are None where they are not defined.

    `ordered`: whether its place among its siblings means something. `lowers` and `raises` are what its low and high
    end do to the KGI [unit of the KGI], `lever` how far that reaches beside the node that moves it furthest. [0-1]
    """

    node: Node
    level: int
    place: int
    siblings: int
    sign: str
    ordered: bool
    name: str
    unit: Unit
    formula: str
    compared: float | None
    to_date: float | None
    low: float | None
    high: float | None
    range_text: str
    range_words: tuple[str, ...]
    range_notes: tuple[str, ...]
    lowers: float | None
    raises: float | None
    lever: float
    verdict: Verdict | None
    trouble: str
    parts: tuple[NodeLine, ...]

    @property
    def is_pivot(self) -> bool:
        return self.level == 1


class NodeLines:
    """Builds the lines of one tree, from the pivot downwards."""

    def __init__(self, goal_tree: GoalTree, values: TreeValues, reader: Reader) -> None:
        self.goal_tree, self.values, self.reader = goal_tree, values, reader
        self.availability = Availability(reader)
        self.low, self.high = values.low, values.high
        reach = [abs(one) for one in values.leverage.across[1:] if isfinite(one)]
        self.pivot_unit = self._unit(goal_tree.nodes[0])
        self.furthest = max(reach, default=0.0)

    def pivot(self) -> NodeLine:
        return self._line(0, level=1, place=1, siblings=1, sign="", ordered=False)

    def _line(self, at: int, *, level: int, place: int, siblings: int, sign: str, ordered: bool) -> NodeLine:
        node, values = self.goal_tree.nodes[at], self.values
        shape = self.goal_tree.tree.nodes[at]
        low, high, unit = _number(self.low[at]), _number(self.high[at]), self._unit(node)
        across = values.leverage.across[at]
        return NodeLine(
            node=node,
            level=level,
            place=place,
            siblings=siblings,
            sign=sign,
            ordered=ordered,
            name=metric_name(node.metric_key, self.reader.definitions),
            unit=unit,
            formula=self._formula(shape),
            compared=_number(values.compared[at]),
            to_date=_number(values.to_date[at]),
            low=low,
            high=high,
            range_text=range_text(low, high, unit, language=self.reader.language),
            range_words=range_words(values.ranges[at], reader=self.reader, compared=values.compared_period),
            range_notes=range_notes(values.ranges[at], reader=self.reader, compared=values.compared_period),
            lowers=self._change(at, 0),
            raises=self._change(at, 1),
            lever=abs(across) / self.furthest if at and isfinite(across) and self.furthest else 0.0,
            verdict=self._verdict(at),
            trouble=self._trouble(node),
            parts=self._parts(shape, level + 1),
        )

    def _parts(self, shape: TreeNode, level: int) -> tuple[NodeLine, ...]:
        ordered, signs = shape.operation in TAKES_TWO, signs_of(shape)
        return tuple(
            self._line(child, level=level, place=place, siblings=len(signs), sign=signs[place - 1], ordered=ordered)
            for place, child in enumerate(shape.children, start=1)
        )

    def _change(self, at: int, end: int) -> float | None:
        """What the low (0) or high (1) end of the node's range does to the KGI; None for the KGI itself."""
        return as_pace(_number(self.values.leverage.change[at, end]), self.pivot_unit) if at else None

    def _unit(self, node: Node) -> Unit:
        metric = self.reader.metrics.get(node.metric_key)
        return self.reader.unit(metric.definition) if metric else Unit("number")

    def _formula(self, shape: TreeNode) -> str:
        if shape.operation is None:
            return ""
        keys = tuple(self.goal_tree.keys[child] for child in shape.children)
        return Split(shape.operation, keys, shape.weights).formula(self.reader.definitions)

    def _verdict(self, at: int) -> Verdict | None:
        inner, key = self.goal_tree.tree.inner, self.goal_tree.keys[at]
        if at not in inner or key in self.values.missing:
            return None
        row = inner.index(at)
        return verdict_of(
            key,
            row,
            self.values.residuals,
            self.values.reproductions[row],
            real=self.values.monthly[at],
            months=self.values.months,
            reader=self.reader,
        )

    def _trouble(self, node: Node) -> str:
        """Why the node has no numbers at all."""
        metric = self.reader.metrics.get(node.metric_key)
        if metric is None:
            return _("There is no such metric any more. Choose another one in its place.")
        if metric.archived_at is not None:
            return _("This metric is archived, so that it has no numbers here. Restore it or choose another one.")
        return self.availability.why_not(metric)


def signs_of(shape: TreeNode) -> Sequence[str]:
    """What stands before each part: nothing before the first, unless it is weighted."""
    if shape.operation is None:
        return ()
    if shape.operation is Operation.WEIGHTED_SUM:
        return [_weighted(weight, first=number == 0) for number, weight in enumerate(shape.weights)]
    return ["", *[SIGNS[shape.operation].strip()] * (len(shape.children) - 1)]


def _weighted(weight: float, *, first: bool) -> str:
    sign = "−" if weight < 0 else ("" if first else "+")
    return f"{sign} {abs(weight):g} ×".strip() if abs(weight) != 1 else sign


def _number(value: float) -> float | None:
    return float(value) if isfinite(value) else None
