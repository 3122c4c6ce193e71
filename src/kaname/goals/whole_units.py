"""What comes in whole units: nobody makes a part of a deal, and nobody pays a part of a coin."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from babel.numbers import get_currency_precision

from kaname.facts.metrics.definition import FromFacts, Measure, MetricDefinition, Unit
from kaname.goals.errors import GoalsError
from kaname.goals.typed import typing
from kaname.measures.direction import Direction

INDIVISIBLE = frozenset({Unit.COUNT, Unit.CURRENCY})
COUNTING = frozenset({Measure.COUNT, Measure.DISTINCT})
STEPS = {
    Unit.COUNT: Decimal(1),
    Unit.SECONDS: Decimal(1),
    Unit.HOURS: Decimal("0.1"),
    Unit.NUMBER: Decimal("0.01"),
    Unit.RATIO: Decimal("0.0001"),
}


def step_of(definition: MetricDefinition, *, currency: str) -> Decimal:
    """The smallest step in which a target is shared: whole units, the smallest coin. [unit of the metric]"""
    if definition.unit is Unit.CURRENCY:
        return Decimal(1).scaleb(-get_currency_precision(currency))
    return STEPS[definition.unit]


def in_whole_units(value: Decimal, definition: MetricDefinition, *, currency: str) -> Decimal:
    """What is indivisible is rounded towards where the goal is reached."""
    if definition.unit not in INDIVISIBLE:
        return value
    rounding = ROUND_FLOOR if definition.direction is Direction.LOWER else ROUND_CEILING
    return _stepped(value, step_of(definition, currency=currency), rounding)


def require_whole(value: Decimal, definition: MetricDefinition, *, currency: str) -> Decimal:
    """The value.

    Raises
    ------
    GoalsError
        value_not_whole for a part of what is indivisible, with the nearest that can be; value_negative for less than
        nothing of what is counted.
    """
    if value < 0 and isinstance(definition.computation, FromFacts) and definition.computation.measure in COUNTING:
        raise GoalsError("value_negative")
    step = step_of(definition, currency=currency)
    if definition.unit in INDIVISIBLE and value % step:
        below, above = (_stepped(value, step, rounding) for rounding in (ROUND_FLOOR, ROUND_CEILING))
        shown = {name: typing(one, metric=definition) for name, one in {"below": below, "above": above}.items()}
        raise GoalsError("value_not_whole", text=typing(value, metric=definition), **shown)
    return value


def _stepped(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).quantize(Decimal(1), rounding=rounding) * step
