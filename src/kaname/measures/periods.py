"""Periods of days, half-open: `starts_on <= day < ends_on`. See docs/measures/periods.md."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)
SAME_WEEKDAY_LAST_YEAR = timedelta(weeks=52)
# The days that people plan and look back by; the periods around them are days of the calendar as well.
FIRST_DAY, DAY_AFTER_LAST = date(1900, 1, 1), date(2200, 1, 1)


def within_reach(day: date) -> bool:
    """Whether calendars, targets and boards reach as far as this day."""
    return FIRST_DAY <= day < DAY_AFTER_LAST


class Grain(StrEnum):
    """How long a period is. Quarter and year are calendar; half and the fiscal ones follow the fiscal start month."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    FISCAL_QUARTER = "fiscal_quarter"
    FISCAL_YEAR = "fiscal_year"


MONTHS_IN = {
    Grain.MONTH: 1,
    Grain.QUARTER: 3,
    Grain.HALF: 6,
    Grain.YEAR: 12,
    Grain.FISCAL_QUARTER: 3,
    Grain.FISCAL_YEAR: 12,
}
FISCAL = frozenset({Grain.HALF, Grain.FISCAL_QUARTER, Grain.FISCAL_YEAR})


@dataclass(frozen=True)
class FiscalCalendar:
    """Where the fiscal year and the week begin. Weekdays count from Monday = 0."""

    start_month: int = 4
    first_weekday: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.start_month <= 12:
            raise ValueError(f"start_month must be 1 to 12, not {self.start_month}")
        if not 0 <= self.first_weekday <= 6:
            raise ValueError(f"first_weekday must be 0 (Monday) to 6 (Sunday), not {self.first_weekday}")


@dataclass(frozen=True, order=True)
class Period:
    """At least one day: `starts_on <= day < ends_on`."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.starts_on >= self.ends_on:
            raise ValueError(f"a period ends after it starts, not {self.starts_on} to {self.ends_on}")

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days

    def contains(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_on

    def intersection(self, other: "Period") -> "Period | None":
        starts_on, ends_on = max(self.starts_on, other.starts_on), min(self.ends_on, other.ends_on)
        return Period(starts_on, ends_on) if starts_on < ends_on else None


def period_of(day: date, *, grain: Grain, calendar: FiscalCalendar) -> Period:
    """The period of this grain that holds the day."""
    if grain is Grain.DAY:
        return Period(day, day + ONE_DAY)
    if grain is Grain.WEEK:
        starts_on = day - timedelta(days=(day.weekday() - calendar.first_weekday) % 7)
        return Period(starts_on, starts_on + ONE_WEEK)
    first_month = calendar.start_month if grain in FISCAL else 1
    return _months_around(day, length=MONTHS_IN[grain], first_month=first_month)


def periods_between(*, since: date, until: date, grain: Grain, calendar: FiscalCalendar) -> list[Period]:
    """Every period that touches `since <= day < until`, whole, in order; the first and last may reach beyond."""
    found: list[Period] = []
    day = since
    while day < until:
        found.append(period_of(day, grain=grain, calendar=calendar))
        day = found[-1].ends_on
    return found


def previous(period: Period, *, grain: Grain, calendar: FiscalCalendar) -> Period:
    """The period of this grain just before."""
    return period_of(period.starts_on - ONE_DAY, grain=grain, calendar=calendar)


def year_before(period: Period, *, grain: Grain, calendar: FiscalCalendar) -> Period:
    """The period to compare with: days and weeks 52 weeks before (the same weekdays), the others 12 months before."""
    if grain in (Grain.DAY, Grain.WEEK):
        return Period(period.starts_on - SAME_WEEKDAY_LAST_YEAR, period.ends_on - SAME_WEEKDAY_LAST_YEAR)
    first_day = period_of(period.starts_on, grain=grain, calendar=calendar).starts_on
    return period_of(first_day.replace(year=first_day.year - 1), grain=grain, calendar=calendar)


def day_of(instant: datetime, *, zone: ZoneInfo) -> date:
    """The day the clocks of this zone show at an instant.

    Raises
    ------
    ValueError
        If the instant does not say its own time zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(zone).date()


def instants_of(period: Period, *, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """First instant of the period and first instant after it, in UTC; a day may last 23, 24 or 25 hours."""
    return _start_of(period.starts_on, zone=zone), _start_of(period.ends_on, zone=zone)


def _start_of(day: date, *, zone: ZoneInfo) -> datetime:
    # fold=0 takes the first of two midnights, and the moment of the jump where midnight is skipped.
    return datetime.combine(day, time(fold=0), tzinfo=zone).astimezone(UTC)


def _months_around(day: date, *, length: int, first_month: int) -> Period:
    month = day.year * 12 + day.month - 1
    start = month - (month - (first_month - 1)) % length
    return Period(_first_day(start), _first_day(start + length))


def _first_day(month: int) -> date:
    """Day 1 of a month counted from January of year 0."""
    return date(month // 12, month % 12 + 1, 1)
