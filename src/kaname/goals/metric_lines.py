"""Metrics as the list shows them: by line of work, in words, with this month's number or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from kaname.connectors.values.texts import folded
from kaname.facts.evaluate import evaluate
from kaname.goals.availability import Availability
from kaname.goals.in_use import MetricInUse
from kaname.goals.reader import Reader
from kaname.goals.words import name_of, sentence
from kaname.goals.work_groups import by_work
from kaname.measures.periods import Grain, period_of
from kaname.web.formats.units import Unit
from kaname.web.store import facts

Number = int | float | None


@dataclass(frozen=True)
class MetricLine:
    """One metric; `why_not` says what keeps it from having a number, `value` is this month's for the organisation."""

    metric: MetricInUse
    name: str
    sentence: str
    unit: Unit
    value: Number = None
    why_not: str = ""

    @property
    def url(self) -> str:
        return reverse("goals:metric", kwargs={"key": self.metric.key})


def metric_lines(reader: Reader, *, search: str, archived: bool) -> list[tuple[str, list[MetricLine]]]:
    """Groups by line of work, of those that are in use or (asked for) of the archived ones."""
    chosen = [metric for metric in reader.metrics.values() if (metric.archived_at is not None) == archived]
    found = [metric for metric in chosen if _matches(metric, search)]
    availability = Availability(reader)
    problems = {metric.key: availability.why_not(metric) for metric in found}
    shown = [metric.key for metric in found if metric.on_board and not problems[metric.key]]
    values = _this_month(reader, shown)
    return [
        (name, [_line(metric, reader, values, problems[metric.key]) for metric in members])
        for name, members in by_work(found)
    ]


def _this_month(reader: Reader, keys: list[str]) -> Mapping[str, Number]:
    """The organisation's numbers, of what boards show; none for readers who may not see these."""
    current = [key for key in keys if key in reader.definitions]
    if not reader.scope.everything or not current:
        return {}
    month = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)
    result = evaluate(
        facts(),
        definitions=reader.definitions,
        keys=current,
        since=month.starts_on,
        until=month.ends_on,
        calendar=reader.calendar,
    )
    return {key: result.value(key) for key in current}


def _line(metric: MetricInUse, reader: Reader, values: Mapping[str, Number], why_not: str) -> MetricLine:
    definition = metric.definition
    return MetricLine(
        metric=metric,
        name=name_of(definition.name),
        sentence=sentence(definition, reader.definitions),
        unit=reader.unit(definition),
        value=values.get(metric.key),
        why_not=why_not,
    )


def _matches(metric: MetricInUse, search: str) -> bool:
    """Whether every word stands in the key, a name or an explanation, in either language."""
    definition = metric.definition
    labels = (definition.name, definition.about)
    text = folded(" ".join([metric.key, *(label[language] for label in labels for language in ("en", "ja"))]))
    return all(folded(word) in text for word in search.split())
