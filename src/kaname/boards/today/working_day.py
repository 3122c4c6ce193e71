"""Which working day it is, and whether the person works today at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from kaname.boards.queries.kept import kept
from kaname.goals.journal import Journal
from kaname.measures.periods import ONE_DAY, Grain, Period, period_of
from kaname.people.models import Organisation, Person
from kaname.people.working_hours import closed_days, hours_of

LOOK_AHEAD = 31


@dataclass(frozen=True)
class WorkingDay:
    """`number` of the `of` working days of the month; `why` the organisation is closed, where it is.

    `next_on` is the next working day, None where none is near.
    """

    day: date
    works: bool
    number: int
    of: int
    why: str
    next_on: date | None


def working_day(
    person: Person, *, day: date, organisation: Organisation, journal: Journal, language: str
) -> WorkingDay:
    """The same until somebody writes to the ledger, whose `journal` it is."""

    def make() -> WorkingDay:
        return _found(person, day=day, organisation=organisation, language=language)

    return kept(("working day", person.key, day, language), make, state=journal)


def _found(person: Person, *, day: date, organisation: Organisation, language: str) -> WorkingDay:
    month = period_of(day, grain=Grain.MONTH, calendar=organisation.calendar())
    span = Period(month.starts_on, max(month.ends_on, day + LOOK_AHEAD * ONE_DAY))
    works = hours_of([person], organisation=organisation, period=span).hours[0] > 0
    today = (day - span.starts_on).days
    later = np.flatnonzero(works[today + 1 :])
    closed = closed_days(organisation, Period(day, day + ONE_DAY), language=language)
    return WorkingDay(
        day=day,
        works=bool(works[today]),
        number=int(works[: today + 1].sum()),
        of=int(works[: month.days].sum()),
        why=closed.get(day, ""),
        next_on=day + (int(later[0]) + 1) * ONE_DAY if len(later) else None,
    )
