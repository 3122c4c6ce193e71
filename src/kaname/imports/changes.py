"""What an import would do to the numbers: each metric by month, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kaname.facts.evaluate import evaluate
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.store import Facts
from kaname.goals.queries import definitions
from kaname.imports.results import MetricChange
from kaname.measures.periods import FiscalCalendar, Grain

MOST_MONTHS = 24
Values = Mapping[tuple[str, date], float | None]


def changes_between(
    before: Facts, after: Facts, *, days: Sequence[date], calendar: FiscalCalendar
) -> list[MetricChange]:
    """The values that differ in the periods that hold the days; months, or years where there are many."""
    if not days:
        return []
    grain = Grain.MONTH if (days[-1] - days[0]).days <= MOST_MONTHS * 31 else Grain.YEAR
    in_use = definitions()
    in_use = {key: one for key, one in in_use.items() if not one.validate(in_use)}
    until = days[-1] + timedelta(days=1)
    old, new = (
        values_of(facts, definitions=in_use, since=days[0], until=until, grain=grain, calendar=calendar)
        for facts in (before, after)
    )
    periods = sorted({period for _key, period in new})
    return [
        MetricChange(key, period.isoformat(), old.get((key, period)), new.get((key, period)))
        for key in in_use
        for period in periods
        if old.get((key, period)) != new.get((key, period))
    ]


def values_of(
    facts: Facts,
    *,
    definitions: Mapping[str, MetricDefinition],
    since: date,
    until: date,
    grain: Grain,
    calendar: FiscalCalendar,
) -> Values:
    """Every metric's value by period, for the whole organisation."""
    keys = list(definitions)
    result = evaluate(
        facts, definitions=definitions, keys=keys, since=since, until=until, calendar=calendar, grain=grain
    )
    return {(key, row["period"]): row["value"] for key in keys for row in result.rows(key)}
