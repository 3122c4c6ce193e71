"""The numbers of a tree as the KPI step shows them: now, realistic range, what is proposed, and how hard that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.metrics.definition import Unit as MetricUnit
from kaname.goals.actions.queries import Plan
from kaname.goals.goal_words import known_name
from kaname.goals.kgi.typed_target import kept
from kaname.goals.kpi_tree.range_words import range_words
from kaname.goals.kpis.grain_names import GRAIN_NAMES
from kaname.goals.kpis.planning import Planned
from kaname.goals.kpis.split import grows_with_time
from kaname.goals.models import Kpi, Node
from kaname.goals.reader import Reader
from kaname.goals.typed import LARGEST, typing
from kaname.goals.whole_units import in_whole_units
from kaname.measures.periods import Grain
from kaname.measures.proposal.plan import Load
from kaname.web.formats.quantities import as_pace
from kaname.web.formats.units import Unit

LOADS: dict[Load, tuple[str | Promise, str]] = {
    Load.WITHIN: (pgettext_lazy("a target against the realistic range", "within range"), "ontrack"),
    Load.ABOVE: (pgettext_lazy("a target against the realistic range", "above range"), "risk"),
    Load.BELOW: (pgettext_lazy("a target against the realistic range", "below range"), "risk"),
    Load.FAR_ABOVE: (pgettext_lazy("a target against the realistic range", "far above range"), "off"),
    Load.FAR_BELOW: (pgettext_lazy("a target against the realistic range", "far below range"), "off"),
    Load.NO_RANGE: (pgettext_lazy("a target against the realistic range", "range unknown"), "neutral"),
}
MONTH = 365.25 / 12
# What rounding of floats leaves of a whole number.
SAME = 1e-6
DOTS = 4
# Share of the goal's gap that a number covers by itself when it goes from one end of its range to the other.
DOTS_FROM = (0.0, 0.2, 0.5, 1.0)


@dataclass(frozen=True)
class Place:
    """Where the marks of a range stand on its line, as CSS wants them. [0-100]"""

    low: str = ""
    width: str = ""
    now: str = ""
    planned: str = ""


@dataclass(frozen=True)
class PlanLine:
    """One number of the tree. Figures are of the goal's whole period, None where they are not defined.

    `monthly` is the proposal's part of an average month for what grows with time; `in_force` what is planned for a goal
    that counts, where the proposal has moved away from it; `dots` is how much the number moves the goal, from 0 to 4;
    `whole` what is spread of a count where the proposal is no whole number; `hours` is what one unit takes, as it is
    typed, None for what is not counted; `plan` a KPI's action plan in the running month. [unit of the metric]
    """

    node: Node
    kpi: Kpi | None
    name: str
    unit: Unit
    depth: int
    is_leaf: bool
    now: float | None
    low: float | None
    high: float | None
    planned: float | None
    monthly: float | None
    in_force: float | None
    typed: str
    hours: str | None
    load: str
    load_kind: str
    place: Place
    notes: Sequence[str]
    dots: int
    lowers: float | None
    raises: float | None
    is_whole: bool
    whole: float | None
    plan: Plan | None = None

    @property
    def grain_name(self) -> str:
        """In which period a KPI is looked at."""
        return "" if self.kpi is None else str(GRAIN_NAMES[Grain(self.kpi.grain)])

    @property
    def locked(self) -> bool:
        return self.node.locked


def plan_lines(planned: Planned, kpis: Iterable[Kpi], *, gap: float | None, reader: Reader) -> list[PlanLine]:
    """Every number below the pivot, each metric once, in the order of the tree."""
    by_metric = {kpi.metric_key: kpi for kpi in kpis}
    lines: dict[str, PlanLine] = {}
    for place, node in enumerate(planned.goal_tree.nodes):
        if place and node.metric_key not in lines:
            lines[node.metric_key] = _line(place, planned, by_metric.get(node.metric_key), gap=gap, reader=reader)
    return list(lines.values())


def _line(place: int, planned: Planned, kpi: Kpi | None, *, gap: float | None, reader: Reader) -> PlanLine:
    node, values = planned.goal_tree.nodes[place], planned.values
    definition = reader.definitions.get(node.metric_key)
    now, low, high, target = (
        _number(one) for one in (values.compared[place], values.low[place], values.high[place], planned.nodes[place])
    )
    unit = reader.unit(definition) if definition else Unit("number")
    load, kind = LOADS[load_of(place, planned)]
    lowers, raises = (_number(one) for one in values.leverage.change[place])
    return PlanLine(
        node=node,
        kpi=kpi,
        name=known_name(node.metric_key, reader),
        unit=unit,
        depth=planned.goal_tree.depths[place],
        is_leaf=planned.leaf_of(place) is not None,
        now=now,
        low=as_pace(low, unit),
        high=as_pace(high, unit),
        planned=as_pace(target, unit),
        monthly=as_pace(_monthly(target, node, planned, reader), unit),
        in_force=as_pace(_in_force(place, planned), unit),
        typed=_typed(as_pace(target, unit), definition),
        hours=_hours(place, planned, unit),
        load=str(load),
        load_kind=kind,
        place=_place(now, low, high, target),
        notes=range_words(values.ranges[place], reader=reader, compared=values.compared_period),
        dots=_dots(lowers, raises, gap),
        lowers=lowers,
        raises=raises,
        is_whole=_is_whole(place, planned),
        whole=_in_whole_units(target, definition, reader),
    )


def load_of(place: int, planned: Planned) -> Load:
    """A leaf's as it was proposed; that of a number put together from others by its own range."""
    leaf, values = planned.leaf_of(place), planned.values
    if planned.plan is not None and leaf is not None:
        return planned.plan.loads[leaf]
    low, high, target = (_number(one) for one in (values.low[place], values.high[place], planned.nodes[place]))
    if low is None or high is None or target is None:
        return Load.NO_RANGE
    width, rounding = high - low, 1e-9 * max(abs(low), abs(high))
    if target > high + rounding:
        return Load.FAR_ABOVE if target > high + width else Load.ABOVE
    if target < low - rounding:
        return Load.FAR_BELOW if target < low - width else Load.BELOW
    return Load.WITHIN


