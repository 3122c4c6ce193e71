"""How a metric is put together from others, and whether it can be: metrics in use, units that fit, no circle."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import isfinite

from kaname.facts.labels import NO_LABEL
from kaname.facts.metrics.definition import Arithmetic, MetricDefinition, Ratio, Unit
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import MetricInUse, in_use
from kaname.goals.kpi_tree.dimensions import Dimension, dimension_of, product, quotient
from kaname.goals.kpi_tree.unit_words import dimension_words, unit_words
from kaname.goals.words import formula, metric_name, quoted
from kaname.measures.direction import Direction
from kaname.measures.operation import Operation
from kaname.measures.tree.kpi_tree import TAKES_TWO

Definitions = Mapping[str, MetricDefinition]
MOST_WEIGHT = 1_000_000_000
FACTORS = frozenset({Operation.PRODUCT, Operation.RATIO})


@dataclass(frozen=True)
class Split:
    """What is done with which metrics; `weights` belong to a weighted sum only, one for each."""

    operation: Operation
    keys: tuple[str, ...]
    weights: tuple[float, ...] = ()

    @classmethod
    def by_definition(cls, definition: MetricDefinition) -> Split | None:
        """How the metric's own definition puts it together, if it does."""
        match definition.computation:
            case Ratio(numerator, denominator):
                return cls(Operation.RATIO, (numerator, denominator))
            case Arithmetic(operation, of, weights):
                return cls(operation, of, weights)
        return None

    def formula(self, definitions: Definitions) -> str:
        """Deals won × Average deal amount."""
        arithmetic = Arithmetic(self.operation, self.keys, self.weights)
        return formula(MetricDefinition("", NO_LABEL, Unit.NUMBER, Direction.HIGHER, arithmetic), definitions) or ""


def require_sound(split: Split, *, parent: str, above: Collection[str], metrics: Mapping[str, MetricInUse]) -> None:
    """Raise GoalsError unless `parent` can be put together so.

    metric_unknown, metric_archived, metric_cannot_be_computed, two_parts_needed, parts_needed, metric_twice,
    weights_needed, metric_below_itself where a part is the parent or one of the metrics `above` it, units_differ,
    units_do_not_fit.
    """
    definitions = in_use(metrics)
    for key in (parent, *split.keys):
        _require_in_use(key, metrics)
        if definitions[key].validate(definitions):
            raise GoalsError("metric_cannot_be_computed")
    _require_number(split)
    for key in split.keys:
        if key in {parent, *above}:
            raise GoalsError("metric_below_itself", metric=quoted(metric_name(key, definitions)))
    if split != Split.by_definition(definitions[parent]):
        require_fit(split, parent=parent, definitions=definitions)


def require_fit(split: Split, *, parent: str, definitions: Definitions) -> None:
    """Raise GoalsError units_differ or units_do_not_fit unless the units make the parent's."""
    if split.operation in FACTORS:
        _require_dimension(split, parent, definitions)
        return
    # A weight other than 1 and -1 may well turn calls into money.
    added = split.keys
    if split.operation is Operation.WEIGHTED_SUM:
        added = tuple(key for key, weight in zip(split.keys, split.weights, strict=True) if abs(weight) == 1)
    for key in added:
        _require_same_unit(definitions[key], definitions[parent], split, definitions)


def _require_in_use(key: str, metrics: Mapping[str, MetricInUse]) -> None:
    if key not in metrics:
        raise GoalsError("metric_unknown", metric=key)
    if metrics[key].archived_at is not None:
        raise GoalsError("metric_archived", metric=metric_name(key, {key: metrics[key].definition}))


def _require_number(split: Split) -> None:
    if split.operation in TAKES_TWO and len(split.keys) != 2:
        raise GoalsError("two_parts_needed")
    if len(split.keys) < (1 if split.operation is Operation.WEIGHTED_SUM else 2):
        raise GoalsError("parts_needed")
    if len(set(split.keys)) < len(split.keys):
        raise GoalsError("metric_twice")
    weighted = split.operation is Operation.WEIGHTED_SUM
    if len(split.weights) != (len(split.keys) if weighted else 0) or not all(map(isfinite, split.weights)):
        raise GoalsError("weights_needed")
    if any(abs(weight) > MOST_WEIGHT for weight in split.weights):
        raise GoalsError("weight_too_large", most=f"{MOST_WEIGHT:,}")


def _require_dimension(split: Split, parent: str, definitions: Definitions) -> None:
    parts = [dimension_of(key, definitions) for key in split.keys]
    made: Dimension = quotient(*parts) if split.operation is Operation.RATIO else product(parts)
    wanted = dimension_of(parent, definitions)
    if made != wanted:
        raise GoalsError(
            "units_do_not_fit",
            formula=quoted(split.formula(definitions)),
            made=quoted(dimension_words(made)),
            metric=quoted(metric_name(parent, definitions)),
            wanted=quoted(dimension_words(wanted)),
        )


def _require_same_unit(
    part: MetricDefinition, parent: MetricDefinition, split: Split, definitions: Definitions
) -> None:
    if part.unit is parent.unit and (part.unit is not Unit.COUNT or _counted_alike(part, parent)):
        return
    words = unit_words(part), unit_words(parent)
    raise GoalsError(
        "things_differ" if words[0] == words[1] else "units_differ",
        part=quoted(metric_name(part.key, definitions)),
        part_unit=quoted(words[0]),
        metric=quoted(metric_name(parent.key, definitions)),
        unit=quoted(words[1]),
    )


def _counted_alike(one: MetricDefinition, other: MetricDefinition) -> bool:
    """Whether both count the same things; without a counter word nobody knows, and it may be."""
    if not one.counter or not other.counter:
        return True
    return one.counter["en"].casefold() == other.counter["en"].casefold()
