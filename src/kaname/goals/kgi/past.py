"""What a metric came to in the periods before a goal's: its baseline and its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from kaname.goals.actuals import actual_series, actual_values
from kaname.goals.kgi.known_days import KnownDays, known_days
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.reader import Reader
from kaname.measures.comparable import Against, before, grain_of
from kaname.measures.periods import Grain, Period
from kaname.people.models import Team

# Ten years of months; more of the past says little about the coming year.
MOST_CHANGES = 120
# Days that are no period of the calendar are asked for one by one.
MOST_UNNAMED = 13
IN_A_YEAR = {
    Grain.WEEK: 52,
    Grain.MONTH: 12,
    Grain.QUARTER: 4,
    Grain.FISCAL_QUARTER: 4,
    Grain.HALF: 2,
    Grain.YEAR: 1,
    Grain.FISCAL_YEAR: 1,
}


@dataclass(frozen=True)
class Baseline:
    """The actual of the period that a goal is compared with.

    `known_since` and `known_until` are the first and the last day with facts, None without any; `running` where the
    period is not over yet.
    """

    period: Period
    value: float | None
    known_since: date | None
    running: bool
    known_until: date | None = None

    @property
    def begins_late(self) -> bool:
        """Whether the facts begin within the period, so that its value is only a part of it."""
        return self._known is not None and self._known.begins_within(self.period)

    @property
    def ends_early(self) -> bool:
        """Whether the facts stop within a period that is over."""
        return self._known is not None and not self.running and self._known.ends_within(self.period)

    @property
    def is_part(self) -> bool:
        """Whether its value is that of the period's first days only: it is not over, or its facts stop within it."""
        return self.running or self.ends_early

    def first_days(self, today: date) -> int:
        """How many days from its beginning on are known of such a part, this one among them. [d]"""
        last_on = today if self.known_until is None else min(self.known_until, today)
        return max(0, (last_on - self.period.starts_on).days + 1)

    @property
    def _known(self) -> KnownDays | None:
        return None if self.known_since is None else KnownDays(self.known_since, self.known_until or date.max)


@dataclass(frozen=True)
class Past:
    """Values of successive periods, oldest first, and by how many places comparable ones are apart."""

    periods: tuple[Period, ...]
    values: NDArray[np.float64]
    lag: int


def known_since(metric_key: str, reader: Reader) -> date | None:
    """The first day on which everything that the metric is computed from has facts of anybody."""
    known = known_days(metric_key, team=None, reader=reader)
    return None if known is None else known.first_on


def baseline_of(
    metric_key: str,
    *,
    period: Period,
    team: Team | None,
    reader: Reader,
    since: date | None,
    until: date | None = None,
) -> Baseline:
    """The metric's value over the compared period for the team, None where no facts are known of it.

    `since` and `until` are the first and the last day with facts; without `until` they go on.
    """
    value = None
    if since is not None and KnownDays(since, until or date.max).touches(period):
        asked = {"period": period, "team": team, "definitions": reader.definitions, "calendar": reader.calendar}
        value = actual_values([metric_key], **asked)[metric_key]  # type: ignore[arg-type]
    return Baseline(period, value, since, running=period.ends_on > reader.today, known_until=until)


def actual_of(metric_key: str, *, period: Period, team: Team | None, reader: Reader) -> Baseline:
    """The baseline, with the days that are known of the team."""
    known = known_days(metric_key, team=team, reader=reader)
    since, until = (None, None) if known is None else (known.first_on, known.last_on)
    return baseline_of(metric_key, period=period, team=team, reader=reader, since=since, until=until)


def past_of(
    metric_key: str, *, period: Period, against: Against, team: Team | None, reader: Reader, known: KnownDays | None
) -> Past:
    """Every whole period of the goal's kind that is over and of which there are facts from beginning to end.

    A count or sum that was 0 at first begins with the period after that: from nothing there is no growth.

    Weeks, months and longer periods of the calendar follow each other and are compared with the one a year (or one
    place) before; any other days are those of every year before, or as many just before.
    """
    grain = grain_of(period, calendar=reader.calendar)
    rolling = grain in IN_A_YEAR or against is Against.PRIOR_PERIOD
    lag = IN_A_YEAR[grain] if grain in IN_A_YEAR and against is Against.PRIOR_YEAR else 1
    step = Against.PRIOR_PERIOD if rolling else Against.PRIOR_YEAR
    most = MOST_CHANGES + lag if grain in IN_A_YEAR else MOST_UNNAMED
    periods = list(islice(_covered(period, step, known, reader), most))[::-1]
    if not periods:
        return Past((), np.array([]), lag)
    values = _values(metric_key, periods, team=team, reader=reader)
    begun = _begun(metric_key, periods, values, team=team, reader=reader)
    return Past(tuple(periods[begun:]), values[begun:], lag)


def _begun(
    metric_key: str, periods: list[Period], values: NDArray[np.float64], *, team: Team | None, reader: Reader
) -> int:
    """The place of the first period in which the number had begun from the first month on; rates may begin at 0."""
    some = np.flatnonzero(np.nan_to_num(values))
    if not some.size or not grows_with_time(metric_key, reader.definitions):
        return 0
    first = int(some[0])
    months = actual_series(
        [metric_key],
        period=periods[first],
        grain=Grain.MONTH,
        team=team,
        definitions=reader.definitions,
        calendar=reader.calendar,
    )
    return first if months.of(metric_key)[0] != 0 else first + 1


def _covered(period: Period, step: Against, known: KnownDays | None, reader: Reader) -> Iterator[Period]:
    """Those that are over and known, newest first."""
    if known is None:
        return
    for one in before(period, step, calendar=reader.calendar):
        if one.starts_on < known.first_on:
            return
        if one.ends_on <= reader.today and known.cover(one):
            yield one


def _values(metric_key: str, periods: list[Period], *, team: Team | None, reader: Reader) -> NDArray[np.float64]:
    whole = Period(periods[0].starts_on, periods[-1].ends_on)
    grain = grain_of(periods[0], calendar=reader.calendar)
    asked = {"team": team, "definitions": reader.definitions, "calendar": reader.calendar}
    if grain in IN_A_YEAR:
        return actual_series([metric_key], period=whole, grain=grain, **asked).of(metric_key)  # type: ignore[arg-type]
    found = [actual_values([metric_key], period=one, **asked)[metric_key] for one in periods]  # type: ignore[arg-type]
    return np.array(found, dtype=np.float64)
