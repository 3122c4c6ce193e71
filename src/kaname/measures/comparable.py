"""Which earlier period a period is compared with. See docs/measures/feasibility.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of, previous, within_reach, year_before

# In this order: where January begins the fiscal year its periods are also calendar ones, and called by those.
GRAINS = (
    Grain.MONTH,
    Grain.FISCAL_QUARTER,
    Grain.QUARTER,
    Grain.HALF,
    Grain.FISCAL_YEAR,
    Grain.YEAR,
    Grain.WEEK,
    Grain.DAY,
)


class Against(StrEnum):
    """The same period of the prior year, or the period just before."""

    PRIOR_YEAR = "prior_year"
    PRIOR_PERIOD = "prior_period"


def grain_of(period: Period, *, calendar: FiscalCalendar) -> Grain | None:
    """The grain of which this is a whole period, or None for any other days."""
    for grain in GRAINS:
        if period_of(period.starts_on, grain=grain, calendar=calendar) == period:
            return grain
    return None


def comparable(period: Period, against: Against, *, calendar: FiscalCalendar) -> Period:
    """The earlier period to compare with.

    Days that are no period of the calendar: the same dates a year before (29 February becomes 28 February, and the day
    after 28 February 1 March), or as many days just before.
    """
    grain = grain_of(period, calendar=calendar)
    if against is Against.PRIOR_PERIOD:
        if grain is not None:
            return previous(period, grain=grain, calendar=calendar)
        return Period(period.starts_on - (period.ends_on - period.starts_on), period.starts_on)
    if grain is not None:
        return year_before(period, grain=grain, calendar=calendar)
    return Period(
        _a_year_before(period.starts_on, instead=(2, 28)),
        _a_year_before(period.ends_on, instead=(3, 1)),  # the day after the last, which was 28 February
    )


def before(period: Period, against: Against, *, calendar: FiscalCalendar) -> Iterator[Period]:
    """Each the one that the one after it is compared with, newest first."""
    while within_reach(period.starts_on):
        period = comparable(period, against, calendar=calendar)
        yield period


def _a_year_before(day: date, *, instead: tuple[int, int]) -> date:
    """The same month and day, or `instead` where that year has none."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        month, day_of_month = instead
        return date(day.year - 1, month, day_of_month)
