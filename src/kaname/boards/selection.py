"""Which board: whose numbers, in which period. It stands whole in the address, and comes from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlencode

from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of, previous, within_reach, year_before


class Span(StrEnum):
    """How long a board's period is, as the address says it; quarter, half and year are fiscal."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def grain(self) -> Grain:
        return FISCAL_GRAINS.get(self) or Grain(self.value)


FISCAL_GRAINS = {Span.QUARTER: Grain.FISCAL_QUARTER, Span.YEAR: Grain.FISCAL_YEAR}


@dataclass(frozen=True)
class Subject:
    """Whose numbers: a team's with those below it, a person's, a person's within a team, or the organisation's."""

    team: str | None = None
    person: str | None = None

    @property
    def where(self) -> dict[str, list[str]]:
        """The filter that gives the subject's facts."""
        named = {"team": self.team, "person": self.person}
        return {name: [key] for name, key in named.items() if key}

    @property
    def is_organisation(self) -> bool:
        return not (self.team or self.person)


ORGANISATION = Subject()


@dataclass(frozen=True)
class Selection:
    """A subject and a period of its calendar; `filters` narrow its facts further, by field and value."""

    subject: Subject
    span: Span
    period: Period
    calendar: FiscalCalendar
    filters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def around(cls, day: date, *, subject: Subject, span: Span, calendar: FiscalCalendar) -> Selection:
        """The period of this span that holds the day."""
        return cls(subject, span, period_of(day, grain=span.grain, calendar=calendar), calendar)

    @property
    def grain(self) -> Grain:
        return self.span.grain

    @property
    def last_day(self) -> date:
        return self.period.ends_on - timedelta(days=1)

    @property
    def where(self) -> dict[str, list[str]]:
        """The filter that gives the facts shown."""
        return self.subject.where | {field: [value] for field, value in self.filters}

    def on(self, day: date) -> Selection:
        """The same board in the period that holds the day."""
        return replace(self, period=period_of(day, grain=self.grain, calendar=self.calendar))

    def spanning(self, span: Span, *, today: date) -> Selection:
        """The same board in a longer or shorter period: the running one if today is in both, else where this begins."""
        day = today if self.period.contains(today) else self.period.starts_on
        return replace(self, span=span, period=period_of(day, grain=span.grain, calendar=self.calendar))

    def of(self, subject: Subject) -> Selection:
        """The same period for somebody else."""
        return replace(self, subject=subject)

    def filtered(self, field: str, value: str | None) -> Selection:
        """Narrowed to one value of a field; None takes the field's filter away."""
        others = tuple(one for one in self.filters if one[0] != field)
        return replace(self, filters=others if value is None else (*others, (field, value)))

    @property
    def before(self) -> Selection:
        return replace(self, period=previous(self.period, grain=self.grain, calendar=self.calendar))

    @property
    def after(self) -> Selection:
        return self.on(self.period.ends_on)

    @property
    def year_before(self) -> Period:
        return year_before(self.period, grain=self.grain, calendar=self.calendar)

    def query(self, **more: str) -> str:
        """The part of an address after the question mark."""
        owner = {
            "of": "organisation" if self.subject.is_organisation else "",
            "team": self.subject.team or "",
            "person": self.subject.person or "",
        }
        own = owner | {"period": self.span.value, "on": self.period.starts_on.isoformat()}
        narrowed = {f"{FILTER}{field}": value for field, value in self.filters}
        return _encoded(tuple((name, value) for name, value in (own | narrowed | more).items() if value))


# A board links hundreds of addresses, and its next rendering links the same ones.
@lru_cache(maxsize=5_000)
def _encoded(query: tuple[tuple[str, str], ...]) -> str:
    return urlencode(query)


# Filters by field stand in the address under the field's name with this in front.
FILTER = "f."


def subject_from(query: Mapping[str, str]) -> Subject | None:
    """Whose board an address asks for; None where it does not say: `of=organisation` asks for everybody's."""
    team, person = query.get("team") or None, query.get("person") or None
    if team is None and person is None:
        return ORGANISATION if query.get("of") == "organisation" else None
    return Subject(team=team, person=person)


def filters_from(query: Mapping[str, str], *, fields: Collection[str]) -> tuple[tuple[str, str], ...]:
    """What an address narrows the facts to, by fields that we know."""
    named = ((name.removeprefix(FILTER), value) for name, value in query.items() if name.startswith(FILTER) and value)
    return tuple((field, value) for field, value in named if field in fields)


def span_from(query: Mapping[str, str]) -> Span:
    """The span an address asks for; a month where it does not say or says nothing we know."""
    try:
        return Span(query.get("period", ""))
    except ValueError:
        return Span.MONTH


def day_from(query: Mapping[str, str], *, today: date) -> date:
    """The day an address asks for; today where it does not say, or names a day beyond our calendars."""
    try:
        day = date.fromisoformat(query.get("on", ""))
    except ValueError:
        return today
    return day if within_reach(day) else today
