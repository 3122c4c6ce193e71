"""When an action is due: rules of RFC 5545, read by python-dateutil, as far as they make sense for repeated work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

from kaname.goals.errors import GoalsError
from kaname.measures.late_years import late_years, moved
from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of

GRAINS = {"DAILY": Grain.DAY, "WEEKLY": Grain.WEEK, "MONTHLY": Grain.MONTH}
PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST"})
# By which parts a rule names single days; without them a week or month is free, and the day in it does not matter.
DAYS = frozenset({"BYDAY", "BYMONTHDAY"})
LONGEST_INTERVAL = {"DAILY": 365, "WEEKLY": 52, "MONTHLY": 12}
MOST_DIGITS = 3
MOST_WEEKS = 5
"""In which a weekday comes in a month."""
A_MONDAY = date(2024, 1, 1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Cadence:
    """A rule: `parts` as written, upper case, in their order."""

    parts: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, text: str) -> Cadence:
        """From the text of an RRULE.

        Raises
        ------
        GoalsError
            cadence_unknown where it is no such rule, or one that never comes.
        """
        pairs = [part.partition("=")[::2] for part in text.upper().replace(" ", "").removeprefix("RRULE:").split(";")]
        found = cls(tuple((name, value) for name, value in pairs))
        if not found._is_sound():
            raise GoalsError("cadence_unknown", text=text[:100])
        return found

    def _is_sound(self) -> bool:
        names = [name for name, _value in self.parts]
        interval = dict(self.parts).get("INTERVAL", "1")
        if not set(names) <= PARTS or len(set(names)) < len(names) or self.frequency not in GRAINS:
            return False
        written = interval.isascii() and interval.isdigit() and len(interval) <= MOST_DIGITS
        if not (written and 1 <= int(interval) <= LONGEST_INTERVAL[self.frequency]):
            return False
        if self.frequency == "DAILY" and "BYSETPOS" in names:
            return False
        try:
            first_on = moved(A_MONDAY, late_years(A_MONDAY))
            return next(iter(self._rule(first_on)), None) is not None
        except (ValueError, TypeError):
            return False

    @property
    def text(self) -> str:
        return ";".join(f"{name}={value}" for name, value in self.parts)

    @property
    def frequency(self) -> str:
        return dict(self.parts).get("FREQ", "")

    @property
    def is_free(self) -> bool:
        """Whether it is due in a week or month as a whole, on whichever days."""
        return self.frequency != "DAILY" and not {name for name, _value in self.parts} & DAYS

    @property
    def grain(self) -> Grain:
        """How long one occurrence is."""
        return GRAINS[self.frequency] if self.is_free else Grain.DAY

    def occurrences(self, *, starts_on: date, until: date, calendar: FiscalCalendar) -> list[Period]:
        """The days, or weeks or months, in which it is due, from the first one on, that begin before `until`."""
        return list(_occurrences(self, starts_on, until, calendar))

    def _rule(self, starts_on: date) -> rrule:
        found = rrulestr(self.text, dtstart=datetime.combine(starts_on, time()))
        if not isinstance(found, rrule):
            raise TypeError("one rule, not several")
        if any(int(place) > MOST_WEEKS for place in re.findall(r"\d+", dict(self.parts).get("BYDAY", ""))):
            raise ValueError("no month has so many weeks")
        return found


@lru_cache(maxsize=2_000)
def _occurrences(cadence: Cadence, starts_on: date, until: date, calendar: FiscalCalendar) -> tuple[Period, ...]:
    grain = cadence.grain
    first_on = period_of(starts_on, grain=grain, calendar=calendar).starts_on
    years = late_years(first_on, until)
    found = []
    for moment in cadence._rule(moved(first_on, years)):
        day = moved(moment.date(), -years)
        if day >= until:
            break
        found.append(period_of(day, grain=grain, calendar=calendar))
    return tuple(found)


def every_working_day() -> Cadence:
    return Cadence((("FREQ", "DAILY"),))


def on_weekdays(days: list[int], *, every: int = 1) -> Cadence:
    """On these weekdays, Monday = 0, of every week or every so many weeks."""
    names = ",".join(WEEKDAYS[day] for day in sorted(set(days)))
    return Cadence((("FREQ", "WEEKLY"), *_interval(every), ("BYDAY", names)))


def in_each(grain: Grain, *, every: int = 1) -> Cadence:
    """Once in each week or month, on whichever day."""
    names = {found: name for name, found in GRAINS.items()}
    return Cadence((("FREQ", names[grain]), *_interval(every)))


def _interval(every: int) -> tuple[tuple[str, str], ...]:
    return (("INTERVAL", str(every)),) if every > 1 else ()


LOOK_BACK = timedelta(days=14)
"""How far an occurrence may move to the next day on which its person works."""
