"""When a month's reports are due: on the n-th working day of the month after."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of, previous, within_reach
from kaname.people.models import Organisation
from kaname.people.working_hours import closed_days
from kaname.reports.errors import ReportsError

# After a longer standstill older months are made by hand: a flood of old reports helps nobody.
MOST_MONTHS = 12


def nth_working_day(*, first: date, weekday_hours: Sequence[float], closed: Collection[date], n: int) -> date:
    """The n-th day from `first` on (1 is the first) on which the organisation works.

    Parameters
    ----------
    first : date
        The first day that may count.
    weekday_hours : sequence of 7 floats
        Working hours from Monday to Sunday; a day without any is off. Without any at all every day counts. [h]
    closed : collection of date
        Holidays.
    n : int
        1 or more.
    """
    works = [hours > 0 for hours in weekday_hours] if any(weekday_hours) else [True] * 7
    day, left = first, n
    while True:
        left -= works[day.weekday()] and day not in closed
        if left <= 0:
            return day
        day += timedelta(days=1)


def due_on(month: Period, *, organisation: Organisation, working_day: int) -> date:
    """The day on which the reports of this month are made."""
    after = Period(month.ends_on, month.ends_on + timedelta(days=92))
    return nth_working_day(
        first=month.ends_on,
        weekday_hours=organisation.weekday_hours,
        closed=closed_days(organisation, after),
        n=working_day,
    )


def due_months(*, today: date, since: date, organisation: Organisation, working_day: int) -> list[Period]:
    """Months that are over and whose day has come, oldest first, from that of `since` on."""
    calendar = organisation.calendar()
    month = previous(month_of(today, calendar), grain=Grain.MONTH, calendar=calendar)
    found: list[Period] = []
    while month.starts_on >= since and len(found) < MOST_MONTHS:
        if due_on(month, organisation=organisation, working_day=working_day) <= today:
            found.insert(0, month)
        month = previous(month, grain=Grain.MONTH, calendar=calendar)
    return found


def month_of(day: date, calendar: FiscalCalendar) -> Period:
    return period_of(day, grain=Grain.MONTH, calendar=calendar)


def read_month(text: str, calendar: FiscalCalendar) -> Period:
    """The month that an address names: 2026-11.

    Raises
    ------
    ReportsError
        month_unreadable.
    """
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise ReportsError("month_unreadable", text=text) from error
    if not within_reach(day):
        raise ReportsError("month_unreadable", text=text)
    return month_of(day, calendar)
