"""The months that say what people can do."""

from __future__ import annotations

from kaname.goals.reader import Reader
from kaname.measures.periods import Grain, Period, period_of, previous

LATEST = 12


def complete_months(reader: Reader, *, latest: int = LATEST) -> list[Period]:
    """The last months that are over, oldest first."""
    month = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar)
    found: list[Period] = []
    while len(found) < latest:
        month = previous(month, grain=Grain.MONTH, calendar=reader.calendar)
        found.insert(0, month)
    return found