def _monthly(target: float | None, node: Node, planned: Planned, reader: Reader) -> float | None:
    months = planned.goal.period.days / MONTH
    if target is None or months < 1.5 or not grows_with_time(node.metric_key, reader):
        return None
    return target / round(months)


def _in_force(place: int, planned: Planned) -> float | None:
    if planned.goal.is_draft:
        return None
    held, proposed = float(planned.in_force[place]), float(planned.nodes[place])
    return held if isfinite(held) and abs(held - proposed) > 1e-6 * max(abs(held), abs(proposed)) else None


def _hours(place: int, planned: Planned, unit: Unit) -> str | None:
    if unit.kind != "count" or planned.leaf_of(place) is None:
        return None
    each = planned.goal_tree.nodes[place].hours_each
    return "" if each is None else f"{each:g}"


def _typed(target: float | None, definition: MetricDefinition | None) -> str:
    if target is None or definition is None or abs(target) >= LARGEST:
        return ""
    return typing(kept(target), metric=definition)


def _in_whole_units(target: float | None, definition: MetricDefinition | None, reader: Reader) -> float | None:
    """What is spread of a count that the tree does not make whole; None where it is anyway."""
    if target is None or definition is None or definition.unit is not MetricUnit.COUNT or abs(target) >= LARGEST:
        return None
    whole = float(in_whole_units(kept(target), definition, currency=reader.currency))
    return None if abs(whole - target) < SAME else whole


def _is_whole(place: int, planned: Planned) -> bool:
    leaf = planned.leaf_of(place)
    return leaf is None or planned.plan is None or bool(planned.plan.is_whole[leaf])


def _dots(lowers: float | None, raises: float | None, gap: float | None) -> int:
    if lowers is None or raises is None or not gap:
        return 0
    share = abs(raises - lowers) / abs(gap)
    return sum(share > least for least in DOTS_FROM)


def _place(now: float | None, low: float | None, high: float | None, target: float | None) -> Place:
    known = [one for one in (now, low, high, target) if one is not None]
    if not known:
        return Place()
    least, most = min(known), max(known)
    margin = (most - least) * 0.25 or abs(most) or 1.0
    start, span = least - margin, most - least + 2 * margin

    def at(value: float | None) -> str:
        return "" if value is None else f"{100 * (value - start) / span:.2f}"

    width = "" if low is None or high is None else f"{100 * (high - low) / span:.2f}"
    return Place(low=at(low), width=width, now=at(now), planned=at(target))


def _number(value: float) -> float | None:
    return float(value) if isfinite(value) else None
