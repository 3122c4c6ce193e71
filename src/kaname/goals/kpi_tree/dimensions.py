"""What a metric is measured in, as powers of units: an average deal amount is money per deal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kaname.facts.metrics.definition import (
    Arithmetic,
    Entered,
    Entry,
    FromFacts,
    Measure,
    MetricDefinition,
    Ratio,
    Unit,
)
from kaname.measures.operation import Operation

Definitions = Mapping[str, MetricDefinition]
Dimension = Mapping[Unit, int]
PURE = frozenset({Unit.RATIO, Unit.NUMBER})
MEANS = (Measure.MEAN, Measure.MEDIAN)


def dimension_of(key: str, definitions: Definitions) -> Dimension:
    """The powers of its units, those of power 0 left out; a ratio and a plain number have none.

    What divides follows from the definition: revenue ÷ deals won is money per count. A mean or median of money or time
    is per thing counted. Counts are of one kind here: appointments × close rate are deals.
    """
    definition = definitions[key]
    own = {} if definition.unit in PURE else {definition.unit: 1}
    match definition.computation:
        case Ratio(numerator, denominator) | Arithmetic(Operation.RATIO, (numerator, denominator)):
            return _times((dimension_of(numerator, definitions), 1), (dimension_of(denominator, definitions), -1))
        case Arithmetic(Operation.PRODUCT, of):
            return product(dimension_of(part, definitions) for part in of)
        case FromFacts(measure=measure) if measure in MEANS:
            return _per_thing(own)
        case Entered(Entry.MEAN):
            return _per_thing(own)
    return own


def product(dimensions: Iterable[Dimension]) -> Dimension:
    return _times(*((dimension, 1) for dimension in dimensions))


def quotient(above: Dimension, below: Dimension) -> Dimension:
    return _times((above, 1), (below, -1))


def _per_thing(own: Dimension) -> Dimension:
    return _times((own, 1), ({Unit.COUNT: 1}, -1)) if own and Unit.COUNT not in own else own


def _times(*powers: tuple[Dimension, int]) -> Dimension:
    total: Counter[Unit] = Counter()
    for dimension, power in powers:
        for unit, exponent in dimension.items():
            total[unit] += exponent * power
    return {unit: exponent for unit, exponent in total.items() if exponent}
