"""The periods that are open on a day and have targets of their own kind."""

from __future__ import annotations

from datetime import date

from kaname.goals.models import Goal
from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of

GRAINS = (Grain.MONTH, Grain.FISCAL_QUARTER, Grain.HALF, Grain.FISCAL_YEAR)


def open_periods(today: date, calendar: FiscalCalendar) -> list[Period]:
    """Month, quarter, half and year, and the periods of goals; each once, the shortest first."""
    found = {period_of(today, grain=grain, calendar=calendar) for grain in GRAINS}
    goals = Goal.objects.published().current().filter(starts_on__lte=today, ends_on__gt=today)
    found |= {Period(starts_on, ends_on) for starts_on, ends_on in goals.values_list("starts_on", "ends_on")}
    return sorted(found, key=lambda period: (period.days, period.starts_on))
