"""How a metric's values of months become one of the goal's period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import mul

from kaname.facts.metrics.definition import (
    Arithmetic,
    Entered,
    Entry,
    FromFacts,
    Measure,
    MetricDefinition,
    Ratio,
    closure,
)
from kaname.measures.operation import Operation

Definitions = Mapping[str, MetricDefinition]
ADDING = frozenset({Operation.SUM, Operation.DIFFERENCE, Operation.WEIGHTED_SUM})


class Treatment(StrEnum):
    """Counts and sums grow with working time; rates, means and stocks stay as they are.

    ONCE counts different things, and what comes up in several months is one thing of the whole period. AS_BEFORE is
    everything else: the whole relates to its months as it did in the period compared with.
    """

    WITH_TIME = "with_time"
    LEVEL = "level"
    ONCE = "once"
    AS_BEFORE = "as_before"


@dataclass(frozen=True)
class Scaling:
    """`by_hours`: in proportion to working time; `factor`: what remains of that in the whole period, None unknown."""

    treatment: Treatment
    by_hours: bool
    factor: float | None = 1.0


@dataclass(frozen=True)
class Reference:
    """Values of the period compared with, by metric: of the whole, and of its months added up and on average."""

    whole: Mapping[str, float]
    summed: Mapping[str, float]
    mean: Mapping[str, float]

    def once(self, key: str) -> float | None:
        """What share of the sum of its months the whole is. [ratio]"""
        return _quotient(self.whole.get(key), self.summed.get(key))

    def level(self, key: str) -> float | None:
        """How many times the mean of its months the whole is. [ratio]"""
        return _quotient(self.whole.get(key), self.mean.get(key))


def grows_with_time(key: str, definitions: Definitions) -> bool:
    """Whether twice the time brings about twice as much: counts and sums, also of different things counted once."""
    return _power(key, definitions) == 1


def needs_reference(keys: Iterable[str], definitions: Definitions) -> list[str]:
    """The metrics whose values in the period compared with decide how these are scaled."""
    found: list[str] = []
    for key in keys:
        found += [part.key for part in closure([key], definitions) if _distinct(part)]
        if _power(key, definitions) not in (0, 1) or not _overlaps_alike(key, definitions):
            found.append(key)
    return list(dict.fromkeys(found))


def scaling_of(key: str, definitions: Definitions, reference: Reference) -> Scaling:
    """By the definition; where that mixes what grows with time with what does not, by what was before."""
    power = _power(key, definitions)
    if power not in (0, 1) or not _overlaps_alike(key, definitions):
        return Scaling(Treatment.AS_BEFORE, by_hours=False, factor=reference.level(key))
    if any(_distinct(part) for part in closure([key], definitions)):
        return Scaling(Treatment.ONCE, by_hours=power == 1, factor=_overlap(key, definitions, reference))
    return Scaling(Treatment.WITH_TIME, True) if power == 1 else Scaling(Treatment.LEVEL, False)


def _power(key: str, definitions: Definitions) -> int | None:
    """1 for what adds up over time, 0 for levels, other powers for products of these; None where sums mix them."""
    match definitions[key].computation:
        case FromFacts(measure=measure):
            return 0 if measure in (Measure.MEAN, Measure.MEDIAN) else 1
        case Entered(how):
            return 1 if how is Entry.SUM else 0
        case Ratio(above, below) | Arithmetic(Operation.RATIO, (above, below)):
            powers = [_power(above, definitions), _power(below, definitions)]
            return None if powers[0] is None or powers[1] is None else powers[0] - powers[1]
        case Arithmetic(operation, of):
            found = [_power(part, definitions) for part in of]
            if operation in ADDING:
                return found[0] if len(set(found)) == 1 else None
            return sum(power for power in found if power is not None) if None not in found else None
    return None


def _overlaps_alike(key: str, definitions: Definitions) -> bool:
    """Whether its overlap follows from those of its parts: nothing that counts once is added to other things."""
    sums = [one for one in closure([key], definitions) if _adds(one) and len(one.parts) > 1]
    return not any(_distinct(part) for one in sums for part in closure(one.parts, definitions))


def _overlap(key: str, definitions: Definitions, reference: Reference) -> float | None:
    """What remains of the sum of the months, or of their level, in the whole period. [ratio]"""
    definition = definitions[key]
    if _distinct(definition):
        return reference.once(key)
    match definition.computation:
        case Ratio(above, below) | Arithmetic(Operation.RATIO, (above, below)):
            return _quotient(_overlap(above, definitions, reference), _overlap(below, definitions, reference))
        case Arithmetic(Operation.PRODUCT, of):
            found = [_overlap(part, definitions, reference) for part in of]
            return None if None in found else reduce(mul, [one for one in found if one is not None], 1.0)
    return 1.0


def _distinct(definition: MetricDefinition) -> bool:
    match definition.computation:
        case FromFacts(measure=Measure.DISTINCT):
            return True
    return False


def _adds(definition: MetricDefinition) -> bool:
    match definition.computation:
        case Arithmetic(operation):
            return operation in ADDING
    return False


def _quotient(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None
