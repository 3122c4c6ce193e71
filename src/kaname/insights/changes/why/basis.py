"""From which numbers a metric is taken apart: effort, what came of it, and its amounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kaname.facts.metrics.definition import MetricDefinition
from kaname.insights.series import Kind as Nature
from kaname.insights.series import Parts, parts_of
from kaname.measures.why.cells import Kind


@dataclass(frozen=True)
class Basis:
    """`effort` None is the working time; `of` is the rate whose trials are the effort, if any."""

    kind: Kind
    effort: MetricDefinition | None
    events: MetricDefinition
    sums: MetricDefinition | None = None
    of: str = ""

    @property
    def metrics(self) -> tuple[MetricDefinition, ...]:
        return tuple(one for one in (self.effort, self.events, self.sums) if one is not None)


def bases_of(key: str, definitions: Mapping[str, MetricDefinition], *, preferred: Collection[str] = ()) -> list[Basis]:
    """A count that is the numerator of a rate comes from the rate's trials, or from working time; the best first."""
    parts = parts_of(definitions[key], definitions)
    match parts and parts.kind, parts and parts.events:
        case Nature.RATE, MetricDefinition() as events if parts:
            return [Basis(Kind.SHARE, events, parts.value)]
        case Nature.SUM, MetricDefinition() as events if parts:
            return [Basis(Kind.SUM, events, events, parts.value)]
        case Nature.AVERAGE, MetricDefinition() as events if parts:
            return [Basis(Kind.MEAN, events, events, parts.value)]
    return _of_count(key, parts, definitions, preferred) if parts else []


def _of_count(
    key: str, parts: Parts, definitions: Mapping[str, MetricDefinition], preferred: Collection[str]
) -> list[Basis]:
    rates = [
        (name, of)
        for name, one in definitions.items()
        if (of := parts_of(one, definitions)) and of.kind is Nature.RATE and of.value.key == key
    ]
    rates.sort(key=lambda rate: (rate[0] not in preferred, rate[0]))
    trials = [Basis(Kind.COUNT, of.events, parts.value, of=name) for name, of in rates]
    return [*trials, Basis(Kind.COUNT, None, parts.value)]
