"""What an import would do to the numbers: each metric in all the days touched and by month, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kaname.facts.evaluate import evaluate
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.store import Facts
from kaname.goals.queries import definitions
from kaname.imports.results import MetricChange
from kaname.measures.periods import FiscalCalendar, Grain, Period, periods_between

MOST_MONTHS = 24
Values = Mapping[tuple[str, date], float | None]


def changes_between(
    before: Facts, after: Facts, *, days: Sequence[date], calendar: FiscalCalendar
) -> list[MetricChange]:
    """The values that differ: for each metric first in the whole months (years where there are many), then in each."""
    if not days:
        return []
    grain = Grain.MONTH if (days[-1] - days[0]).days <= MOST_MONTHS * 31 else Grain.YEAR
    periods = periods_between(since=days[0], until=days[-1] + timedelta(days=1), grain=grain, calendar=calendar)
    whole = Period(periods[0].starts_on, periods[-1].ends_on)
    in_use = definitions()
    usable = {key: one for key, one in in_use.items() if not one.validate(in_use)}
    changes = [
        *_differing(before, after, definitions=usable, periods=[whole], grain=None, calendar=calendar),
        *(_differing(before, after, definitions=usable, periods=periods, grain=grain, calendar=calendar)),
    ]
    order = {key: place for place, key in enumerate(usable)}
    return sorted(changes, key=lambda change: order[change.metric])


def _differing(
    before: Facts,
    after: Facts,
    *,
    definitions: Mapping[str, MetricDefinition],
    periods: Sequence[Period],
    grain: Grain | None,
    calendar: FiscalCalendar,
) -> list[MetricChange]:
    whole = Period(periods[0].starts_on, periods[-1].ends_on)
    old, new = (
        values_of(facts, definitions=definitions, within=whole, grain=grain, calendar=calendar)
        for facts in (before, after)
    )
    return [
        MetricChange(key, period.starts_on.isoformat(), period.ends_on.isoformat(), was, will)
        for key in definitions
        for period in periods
        if (was := old.get((key, period.starts_on))) != (will := new.get((key, period.starts_on)))
    ]


def values_of(
    facts: Facts,
    *,
    definitions: Mapping[str, MetricDefinition],
    within: Period,
    grain: Grain | None,
    calendar: FiscalCalendar,
) -> Values:
    """Every metric's value by period, for the whole organisation."""
    keys = list(definitions)
    result = evaluate(
        facts,
        definitions=definitions,
        keys=keys,
        since=within.starts_on,
        until=within.ends_on,
        calendar=calendar,
        grain=grain,
    )
    return {(key, row["period"]): row["value"] for key in keys for row in result.rows(key)}
