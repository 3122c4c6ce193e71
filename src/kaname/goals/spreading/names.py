"""How the parts of a period are called."""

from __future__ import annotations

from kaname.goals.period_choices import name as period_name
from kaname.goals.reader import Reader
from kaname.measures.periods import Grain, Period
from kaname.web.formats.periods import SHORT_DAY, dated


def part_name(period: Period, reader: Reader) -> str:
    """A month or week by name; what an edge of the period cuts off, by its first and last day."""
    return period_name(period, calendar=reader.calendar, language=reader.language)


def column_name(period: Period, grain: Grain, reader: Reader) -> str:
    """For the head of a narrow column: 2026年11月, 11/9."""
    if grain is Grain.MONTH:
        return part_name(period, reader)
    return dated(period.starts_on, SHORT_DAY, language=reader.language)
