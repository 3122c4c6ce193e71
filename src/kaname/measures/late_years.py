"""The same days late in the calendar of the computer, where a rule that never comes soon ends.

python-dateutil looks for the next day of a rule up to the year 9999. The Gregorian calendar repeats itself exactly
every 400 years, so that a rule read as many cycles later gives the same days, and one without any has few to look at.
"""

from __future__ import annotations

from datetime import MAXYEAR, date

CYCLE = 400
"""[years]"""


def late_years(*days: date) -> int:
    """The most years, in whole cycles, by which all of these days can be moved. [years]"""
    return (MAXYEAR - max(day.year for day in days)) // CYCLE * CYCLE


def moved(day: date, years: int) -> date:
    """The day so many years later; in whole cycles every day has one, of the same weekday."""
    return day.replace(year=day.year + years)
