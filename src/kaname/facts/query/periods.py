"""Periods inside a query: whole numbers that the engine computes fast from a day, and what they mean."""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from kaname.measures.periods import FISCAL, MONTHS_IN, FiscalCalendar, Grain

MONDAY = date(1, 1, 1)


def number_of(day: ir.DateValue, *, grain: Grain, calendar: FiscalCalendar) -> ir.IntegerValue:
    """The first day of the day's period, counted from 0001-01-01, or its first month, counted from year 0."""
    if grain in (Grain.DAY, Grain.WEEK):
        days = day.delta(ibis.date(MONDAY.year, MONDAY.month, MONDAY.day), unit="day")
        return days if grain is Grain.DAY else days - (days - calendar.first_weekday) % 7
    months = day.year() * 12 + day.month() - 1
    length = MONTHS_IN[grain]
    first_month = calendar.start_month - 1 if grain in FISCAL else 0
    return months if length == 1 else months - (months - first_month) % length


def number_for(starts_on: date, *, grain: Grain) -> int:
    """The number under which a query knows the period that starts on this day."""
    if grain in (Grain.DAY, Grain.WEEK):
        return (starts_on - MONDAY) // timedelta(days=1)
    return starts_on.year * 12 + starts_on.month - 1
