"""From the measures that were read to the metrics composed of them, for all groups and periods at once.

Values are arrays of floats, shape (n_groups + 1, n_periods); NaN stands for a number that is not defined, and the last
line is that of a group without facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from kaname.facts.metrics.definition import Arithmetic, MetricDefinition, Ratio
from kaname.facts.query.things import Counted
from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import product

Floats = NDArray[np.float64]
# Stored numbers have four decimals at most, and so do their sums and differences.
DECIMALS = 4


@dataclass(frozen=True)
class Values:
    """`seen` tells which groups have facts that count; `exact` values are counts or sums of stored numbers.

    What several groups come to together is known of exact values, of those that know the `things` they count, and of
    quotients whose `parts`, numerator and denominator, it is known of.
    """

    values: Floats
    seen: NDArray[np.bool_]
    exact: bool = False
    whole: bool = False
    parts: tuple[Values, Values] | None = None
    things: Counted | None = None

    @property
    def adds_up(self) -> bool:
        return self.exact or self.things is not None or self.parts is not None


def composed(definition: MetricDefinition, parts: Mapping[str, Values]) -> Values:
    """A ratio or arithmetic of metrics whose values are known."""
    of = [parts[key] for key in definition.parts]
    seen = reduce(np.logical_or, [part.seen for part in of])
    match definition.computation:
        case Ratio() | Arithmetic(operation=Operation.RATIO):
            top, bottom = of
            known = top.adds_up and bottom.adds_up
            return Values(_divided(top.values, bottom.values), seen, parts=(top, bottom) if known else None)
        case Arithmetic(operation=Operation.PRODUCT):
            values = product(np.stack([part.values for part in of]))
            return Values(values, seen, whole=all(part.whole for part in of))
        case Arithmetic(operation=operation, weights=weights):
            return _summed(of, _weights(operation, weights, len(of)), seen)
    raise TypeError(f"{definition.key} is not composed of metrics")


def _divided(numerator: Floats, denominator: Floats) -> Floats:
    """Nothing divided by zero is not zero but undefined."""
    undefined = np.full_like(numerator, np.nan)
    return np.divide(numerator, denominator, out=undefined, where=denominator != 0)


def _weights(operation: Operation, weights: tuple[float, ...], count: int) -> tuple[float, ...]:
    if operation is Operation.WEIGHTED_SUM:
        return weights
    return (1.0, *([-1.0 if operation is Operation.DIFFERENCE else 1.0] * (count - 1)))


def _summed(of: list[Values], weights: tuple[float, ...], seen: NDArray[np.bool_]) -> Values:
    total = reduce(np.add, [part.values * weight for part, weight in zip(of, weights, strict=True)])
    whole_weights = all(weight.is_integer() for weight in weights)
    exact = whole_weights and all(part.exact for part in of)
    # 0.3 − 0.1 is 0.2 here, not 0.19999999999999998.
    values = np.round(total, DECIMALS) if exact else total
    return Values(values, seen, exact, whole_weights and all(part.whole for part in of))
