"""What an outlook is computed from, read once for all metrics and periods: people, hours, days, facts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.facts.asking.question import Moment, Question
from kaname.facts.metrics.definition import MetricDefinition, streams_of
from kaname.goals.journal import organisation_and_journal
from kaname.goals.queries import definitions as definitions_in_use
from kaname.insights.crew import Crew
from kaname.insights.outlook.periods import open_periods
from kaname.measures.periods import ONE_DAY, Grain, Period, period_of
from kaname.people.models import Organisation, Person
from kaname.people.working_hours import closed_days, hours_of
from kaname.web.store import facts

# More than a year of days, so that last year's holidays are seen; five years of months for their season.
DAYS_BACK, MONTHS_BACK = timedelta(days=400), 60


@dataclass(frozen=True)
class Scene:
    """The organisation as it is on `today`, with its facts open; `periods` are the open ones."""

    organisation: Organisation
    today: date
    definitions: Mapping[str, MetricDefinition]
    question: Question
    periods: tuple[Period, ...]
    crew: Crew
    state: Hashable

    @classmethod
    @contextmanager
    def at(cls, at: datetime) -> Iterator[Scene]:
        """As it is at an instant, for as long as the facts stay open."""
        organisation, journal = organisation_and_journal()
        today, calendar = organisation.today(at), organisation.calendar()
        periods = tuple(open_periods(today, calendar))
        first = period_of(today - DAYS_BACK, grain=Grain.MONTH, calendar=calendar).starts_on
        span = Period(first, max(period.ends_on for period in periods))
        definitions = definitions_in_use()
        crew = Crew.read(organisation, span=span, today=today)
        with Moment.of(facts()) as moment:
            question = Question(moment, definitions, calendar, journal)
            yield cls(organisation, today, definitions, question, periods, crew, journal)

    @property
    def past(self) -> Period:
        """The days of history."""
        return Period(self.crew.roster.span.starts_on, self.today)

    @cached_property
    def months(self) -> Period:
        """Whole months of history, up to the running one."""
        running = period_of(self.today, grain=Grain.MONTH, calendar=self.organisation.calendar())
        count = running.starts_on.year * 12 + running.starts_on.month - 1 - MONTHS_BACK
        return Period(date(count // 12, count % 12 + 1, 1), running.starts_on)

    @cached_property
    def usual_hours(self) -> NDArray[np.float64]:
        """Working time that each month of history has for somebody with the organisation's own hours. [h]"""
        alone = Person(pk=0, name="")
        worked = hours_of([alone], organisation=self.organisation, period=self.months)
        months = worked.days.astype("datetime64[M]").astype(np.int64)
        found: NDArray[np.float64] = np.bincount(months - months[0], weights=worked.hours[0]).astype(np.float64)
        return found

    @cached_property
    def closed(self) -> NDArray[np.bool_]:
        """Public and company holidays among the days of the crew's span."""
        found = closed_days(self.organisation, self.crew.roster.span)
        return np.array([day in found for day in self.crew.days.tolist()], dtype=bool)

    def known_until(self, key: str) -> date | None:
        """The first day of which nothing can be known of a metric; None where a stream of its was never loaded."""
        loads = [self.question.facts.loaded_at(stream) for stream in streams_of([key], self.definitions)]
        if not loads or any(at is None for at in loads):
            return None
        oldest = min(at for at in loads if at is not None)
        return min(self.today, self.organisation.today(oldest) + ONE_DAY)

    def share(self, period: Period) -> float:
        """How much of a running period is over, in days. [0-1]"""
        return (self.today - period.starts_on).days / period.days

    def place(self, day: date) -> int:
        """Where a day is among the crew's."""
        return (day - self.crew.roster.span.starts_on).days

    def days(self, period: Period) -> slice:
        return slice(self.place(period.starts_on), self.place(period.ends_on))
