"""Axes: round ticks with their labels, the look of lines and grid."""

import math
from collections.abc import Iterable
from typing import Any

from kaname.web.formats.quantities import short
from kaname.web.formats.units import Unit

TICKS = 4
# Values nearer to each other than so much of the largest are the same, added up in another order.
SAME, SMALLEST = 1e-9, 1e-300
QUIET_TEXT = {"color": "var(--k-soft)", "fontSize": 11}


def ticks(values: Iterable[float | int | None], *, whole: bool = False, zero: bool = True) -> list[float]:
    """Round values from 0 (or below) past the largest, about four steps of 1, 2, 2.5 or 5 times a power of ten.

    With `whole` there are no steps between whole numbers; without `zero` they begin below the smallest value.
    """
    known = [float(value) for value in values if value is not None and math.isfinite(value)]
    known += [0.0] if zero or not known else []
    low, high = min(known), max(known)
    largest = max(-low, high)
    if high - low <= max(SAME * largest, SMALLEST):
        high = low + max(1.0, 1e3 * SAME * largest)
    step = round_step((high - low) / TICKS)
    step = float(math.ceil(step)) if whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    return [float(f"{number * step:.12g}") for number in range(first, last + 1)]


def round_step(size: float) -> float:
    """The smallest round step that is at least `size`."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= size * (1 - 1e-9))


def value_axis(values: Iterable[float | int | None], *, unit: Unit, language: str, zero: bool = True) -> dict[str, Any]:
    """An axis of numbers; bars that stand on it need its `zero`."""
    at = ticks(values, whole=unit.kind == "count", zero=zero)
    return {
        "type": "value",
        "min": at[0],
        "max": at[-1],
        "interval": float(f"{at[1] - at[0]:.12g}"),
        "axisLabel": {**QUIET_TEXT, "labels": [short(tick, unit, language=language) for tick in at]},
        "splitLine": {"lineStyle": {"color": "var(--k-line)"}},
    }


def name_axis(names: Iterable[str], *, edge: bool) -> dict[str, Any]:
    """An axis of names; with `edge` points stand on its ends, as lines want it."""
    return {
        "type": "category",
        "data": list(names),
        "boundaryGap": not edge,
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": "var(--k-line-strong)"}},
        "axisLabel": {**QUIET_TEXT, "hideOverlap": True},
    }
