"""What a goal's period comes to if things go on as they do, by the whole months before it and in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isfinite

import numpy as np

from kaname.facts.metrics.definition import Arithmetic, Entered, Entry, FromFacts, Measure, MetricDefinition, Ratio
from kaname.goals.kgi.capacity import hours_of_periods
from kaname.goals.kgi.known_days import KnownDays
from kaname.goals.kgi.past import Past, baseline_of, past_of
from kaname.goals.reader import Reader
from kaname.measures.comparable import Against
from kaname.measures.direction import Direction
from kaname.measures.operation import Operation
from kaname.measures.outlook.months_ahead import MOST_AHEAD, OutlookGrade
from kaname.measures.outlook.total_ahead import TotalAhead, mean_ahead, total_ahead
from kaname.measures.periods import Grain, Period, period_of, periods_between
from kaname.people.models import Team

MONTHS = 12


@dataclass(frozen=True)
class PeriodOutlook:
    """The end of the goal's period from `months` whole months up to the day `until`, that day not included.

    `achieved` is the value from the period's first day to then, None where it had not begun. `most` is a bound of the
    metric: a share that was never above 1 does not end there. [unit of the metric]
    """

    ahead: TotalAhead
    until: date
    achieved: float | None
    most: float

    @property
    def grade(self) -> OutlookGrade:
        return self.ahead.basis.grade()

    @property
    def months(self) -> int:
        return int(self.ahead.basis.n[0])

    @property
    def needed(self) -> int:
        """How many more whole months until there is an outlook."""
        return int(self.ahead.basis.needed[0])

    @property
    def needed_for_test(self) -> int:
        """How many more whole months until its range is tested on this very number."""
        return int(self.ahead.basis.needed_for_test[0])

    @property
    def is_seasonal(self) -> bool:
        return bool(self.ahead.basis.seasonal[0])

    @property
    def is_known(self) -> bool:
        return self.grade is not OutlookGrade.TOO_LITTLE_DATA

    @property
    def expected(self) -> float | None:
        return _known(min(float(self.ahead.total.expected), self.most))

    @property
    def interval(self) -> tuple[float | None, float | None]:
        low, high = (min(float(end), self.most) for end in self.ahead.total.interval())
        return _known(low), _known(high)

    def probability(self, *, target: float, direction: Direction, upper: float | None) -> float | None:
        """That the target is reached; None where there is no range. [0-1]"""
        return _known(float(self.ahead.total.probability(target=target, direction=direction, upper=upper)))


def outlook_of(
    metric: MetricDefinition, *, period: Period, team: Team | None, reader: Reader, known: KnownDays | None
) -> PeriodOutlook | None:
    """None for a period that is over, begins or ends within a month or too far ahead, or began before the facts.

    Counts and sums add up; means and ratios of them are averaged by working time. Of everything else, such as different
    things counted once, months do not say what a longer period comes to: only of a single month there is an outlook.
    """
    if known is None or period.ends_on <= reader.today or period.starts_on.day != 1 or period.ends_on.day != 1:
        return None
    running = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)
    past = past_of(metric.key, period=running, against=Against.PRIOR_PERIOD, team=team, reader=reader, known=known)
    until = past.periods[-1].ends_on if past.periods else running.starts_on
    coming = periods_between(since=until, until=period.ends_on, grain=Grain.MONTH, calendar=reader.calendar)
    inside = [one for one in coming if one.starts_on >= period.starts_on]
    begun = until > period.starts_on
    if len(coming) > MOST_AHEAD[MONTHS] or (begun and known.first_on > period.starts_on):
        return None
    if not (_adds_up(metric, reader) or _averages(metric, reader) or (len(inside) == 1 and not begun)):
        return None
    achieved = None
    if begun:
        so_far = Period(period.starts_on, until)
        found = baseline_of(
            metric.key, period=so_far, team=team, reader=reader, since=known.first_on, until=known.last_on
        )
        achieved = found.value
        if achieved is None:
            return None
    ahead = _ahead(metric, past, period, coming, achieved, team=team, reader=reader)
    bounded = metric.unit == "ratio" and not (np.nan_to_num(past.values) > 1).any()
    return PeriodOutlook(ahead, until, achieved, 1.0 if bounded else np.inf)


def _ahead(
    metric: MetricDefinition,
    past: Past,
    period: Period,
    coming: list[Period],
    achieved: float | None,
    *,
    team: Team | None,
    reader: Reader,
) -> TotalAhead:
    counts = [float(one.starts_on >= period.starts_on) for one in coming]
    if not _averages(metric, reader):
        return _total(tuple(past.values.tolist()), tuple(counts), achieved or 0.0)
    done = [one for one in past.periods if one.starts_on >= period.starts_on]
    hours = hours_of_periods(team, [*done, *coming])
    hours = hours if (hours > 0).all() else np.ones(hours.size)
    weights = hours[len(done) :] * counts
    return _mean(tuple(past.values.tolist()), tuple(weights.tolist()), achieved or 0.0, float(hours[: len(done)].sum()))


# The page asks again with every change of its form; months that are over rarely change.
@lru_cache(maxsize=256)
def _total(values: tuple[float, ...], weights: tuple[float, ...], achieved: float) -> TotalAhead:
    return total_ahead(np.array(values), weights=np.array(weights), season=MONTHS, achieved=achieved)


@lru_cache(maxsize=256)
def _mean(values: tuple[float, ...], weights: tuple[float, ...], achieved: float, achieved_weight: float) -> TotalAhead:
    return mean_ahead(
        np.array(values),
        weights=np.array(weights),
        season=MONTHS,
        achieved=achieved,
        achieved_weight=achieved_weight,
    )


def _adds_up(metric: MetricDefinition, reader: Reader) -> bool:
    return metric.additive(reader.definitions)


def _averages(metric: MetricDefinition, reader: Reader) -> bool:
    """Whether its value of a longer period is about the mean of its months."""
    match metric.computation:
        case FromFacts(measure=measure):
            return measure is Measure.MEAN
        case Entered(how):
            return how is Entry.MEAN
        case Ratio(above, below) | Arithmetic(Operation.RATIO, (above, below)):
            return all(reader.definitions[one].additive(reader.definitions) for one in (above, below))
    return False


def _known(value: float) -> float | None:
    return value if isfinite(value) else None
