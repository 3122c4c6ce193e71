"""Periods to choose from, as `first day/day after the last` with a name, and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of, previous, within_reach
from kaname.web.formats.periods import period_name, range_name

Group = tuple[str, list[tuple[str, str]]]

# Names are looked for in this order: a month that is also a fiscal period of one month does not exist.
NAMED = (
    Grain.MONTH,
    Grain.FISCAL_QUARTER,
    Grain.HALF,
    Grain.FISCAL_YEAR,
    Grain.WEEK,
    Grain.DAY,
    Grain.QUARTER,
    Grain.YEAR,
)


def code(period: Period) -> str:
    """2026-11-01/2026-12-01."""
    return f"{period.starts_on.isoformat()}/{period.ends_on.isoformat()}"


def read_code(text: str) -> Period | None:
    """The period behind a code; None for anything else, and for days beyond our calendars."""
    first, _slash, end = text.partition("/")
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(end))
    except ValueError:
        return None
    return period if within_reach(period.starts_on) and within_reach(period.ends_on) else None


def name(period: Period, *, calendar: FiscalCalendar, language: str) -> str:
    """The period as people call it, else its first and last day."""
    for grain in NAMED:
        if period_of(period.starts_on, grain=grain, calendar=calendar) == period:
            return period_name(period, grain=grain, calendar=calendar, language=language)
    return range_name(period, language=language)


def choices(
    today: date, *, calendar: FiscalCalendar, language: str, past: int = 1, coming: int = 2, also: Period | None = None
) -> list[Group]:
    """Months, quarters, halves and years around today, and `also` where it is none of these."""
    groups = {
        _("Month"): _around(today, Grain.MONTH, calendar, past=past, coming=coming + 1),
        _("Quarter"): _around(today, Grain.FISCAL_QUARTER, calendar, past=past, coming=coming),
        _("Half year"): _around(today, Grain.HALF, calendar, past=past, coming=coming),
        _("Fiscal year"): _around(today, Grain.FISCAL_YEAR, calendar, past=past, coming=coming - 1),
        _("Week"): _around(today, Grain.WEEK, calendar, past=past, coming=coming),
    }
    listed = {label: list(periods) for label, periods in groups.items()}
    if also is not None and all(also not in periods for periods in listed.values()):
        listed = {_("This period"): [also]} | listed
    return [
        (label, [(code(one), name(one, calendar=calendar, language=language)) for one in periods])
        for label, periods in listed.items()
    ]


def _around(today: date, grain: Grain, calendar: FiscalCalendar, *, past: int, coming: int) -> Iterator[Period]:
    """The period of today first, then those to come, then those before it."""
    now = period_of(today, grain=grain, calendar=calendar)
    following = now
    yield now
    for _number in range(coming):
        following = period_of(following.ends_on, grain=grain, calendar=calendar)
        yield following
    before = now
    for _number in range(past):
        before = previous(before, grain=grain, calendar=calendar)
        yield before
