"""Whether a goal can be reached, from what is known: the arithmetic behind the words on its first step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.kgi.capacity import Capacity, MonthHours, capacity_of, months_left
from kaname.goals.kgi.known_days import KnownDays, known_days
from kaname.goals.kgi.market import MarketGrowth
from kaname.goals.kgi.outlook import PeriodOutlook, outlook_of
from kaname.goals.kgi.past import Baseline, Past, baseline_of, past_of
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.reader import Reader
from kaname.measures.comparable import Against, comparable
from kaname.measures.direction import Direction
from kaname.measures.feasibility import Feasibility, feasibility
from kaname.measures.gap import gap, gap_per_month
from kaname.measures.periods import Period
from kaname.measures.sharing import NoCapacity
from kaname.people.models import Team

# Months differ in length by up to a ninth; a larger difference is one of the choice of days.
UNEVEN = 0.12


@dataclass(frozen=True)
class Asked:
    """What a goal asks for, as far as it is typed: whose metric in which period, and compared with what.

    `baseline` replaces the actual of the compared period; `market` is the market's growth, from a `series` where nobody
    typed it. [unit of the metric; ratio]
    """

    metric: MetricDefinition
    team: Team | None
    period: Period
    compared: Period
    against: Against
    target: Decimal | None = None
    upper: Decimal | None = None
    baseline: Decimal | None = None
    market: float | None = None
    series: MarketGrowth | None = None


@dataclass(frozen=True)
class Ground:
    """What is known before a target is typed: the actual, earlier periods, working time and what is left of it.

    `year_before` is the whole period a year before the one compared with; `same_days`, where that one is known only in
    part, as many of its first days. `by_time`: the metric grows through the period, as counts and sums do, so that
    working time bears on it. `outlook`: where the period ends if things go on as they do; None where months do not say.
    """

    since: date | None
    actual: Baseline
    past: Past
    capacity: Capacity
    months: tuple[MonthHours, ...]
    year_before: float | None
    same_days: float | None
    by_time: bool
    outlook: PeriodOutlook | None


@dataclass(frozen=True)
class Verdict:
    """Gap and feasibility of a goal; both are None until target and baseline are known.

    `probability` is that of the target by the outlook, None without either. [0-1] `per_month` is the gap's part in each
    of the ground's months. [unit of the metric]
    """

    asked: Asked
    ground: Ground
    baseline: float | None
    gap: float | None
    feasibility: Feasibility | None
    per_month: tuple[float, ...]
    probability: float | None = None

    @property
    def target(self) -> float | None:
        return None if self.asked.target is None else float(self.asked.target)

    @property
    def replaced(self) -> bool:
        """Whether somebody gave another baseline than the actual."""
        return self.asked.baseline is not None

    @property
    def by_same_days(self) -> bool:
        """Whether the baseline is a part of its period, so that only the same part of the year before is like it."""
        return self.ground.actual.is_part and not self.replaced

    @property
    def uneven(self) -> bool:
        """Whether what grows with time is compared with a period that is much longer or shorter."""
        share = self.asked.compared.days / self.asked.period.days
        return self.ground.by_time and not self.replaced and abs(share - 1) > UNEVEN


def ground_of(asked: Asked, *, reader: Reader) -> Ground:
    """What the facts and calendars say about whose metric it is, in its period and in the one compared with."""
    known = known_days(asked.metric.key, team=asked.team, reader=reader)
    since, until = (None, None) if known is None else (known.first_on, known.last_on)
    named = {"team": asked.team, "reader": reader, "since": since, "until": until}
    actual = baseline_of(asked.metric.key, period=asked.compared, **named)  # type: ignore[arg-type]
    earlier = comparable(asked.compared, Against.PRIOR_YEAR, calendar=reader.calendar)
    first_days = _first_days(earlier, actual, reader) if actual.is_part else None
    months = months_left(asked.team, period=asked.period, today=reader.today, calendar=reader.calendar)
    whose = {"team": asked.team, "reader": reader, "known": known}
    return Ground(
        since=since,
        actual=actual,
        past=past_of(asked.metric.key, period=asked.period, against=asked.against, **whose),  # type: ignore[arg-type]
        capacity=capacity_of(asked.team, period=asked.period, compared=asked.compared),
        months=tuple(months),
        year_before=_whole(asked.metric.key, earlier, **whose),  # type: ignore[arg-type]
        same_days=None if first_days is None else _whole(asked.metric.key, first_days, **whose),  # type: ignore[arg-type]
        by_time=grows_with_time(asked.metric.key, reader.definitions),
        outlook=outlook_of(asked.metric, period=asked.period, team=asked.team, reader=reader, known=known),
    )


def _first_days(earlier: Period, actual: Baseline, reader: Reader) -> Period | None:
    """As many days of an earlier period as are known of the one compared with."""
    until = min(earlier.starts_on + timedelta(days=actual.first_days(reader.today)), earlier.ends_on)
    return Period(earlier.starts_on, until) if until > earlier.starts_on else None


def _whole(
    metric_key: str, period: Period, *, team: Team | None, reader: Reader, known: KnownDays | None
) -> float | None:
    """The actual of a period of which there are facts from beginning to end."""
    if known is None or not known.cover(period):
        return None
    asked = {"team": team, "reader": reader, "since": known.first_on, "until": known.last_on}
    return baseline_of(metric_key, period=period, **asked).value  # type: ignore[arg-type]


def verdict_of(asked: Asked, ground: Ground) -> Verdict:
    """The gap and how often what it requires was reached before."""
    baseline = ground.actual.value if asked.baseline is None else float(asked.baseline)
    in_part = ground.actual.is_part and asked.baseline is None
    difference = feasible = None
    upper = None if asked.upper is None else float(asked.upper)
    if asked.target is not None and baseline is not None:
        measured = {"target": float(asked.target), "baseline": baseline, "upper": upper}
        difference = gap(direction=asked.metric.direction, **measured)  # type: ignore[arg-type]
        feasible = feasibility(
            direction=asked.metric.direction,
            values=ground.past.values.tolist(),
            periods_per_year=ground.past.lag,
            year_before_baseline=ground.same_days if in_part else ground.year_before,
            market=asked.market,
            capacity=ground.capacity.change if ground.by_time else None,
            **measured,  # type: ignore[arg-type]
        )
    per_month = _per_month(difference, ground.months, additive=ground.by_time)
    return Verdict(asked, ground, baseline, difference, feasible, per_month, _probability(asked, ground.outlook, upper))


def _probability(asked: Asked, outlook: PeriodOutlook | None, upper: float | None) -> float | None:
    direction = asked.metric.direction
    if outlook is None or asked.target is None or (direction is Direction.RANGE and upper is None):
        return None
    return outlook.probability(target=float(asked.target), direction=direction, upper=upper)


def _per_month(difference: float | None, months: Sequence[MonthHours], *, additive: bool) -> tuple[float, ...]:
    if difference is None or not months:
        return ()
    try:
        parts = gap_per_month(gap=difference, hours=np.array([one.hours for one in months]), additive=additive)
    except NoCapacity:
        return ()
    return tuple(parts.tolist())
