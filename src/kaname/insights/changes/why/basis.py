"""From which numbers a metric is taken apart: effort, what came of it, and its amounts."""

from __future__ import annotations

from collections.abc import Mapping
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


def basis_of(key: str, definitions: Mapping[str, MetricDefinition], *, preferred: str = "") -> Basis | None:
    """A count that is the numerator of a rate comes from the rate's trials; any other from working time."""
    parts = parts_of(definitions[key], definitions)
    if parts is None:
        return None
    match parts.kind, parts.events:
        case Nature.RATE, events if events is not None:
            return Basis(Kind.SHARE, events, parts.value)
        case Nature.SUM, events if events is not None:
            return Basis(Kind.SUM, events, events, parts.value)
        case Nature.AVERAGE, events if events is not None:
            return Basis(Kind.MEAN, events, events, parts.value)
    return _count(key, parts, definitions, preferred)


def _count(key: str, parts: Parts, definitions: Mapping[str, MetricDefinition], preferred: str) -> Basis:
    rates = [
        (name, of)
        for name, one in definitions.items()
        if (of := parts_of(one, definitions)) and of.kind is Nature.RATE and of.value.key == key
    ]
    rates.sort(key=lambda rate: (rate[0] != preferred, rate[0]))
    if rates:
        name, of = rates[0]
        return Basis(Kind.COUNT, of.events, parts.value, of=name)
    return Basis(Kind.COUNT, None, parts.value)
