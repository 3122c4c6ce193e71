"""Which board: whose numbers, in which period. It stands whole in the address, and comes from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of, previous, year_before


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
    """Whose numbers: a team's with those below it, a person's, or (neither) the organisation's."""

    team: str | None = None
    person: str | None = None

    @property
    def where(self) -> dict[str, list[str]]:
        """The filter that gives the subject's facts."""
        if self.person:
            return {"person": [self.person]}
        return {"team": [self.team]} if self.team else {}

    @property
    def is_organisation(self) -> bool:
        return not (self.team or self.person)


ORGANISATION = Subject()


@dataclass(frozen=True)
class Selection:
    """A subject and a period of its calendar."""

    subject: Subject
    span: Span
    period: Period
    calendar: FiscalCalendar

    @classmethod
    def of(cls, subject: Subject, *, span: Span, day: date, calendar: FiscalCalendar) -> Selection:
        return cls(subject, span, period_of(day, grain=span.grain, calendar=calendar), calendar)

    @property
    def grain(self) -> Grain:
        return self.span.grain

    def on(self, day: date) -> Selection:
        """The same board in the period that holds the day."""
        return Selection.of(self.subject, span=self.span, day=day, calendar=self.calendar)

    def spanning(self, span: Span, *, today: date) -> Selection:
        """The same board in a longer or shorter period: the running one if today is in both, else where this begins."""
        day = today if self.period.contains(today) else self.period.starts_on
        return Selection.of(self.subject, span=span, day=day, calendar=self.calendar)

    def of_team(self, key: str | None) -> Selection:
        return replace(self, subject=Subject(team=key))

    def of_person(self, key: str) -> Selection:
        return replace(self, subject=Subject(person=key))

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
        owner = {"team": self.subject.team or "", "person": self.subject.person or ""}
        own = owner | {"period": self.span.value, "on": self.period.starts_on.isoformat()} | more
        return urlencode({name: value for name, value in own.items() if value})


def subject_from(query: Mapping[str, str]) -> Subject | None:
    """Whose board an address asks for; None where it does not say. A person goes before a team."""
    if person := query.get("person"):
        return Subject(person=person)
    if team := query.get("team"):
        return Subject(team=team)
    return None


def span_from(query: Mapping[str, str]) -> Span:
    """The span an address asks for; a month where it does not say or says nothing we know."""
    try:
        return Span(query.get("period", ""))
    except ValueError:
        return Span.MONTH


def day_from(query: Mapping[str, str], *, today: date) -> date:
    """The day an address asks for; today where it does not say, or names a day no calendar of ours can hold."""
    try:
        day = date.fromisoformat(query.get("on", ""))
    except ValueError:
        return today
    return day if EARLIEST <= day < LATEST else today


# Two years on either side stay free for the periods around the one shown.
EARLIEST = date(3, 1, 1)
LATEST = date(9998, 1, 1)
