"""Which metrics have numbers, and why the others have none."""

from __future__ import annotations

from functools import cached_property

from kaname.facts.evaluate import can_compute
from kaname.facts.metrics.definition import FromFacts, MetricDefinition, closure
from kaname.facts.metrics.validate import MetricProblem
from kaname.facts.streams import STREAMS
from kaname.goals.in_use import MetricInUse
from kaname.goals.problems import problem_words
from kaname.goals.reader import Reader
from kaname.web.store import facts


class Availability:
    """Looks at the store once for all metrics; only columns that no stream declares are looked for one by one."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def why_not(self, metric: MetricInUse) -> str:
        """What keeps the metric from having a number, in words; nothing where it has one or is archived."""
        if metric.archived_at is not None:
            return ""
        problems = self._problems(metric.definition)
        if not problems:
            return ""
        return problem_words(problems[0], definitions=self.reader.definitions, stream=metric.definition.stream)

    @cached_property
    def _loaded(self) -> frozenset[str]:
        return facts().loaded_streams()

    def _problems(self, definition: MetricDefinition) -> list[MetricProblem]:
        parts = closure([definition.key], self.reader.definitions)
        for stream in (part.stream for part in parts):
            if stream is not None and stream not in self._loaded:
                return [MetricProblem("no_facts", definition.key, {"stream": stream})]
        if any(map(_reads_columns, parts)):
            return can_compute(definition, definitions=self.reader.definitions, store=facts())
        return definition.validate(self.reader.definitions)


def _reads_columns(definition: MetricDefinition) -> bool:
    """Whether it needs a column that its stream does not declare."""
    computation = definition.computation
    if not isinstance(computation, FromFacts):
        return False
    named = {condition.field for condition in computation.conditions} | {computation.field or "day"}
    return not all(STREAMS[computation.stream].has_field(name) for name in named)
