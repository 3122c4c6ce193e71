"""What the watch reads, once for all metrics: people and their time, metrics, facts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.facts.asking.question import Moment, Question
from kaname.facts.metrics.definition import MetricDefinition, streams_of
from kaname.goals.journal import organisation_and_journal
from kaname.goals.queries import definitions as definitions_in_use
from kaname.insights.crew import Crew
from kaname.measures.periods import ONE_DAY, Period
from kaname.people.models import Organisation
from kaname.people.queries import people_in
from kaname.people.working_hours import parts_of
from kaname.web.store import facts

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Setting:
    """The organisation on `today`, with its facts open and the days of `span`, which ends today, read."""

    organisation: Organisation
    today: date
    definitions: Mapping[str, MetricDefinition]
    question: Question
    crew: Crew
    state: Hashable

    @classmethod
    @contextmanager
    def at(cls, at: datetime, *, days: int) -> Iterator[Setting]:
        """As it is at an instant, looking so many days back."""
        organisation, journal = organisation_and_journal()
        today = organisation.today(at)
        definitions = definitions_in_use()
        span = Period(today - timedelta(days=days), today + ONE_DAY)
        crew = Crew.read(organisation, span=span, today=today)
        with Moment.of(facts()) as moment:
            question = Question(moment, definitions, organisation.calendar(), journal)
            yield cls(organisation, today, definitions, question, crew, journal)

    @property
    def past(self) -> Period:
        """The days that are over."""
        return Period(self.crew.roster.span.starts_on, self.today)

    def place(self, day: date) -> int:
        """The column of a day."""
        return (day - self.past.starts_on).days

    def day(self, place: int) -> date:
        return self.past.starts_on + timedelta(days=int(place))

    @cached_property
    def staffed(self) -> Numbers:
        """Hours by contract without leave and closed days, meetings not taken off, shape (n_people, n_days). [h]

        What keeps people from their work must not hide that less comes of it.
        """
        people = people_in(None, self.past)
        parts = parts_of(people, organisation=self.organisation, period=self.past)
        opened = np.array([day not in parts.closed for day in parts.days.tolist()], dtype=np.float64)
        hours = parts.contract * (1 - parts.away) * opened
        row_of = {person.key: row for row, person in enumerate(people)}
        none = np.zeros(hours.shape[1])
        found = [hours[row_of[key]] if key in row_of else none for key in self.crew.roster.person_keys]
        return np.array(found).reshape(len(found), hours.shape[1])

    def staffed_in(self, team_keys: frozenset[str] | None) -> Numbers:
        """Those of everybody in some teams (None: in any), shape (n_days,). [h]"""
        here = self.crew.roster.here(team_keys)[:, : self.past.days]
        total: Numbers = (self.staffed * here).sum(axis=0)
        return total

    def known_until(self, key: str) -> date | None:
        """The first day of which nothing can be known of a metric; None where a stream of its was never loaded."""
        loads = [self.question.facts.loaded_at(stream) for stream in streams_of([key], self.definitions)]
        if not loads or any(at is None for at in loads):
            return None
        oldest = min(at for at in loads if at is not None)
        return min(self.today, self.organisation.today(oldest) + ONE_DAY)


def asking_for(metrics: Iterable[MetricDefinition], setting: Setting) -> Question:
    """The question that knows these as well."""
    asking = setting.question
    return replace(asking, definitions={**asking.definitions, **{metric.key: metric for metric in metrics}})
