"""In which months there are facts of what a metric is computed from.

A month before the first facts, or after the last ones, is not a month in which nothing happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.facts.labels import NO_LABEL
from kaname.facts.metrics.definition import (
    Condition,
    Entered,
    FromFacts,
    Measure,
    MetricDefinition,
    Test,
    Unit,
    closure,
)
from kaname.measures.direction import Direction

Definitions = Mapping[str, MetricDefinition]
Months = NDArray[np.bool_]


@dataclass(frozen=True)
class FactCounts:
    """Metrics that count all facts of a source, by source: a stream, or what is entered for one metric."""

    counts: Mapping[FromFacts, MetricDefinition]

    @classmethod
    def behind(cls, keys: Iterable[str], definitions: Definitions) -> FactCounts:
        sources = dict.fromkeys(source for key in keys for source in sources_of(key, definitions))
        return cls({source: _count(source, f"facts_behind_{place}") for place, source in enumerate(sources)})

    @property
    def definitions(self) -> dict[str, MetricDefinition]:
        return {definition.key: definition for definition in self.counts.values()}


def sources_of(key: str, definitions: Definitions) -> list[FromFacts]:
    """What a metric reads, as counts of everything that is there."""
    found = []
    for part in closure([key], definitions):
        match part.computation:
            case FromFacts(stream):
                found.append(FromFacts(stream, Measure.COUNT))
            case Entered():
                condition = Condition("metric", Test.IS, (part.key,))
                found.append(FromFacts("measurements", Measure.COUNT, None, (condition,)))
    return found


def months_between(own: NDArray[np.float64], everybody: NDArray[np.float64]) -> Months:
    """From the team's first facts to anybody's last ones; shape (n_months,), like the counts given."""
    known = np.zeros(len(own), dtype=bool)
    if own.any():
        known[np.flatnonzero(own)[0] : np.flatnonzero(everybody)[-1] + 1] = True
    return known


def without_beginning(known: Months) -> Months:
    """Without the month in which the facts begin, which may be a part of a month.

    The first of the months looked at counts among the earlier ones: whether facts began in it nobody knows.
    """
    whole: Months = known.copy()
    whole[1:] &= known[:-1]
    whole[0] = False
    return whole


def _count(source: FromFacts, key: str) -> MetricDefinition:
    return MetricDefinition(key, NO_LABEL, Unit.COUNT, Direction.HIGHER, source)
