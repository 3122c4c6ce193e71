"""The metrics that candidates and observations are about, with what the goal's team really reached in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kaname.goals.actuals import actual_values
from kaname.goals.availability import Availability
from kaname.goals.models import Goal
from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.goals.words import name_of
from kaname.measures.periods import ONE_DAY, Period
from kaname.web.formats.units import Unit

# Before so much of the goal's period is over, its numbers say little.
ENOUGH_DAYS = 28


@dataclass(frozen=True)
class MovedMetric:
    """One metric with its real value; `why_not` says what keeps it from having one."""

    key: str
    name: str
    unit: Unit
    value: float | None
    why_not: str


@dataclass(frozen=True)
class MovedMetrics:
    """What these metrics came to in `period`, by key."""

    period: Period
    by_key: dict[str, MovedMetric]

    def of(self, keys: Iterable[str]) -> list[MovedMetric]:
        """Those that still exist, in order."""
        return [self.by_key[key] for key in keys if key in self.by_key]


def moved_metrics(goal: Goal, keys: Iterable[str], reader: Reader) -> MovedMetrics:
    """Real values for the goal's team with those below. One look at the facts for all keys."""
    keys = [key for key in dict.fromkeys(keys) if key in reader.metrics]
    period = looked_at(goal, today=reader.today)
    why_not = _why_not(keys, reader) if keys else {}
    computable = [key for key in keys if not why_not[key] and key in reader.definitions]
    values = _values(goal, computable, period, reader)
    return MovedMetrics(
        period,
        {
            key: MovedMetric(
                key=key,
                name=name_of(reader.metrics[key].definition.name),
                unit=reader.unit(reader.metrics[key].definition),
                value=values.get(key),
                why_not=why_not[key],
            )
            for key in keys
        },
    )


def moved_name(moved: MovedMetrics, reader: Reader) -> str:
    """The period of the real values as people call it."""
    return period_name(moved.period, calendar=reader.calendar, language=reader.language)


def looked_at(goal: Goal, *, today: date) -> Period:
    """The goal's period so far; in its first weeks and before it, what it is compared with, or as many days before."""
    until = min(today + ONE_DAY, goal.ends_on)
    if until - goal.starts_on >= min(timedelta(days=ENOUGH_DAYS), goal.ends_on - goal.starts_on):
        return Period(goal.starts_on, until)
    return goal.compared or Period(goal.starts_on - timedelta(days=goal.period.days), goal.starts_on)


def _why_not(keys: Sequence[str], reader: Reader) -> dict[str, str]:
    availability = Availability(reader)
    return {key: availability.why_not(reader.metrics[key]) for key in keys}


def _values(goal: Goal, keys: Sequence[str], period: Period, reader: Reader) -> dict[str, float | None]:
    if not keys:
        return {}
    return actual_values(keys, period=period, team=goal.team, definitions=reader.definitions, calendar=reader.calendar)
