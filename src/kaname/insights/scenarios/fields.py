"""What can be assumed, as fields of a form: each with what is expected today and what is realistic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

from django.utils.translation import gettext as _

from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.goal_words import known_name
from kaname.goals.reader import Reader
from kaname.goals.typed import typing
from kaname.insights.scenarios.assumptions import CHANGES, ENDS, TARGET, Assumptions
from kaname.insights.scenarios.basis import Basis
from kaname.web.formats.quantities import as_pace, short
from kaname.web.formats.units import Unit as ShownUnit

STEPS = 200


@dataclass(frozen=True)
class Slider:
    """`factor` is what the number field shows of the slider's value, with `suffix` behind it."""

    low: float
    high: float
    step: float
    value: float
    suffix: str = ""


@dataclass(frozen=True)
class Field:
    """One field; `typed` is what stands in it, `usual` what holds if nothing does."""

    name: str
    label: str
    typed: str
    usual: str
    hint: str
    error: str
    depth: int = 0
    slider: Slider | None = None


def node_fields(basis: Basis, assumed: Assumptions, reader: Reader) -> Iterator[Field]:
    """Every number below the goal: its end, or where it has no outlook of its own a change from here on."""
    for place, key in enumerate(basis.whole.keys):
        if place == 0 or key in basis.whole.keys[:place]:
            continue
        depth, label = basis.whole.depths[place], known_name(key, reader)
        if key in basis.tree.keys and key in reader.definitions:
            yield _end_field(basis.tree.keys.index(key), key, label, depth, basis, assumed, reader)
        else:
            yield _change_field(key, label, depth, assumed)


def target_field(basis: Basis, assumed: Assumptions, reader: Reader) -> Field | None:
    """Another target of the goal itself."""
    metric, target = reader.definitions.get(basis.tree.keys[0]), basis.wanted[0].target
    if metric is None or target is None:
        return None
    typed = assumed.typed.get(TARGET, "")
    unit = reader.unit(metric)
    hint = _("Today: %(value)s") % {"value": _shown(target, unit, reader)}
    usual = typing(Decimal(f"{target:.6g}"), metric=metric)
    return Field(TARGET, _("Target of the goal"), typed, usual, hint, assumed.errors.get(TARGET, ""))


def _end_field(
    place: int, key: str, label: str, depth: int, basis: Basis, assumed: Assumptions, reader: Reader
) -> Field:
    metric, name, node = reader.definitions[key], ENDS + key, basis.nodes[place]
    expected, unit = float(basis.ends.expected[place]), reader.unit(metric)
    room = node["room"]
    if expected != expected:
        return Field(name, label, "", "", _("No outlook yet"), assumed.errors.get(name, ""), depth)
    hint = _("Expected %(value)s") % {"value": _shown(expected, unit, reader)}
    if room:
        ends = {"low": _shown(room[0], unit, reader), "high": _shown(room[1], unit, reader)}
        hint = _("%(expected)s, realistic %(low)s to %(high)s") % {"expected": hint, **ends}
    slider = _slider(expected, room, node["target"], assumed.ends.get(key), metric)
    usual = typing(_rounded(expected, metric), metric=metric)
    return Field(name, label, assumed.typed.get(name, ""), usual, hint, assumed.errors.get(name, ""), depth, slider)


def _change_field(key: str, label: str, depth: int, assumed: Assumptions) -> Field:
    name = CHANGES + key
    hint = _("No outlook of its own: its change from today on goes into the number above it, by the tree’s arithmetic.")
    value = assumed.changes.get(name, ("", 0.0))[1] * 100
    slider = Slider(-50.0, 50.0, 1.0, value, "%")
    typed, error = assumed.typed.get(name, ""), assumed.errors.get(name, "")
    return Field(name, label, typed, "0%", hint, error, depth, slider)


def _slider(
    expected: float, room: list[float] | None, target: float | None, typed: float | None, metric: MetricDefinition
) -> Slider | None:
    """From well below to well above what is expected, as far as the realistic ends, the target and what is typed."""
    if metric.unit not in (Unit.COUNT, Unit.NUMBER, Unit.RATIO, Unit.CURRENCY):
        return None
    scale, suffix = (100.0, "%") if metric.unit is Unit.RATIO else (1.0, "")
    ends = [expected * 0.75, expected * 1.25, *(room or ()), *(one for one in (target, typed) if one is not None)]
    step = _step((max(ends) - min(ends)) * scale / STEPS)
    if metric.unit is Unit.COUNT:
        step = max(step, 1.0)
    low, high = floor(min(ends) * scale / step) * step, floor(max(ends) * scale / step + 1) * step
    value = round((expected if typed is None else typed) * scale / step) * step
    shown = [float(f"{one:.10g}") for one in (low, high, step, value)]
    return Slider(shown[0], shown[1], shown[2], shown[3], suffix)


def _step(width: float) -> float:
    """1, 2 or 5 of some power of ten."""
    if width <= 0:
        return 1.0
    power = 10.0 ** floor(log10(width))
    return next(power * one for one in (1, 2, 5, 10) if width <= power * one)


def _rounded(value: float, metric: MetricDefinition) -> Decimal:
    return Decimal(f"{value:.0f}") if metric.unit is Unit.COUNT else Decimal(f"{value:.4g}")


def _shown(value: float, unit: ShownUnit, reader: Reader) -> str:
    return short(as_pace(value, unit), unit, language=reader.language)
