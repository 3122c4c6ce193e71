"""How a metric can be put together from others without a residual, by the definitions in use."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kaname.facts.metrics.definition import MetricDefinition, Ratio
from kaname.goals.kpi_tree.split import Definitions, Split
from kaname.measures.operation import Operation


def suggested(key: str, *, above: Collection[str], definitions: Definitions) -> list[Split]:
    """What holds by definition: the metric's own formula, and A = B × R for every ratio R = A ÷ B.

    Without those that would put the metric, or one of those `above` it, below itself.
    """
    barred = {key, *above}
    found = dict.fromkeys([*_own(definitions[key]), *_inverse(key, definitions)])
    known = [split for split in found if set(split.keys) <= definitions.keys()]
    return [split for split in known if not barred & set(split.keys) and len(set(split.keys)) == len(split.keys)]


def _own(definition: MetricDefinition) -> Iterator[Split]:
    split = Split.by_definition(definition)
    if split is not None and len(split.keys) > 1:
        yield split


def _inverse(key: str, definitions: Definitions) -> Iterator[Split]:
    for rate, definition in definitions.items():
        match definition.computation:
            case Ratio(numerator, denominator) if numerator == key:
                yield Split(Operation.PRODUCT, (denominator, rate))
