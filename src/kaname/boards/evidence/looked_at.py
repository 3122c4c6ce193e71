"""What evidence is made of: a board of the running month, the stretch, and weeks of the past, of one state of facts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.boards.asking import Asked, Reader
from kaname.boards.evidence.clock import clock_of
from kaname.boards.evidence.stretch import Stretches, hours_by_week, stretches
from kaname.boards.known_reader import KnownReader
from kaname.boards.presentation.style import Style
from kaname.boards.queries.board import Board, compose_at
from kaname.boards.queries.board import Kpi as BoardKpi
from kaname.boards.queries.carried import carried_kpis, nearest_goal
from kaname.boards.queries.earlier import progress_of
from kaname.boards.queries.kept import kept
from kaname.boards.queries.ledger import BoardLedger
from kaname.boards.selection import Span, Subject
from kaname.facts.asking.question import Moment, Number, Question
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.models import Goal, Kpi
from kaname.goals.reader import Reader as GoalsReader
from kaname.measures.periods import ONE_DAY, ONE_WEEK, Grain, Period, period_of, periods_between
from kaname.measures.status import TOO_EARLY_BELOW
from kaname.people.models import Person, User
from kaname.people.working_hours import parts_of

# As many weeks of the past are looked at for a best one.
WEEKS = 26
# A team without KPIs is seen through so many metrics that have a target.
MOST_METRICS = 6


@dataclass(frozen=True)
class LookedAt:
    """All that is known of a subject in a stretch of days; `keys` are its KPIs, or metrics with targets."""

    asked: Asked
    board: Board
    question: Question
    stretches: Stretches
    keys: tuple[str, ...]
    kpis: tuple[Kpi, ...]
    goal: Goal | None
    at: datetime

    @property
    def subject(self) -> Subject:
        return self.asked.selection.subject

    @property
    def style(self) -> Style:
        return self.asked.reader.style

    @property
    def today(self) -> date:
        return self.asked.reader.today

    @cached_property
    def goals_reader(self) -> GoalsReader:
        return KnownReader.of(self.asked.reader, self.question.definitions, at=self.at)

    def definition(self, key: str) -> MetricDefinition:
        return self.question.definitions[key]

    def name(self, key: str) -> str:
        return self.style.name(self.definition(key))

    def on_board(self, key: str) -> BoardKpi | None:
        """The metric as the board of the month shows it."""
        return next((one for one in self.board.kpis if one.key == key), None)

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, str]]:
        """Numerator and denominator of the keys that are ratios of counts."""
        found = {key: self.definition(key).counted_parts(self.question.definitions) for key in self.keys}
        return {key: parts for key, parts in found.items() if parts is not None}

    @cached_property
    def _all_keys(self) -> list[str]:
        return list(dict.fromkeys([*self.keys, *(part for pair in self.parts.values() for part in pair)]))

    @cached_property
    def now(self) -> Mapping[str, Number | None]:
        """Values of the stretch."""
        return self.question.past_total(self._all_keys, period=self.stretches.now.days, where=self.subject.where)

    @cached_property
    def before(self) -> Mapping[str, Number | None]:
        """Values of the stretch that it is compared with."""
        if self.stretches.before is None:
            return {}
        return self.question.past_total(self._all_keys, period=self.stretches.before.days, where=self.subject.where)

    @cached_property
    def weeks(self) -> list[Period]:
        """Whole weeks that are over, up to that of the stretch's last day."""
        calendar = self.question.calendar
        last = period_of(self.stretches.now.days.ends_on - ONE_DAY, grain=Grain.WEEK, calendar=calendar)
        running = period_of(self.today, grain=Grain.WEEK, calendar=calendar)
        end = min(last.ends_on, running.starts_on)
        return periods_between(since=end - WEEKS * ONE_WEEK, until=end, grain=Grain.WEEK, calendar=calendar)

    @cached_property
    def by_week(self) -> Mapping[str, NDArray[np.float64]]:
        """Values of these weeks, NaN where nothing is known. [unit of each metric]"""
        days = Period(self.weeks[0].starts_on, self.weeks[-1].ends_on)
        found = self.question.past_series(self._all_keys, days=days, grain=Grain.WEEK, where=self.subject.where)
        return {
            key: np.array([np.nan if value is None else value for value in values], dtype=np.float64)
            for key, values in found.items()
        }

    def known_by_week(self, key: str) -> NDArray[np.float64]:
        """The same without weeks before the first one with anything in it: there may have been no data."""
        known = self.by_week[key].copy()
        some = np.flatnonzero(np.nan_to_num(known) != 0)
        known[: some[0] if len(some) else len(known)] = np.nan
        return known

    @cached_property
    def week_hours(self) -> NDArray[np.float64]:
        """Working time in these weeks. [h]"""
        return hours_by_week(self.subject, self.weeks, known=self.board.ledger.roster)

    @cached_property
    def here_today(self) -> frozenset[str]:
        """Keys of the board's people who are in the team today: who moved on is another team's."""
        known = frozenset(one.key for one in self.board.members.people if one.key)
        if self.subject.team is None:
            return known
        below = frozenset(self.board.ledger.teams.below(self.subject.team))
        rows = Person.objects.in_team_on(self.today, team_keys=below)
        return known & set(rows.values_list("key", flat=True))

    @cached_property
    def time_left(self) -> Mapping[str, tuple[float, float]]:
        """Working time and meetings of each person of the board from today to the end of the month. [h]"""
        keys = tuple(one.key for one in self.board.members.people if one.key)
        left = Period(self.today, self.asked.selection.period.ends_on)

        def make() -> Mapping[str, tuple[float, float]]:
            people = list(Person.objects.filter(key__in=keys))
            parts = parts_of(people, organisation=self.asked.reader.organisation, period=left)
            hours, meetings = parts.hours.sum(axis=1), (parts.meetings * (parts.hours > 0)).sum(axis=1)
            return {person.key: (float(hours[row]), float(meetings[row])) for row, person in enumerate(people)}

        return kept(("time left", keys, left), make, state=self.board.ledger.state)


