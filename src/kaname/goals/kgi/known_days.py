"""From which day to which there are facts of what a metric is computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kaname.facts.metrics.definition import FromFacts, MetricDefinition, streams_of
from kaname.goals.actuals import Series, actual_series
from kaname.goals.kpi_tree.known import FactCounts
from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Grain, Period
from kaname.people.models import Team
from kaname.web.store import facts

# So many days at the end of a period may be without facts (a weekend, holidays), and a tenth of a longer one.
QUIET_DAYS = 3


@dataclass(frozen=True)
class KnownDays:
    """The first and the last day on which everything that metrics are computed from has facts."""

    first_on: date
    last_on: date

    def touches(self, period: Period) -> bool:
        return self.first_on < period.ends_on and period.starts_on <= self.last_on

    def begins_within(self, period: Period) -> bool:
        return period.starts_on < self.first_on < period.ends_on

    def ends_within(self, period: Period) -> bool:
        """Whether the facts stop so long before the period's end that it cannot be taken for the whole."""
        quiet = (period.ends_on - self.last_on).days - 1
        return self.last_on >= period.starts_on and quiet > max(period.days // 10, min(QUIET_DAYS, period.days // 2))

    def cover(self, period: Period) -> bool:
        return self.touches(period) and self.first_on <= period.starts_on and not self.ends_within(period)


def known_days(*metric_keys: str, team: Team | None, reader: Reader) -> KnownDays | None:
    """From the team's first facts to anybody's last ones; None where one of the metrics lacks facts at all.

    Numbers that are entered stand for the months up to the next entry: one a year is known all year.
    """
    held = _held(metric_keys, reader)
    if held is None:
        return None
    counts = FactCounts.behind(metric_keys, reader.definitions)
    found = []
    for source, count in counts.counts.items():
        days = _known(source, count, held[source.stream], team=team, counts=counts.definitions, reader=reader)
        if days is None:
            return None
        found.append(days)
    return KnownDays(max(one.first_on for one in found), min(one.last_on for one in found))


def _held(metric_keys: Sequence[str], reader: Reader) -> dict[str, Period] | None:
    """The days between the first and the last fact of each stream behind the metrics; None where one has none."""
    streams = streams_of(metric_keys, reader.definitions)
    found: dict[str, Period] = {}
    for held in facts().census():
        if held.stream in streams:
            days = found.get(held.stream, Period(held.first_on, held.last_on + ONE_DAY))
            found[held.stream] = Period(min(days.starts_on, held.first_on), max(days.ends_on, held.last_on + ONE_DAY))
    return found if found and len(found) == len(streams) else None


def _known(
    source: FromFacts,
    count: MetricDefinition,
    held: Period,
    *,
    team: Team | None,
    counts: Mapping[str, MetricDefinition],
    reader: Reader,
) -> KnownDays | None:
    everything = not source.conditions
    if everything and team is None:
        return KnownDays(held.starts_on, held.ends_on - ONE_DAY)

    def counted(days: Period, grain: Grain) -> Series:
        return actual_series(
            [count.key], period=days, grain=grain, team=team, definitions=counts, calendar=reader.calendar
        )

    months = counted(held, Grain.MONTH)
    filled = np.flatnonzero(months.of(count.key))
    if not filled.size:
        return None
    first = months.periods[filled[0]]
    if not everything:
        return KnownDays(first.starts_on, _until_next_entry(months, filled))
    days = counted(first, Grain.DAY)
    return KnownDays(days.periods[np.flatnonzero(days.of(count.key))[0]].starts_on, held.ends_on - ONE_DAY)


def _until_next_entry(months: Series, filled: np.ndarray[tuple[int], np.dtype[np.intp]]) -> date:
    """The last day of the months for which the latest entry stands, by how far entries are usually apart."""
    apart = int(np.median(np.diff(filled))) if filled.size > 1 else 1
    last = months.periods[filled[-1]].starts_on
    following = last.year * 12 + last.month - 1 + apart
    return date(following // 12, following % 12 + 1, 1) - ONE_DAY
