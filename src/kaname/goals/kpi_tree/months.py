"""What metrics came to in the last complete months, as far as there are facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.actuals import Series, actual_series
from kaname.goals.kgi.capacity import hours_of_periods
from kaname.goals.kpi_tree.known import FactCounts, Months, months_between, sources_of, without_beginning
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of, previous
from kaname.people.models import Team

MONTHS = 24
Values = NDArray[np.float64]


@dataclass(frozen=True)
class PastMonths:
    """Values of metrics in complete months, oldest first, with the team's working time.

    `values`, shape (n_metrics, n_months), are NaN where there are no facts yet or no more; `whole`, in the same shape,
    tells the months of which all facts are there, and in which the number had begun to be anything at all. `hours`,
    shape (n_months,), are of whoever was in the team. [h]
    """

    keys: tuple[str, ...]
    periods: tuple[Period, ...]
    values: Values
    whole: Months
    hours: Values

    def of(self, key: str) -> Values:
        """One metric's values, NaN in months that are not whole."""
        place = self.keys.index(key)
        found: Values = np.where(self.whole[place], self.values[place], np.nan)
        return found


def last_months(day: date, *, calendar: FiscalCalendar, count: int = MONTHS) -> Period:
    """The complete months before the month of the day."""
    first = month = period_of(day, grain=Grain.MONTH, calendar=calendar)
    for _number in range(count):
        first = previous(first, grain=Grain.MONTH, calendar=calendar)
    return Period(first.starts_on, month.starts_on)


def past_months(
    keys: Sequence[str],
    *,
    before: date,
    team: Team | None,
    definitions: Mapping[str, MetricDefinition],
    calendar: FiscalCalendar,
) -> PastMonths:
    """The last 24 complete months before a day. The month before them only tells whether facts were there already."""
    window = last_months(before, calendar=calendar, count=MONTHS + 1)
    counts = FactCounts.behind(keys, definitions)
    known = {**definitions, **counts.definitions}

    def read(asked: Sequence[str], team: Team | None) -> Series:
        return actual_series(asked, period=window, grain=Grain.MONTH, team=team, definitions=known, calendar=calendar)

    own = read([*keys, *counts.definitions], team)
    everybody = own if team is None else read(list(counts.definitions), None)
    of_source = {
        source: months_between(own.of(count.key), everybody.of(count.key)) for source, count in counts.counts.items()
    }
    spans = [np.logical_and.reduce([of_source[one] for one in sources_of(key, definitions)]) for key in keys]
    seen = np.array(spans).reshape(len(keys), MONTHS + 1)
    whole = np.array(
        [without_beginning(span & _begun(own.of(key), key, definitions)) for key, span in zip(keys, spans, strict=True)]
    ).reshape(seen.shape)
    values = np.where(seen, own.values[: len(keys)], np.nan)
    hours = hours_of_periods(team, own.periods)
    return PastMonths(tuple(keys), own.periods[1:], values[:, 1:], whole[:, 1:], hours[1:])


def _begun(values: Values, key: str, definitions: Mapping[str, MetricDefinition]) -> Months:
    """From the first month in which it was not 0: before that, it had not begun. Rates may begin at 0."""
    begun = np.ones(len(values), dtype=bool)
    if grows_with_time(key, definitions) and (some := np.flatnonzero(np.nan_to_num(values))).size:
        begun[: some[0]] = False
    return begun