@contextmanager
def look_at(
    subject: Subject,
    period: Period,
    *,
    compared: Period | None,
    user: User,
    at: datetime,
    reader: Reader | None = None,
    month_on: date | None = None,
) -> Iterator[LookedAt]:
    """Open what is known; the month that the board shows is that of `month_on`.

    Without it, it is that of the stretch's last day, or the one before while it is too early to judge that one.
    `reader` is who asks, for whoever has found that out already.

    Raises
    ------
    Http404
        If these numbers are not the user's to see.
    """
    reader = reader or Reader.of(user, at=at)
    asked = _month_asked(subject, period, month_on, reader)
    last = month_on or min(_last_day(period, reader), asked.selection.period.ends_on - ONE_DAY)
    with Moment.of(asked.store) as moment:
        ledger = asked.ledger()
        kpis = [one for one in carried_kpis(ledger, day=last) if one.metric_key in ledger.definitions]
        shown = _narrowed(ledger, {one.metric_key for one in kpis})
        board = asked.seen(compose_at(moment, shown, today=reader.today, with_course=False))
        question = Question(moment, ledger.definitions, ledger.selection.calendar, ledger.state)
        keys = [one.metric_key for one in kpis] or [one.key for one in board.with_target][:MOST_METRICS]
        clock = clock_of(period, keys, question=question, organisation=reader.organisation, at=at)
        yield LookedAt(
            asked=asked,
            board=board,
            question=question,
            stretches=stretches(subject, period, clock=clock, compared=compared, known=ledger.roster),
            keys=tuple(keys),
            kpis=tuple(kpis),
            goal=nearest_goal(kpis, ledger, day=last),
            at=at,
        )


def _month_asked(subject: Subject, period: Period, month_on: date | None, reader: Reader) -> Asked:
    asked = Asked.read(_address(subject, month_on or _last_day(period, reader)), reader=reader)
    month = asked.selection.period
    if month_on is not None or period.starts_on >= month.starts_on:
        return asked
    if progress_of(asked.selection, asked.ledger().roster, today=reader.today).share >= TOO_EARLY_BELOW:
        return asked
    return Asked.read(_address(subject, month.starts_on - ONE_DAY), reader=reader)


def _last_day(period: Period, reader: Reader) -> date:
    """Of what is not still to come."""
    return min(period.ends_on - ONE_DAY, max(reader.today, period.starts_on))


def _narrowed(ledger: BoardLedger, keys: Collection[str]) -> BoardLedger:
    """Of the KPIs alone, which is all that is said; of everything on the board where it shows none of them."""
    return replace(ledger, keys=tuple(key for key in ledger.keys if key in keys) or ledger.keys)


def _address(subject: Subject, day: date) -> dict[str, str]:
    owner = {"team": subject.team, "person": subject.person}
    named = {name: key for name, key in owner.items() if key} or {"of": "organisation"}
    return {**named, "on": day.isoformat(), "period": Span.MONTH.value}
