"""Did it help? A KPI before and after an initiative began, beside teams that did not begin it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from kaname.facts.asking.question import Question
from kaname.facts.metrics.definition import Arithmetic, MetricDefinition, Unit, closure
from kaname.goals.actions.planning import owner_team
from kaname.goals.actuals import asking
from kaname.goals.elapsed import known_until
from kaname.goals.figures import Nature
from kaname.goals.kgi.known_days import known_days
from kaname.goals.models import Initiative
from kaname.goals.reader import Reader
from kaname.measures.effect import Effect, Series, effect
from kaname.measures.noise import Outcome
from kaname.measures.operation import Operation
from kaname.measures.periods import ONE_WEEK, Grain, Period, period_of, periods_between
from kaname.people.models import Person, Team
from kaname.people.queries import people_in
from kaname.people.scope import ids_below
from kaname.people.working_hours import hours_of, presence

Numbers = NDArray[np.float64]
WEEKS_BEFORE, MOST_WEEKS_AFTER = 26, 26
A_YEAR = timedelta(weeks=52)
BALANCES = frozenset({Operation.DIFFERENCE, Operation.WEIGHTED_SUM})


@dataclass(frozen=True)
class Counted:
    """What an effect is measured in: events and, of shares, what they are a part of; else working hours."""

    outcome: Outcome
    events: str
    trials: str | None

    @property
    def keys(self) -> list[str]:
        return [self.events] if self.trials is None else [self.events, self.trials]


@dataclass(frozen=True)
class Begun:
    """What a team, or without one the organisation, began for a metric: starts_on <= day < ends_on.

    `initiative` is its id where it is one: nothing is a rival of itself. `others` began the same meanwhile, besides
    initiatives.
    """

    metric_key: str
    team: Team | None
    starts_on: date
    ends_on: date | None = None
    initiative: int | None = None
    others: tuple[Team | None, ...] = ()

    @classmethod
    def of(cls, initiative: Initiative) -> Begun:
        team = initiative.team or owner_team(initiative.kpi)
        return cls(initiative.kpi.metric_key, team, initiative.starts_on, initiative.ends_on, initiative.pk)


@dataclass(frozen=True)
class Found:
    """The effect on a KPI; None where the facts cannot say: amounts and means have no such arithmetic."""

    begun: Begun
    metric: MetricDefinition
    effect: Effect | None


def effect_of_initiative(initiative: Initiative, *, reader: Reader) -> Found | None:
    return effect_of(Begun.of(initiative), reader=reader)


def effect_of(begun: Begun, *, reader: Reader) -> Found | None:
    """Of whole weeks that are over; None for a KPI whose metric is archived, and before the first week is over."""
    metric = reader.definitions.get(begun.metric_key)
    weeks = _weeks(begun, reader)
    if metric is None or not weeks:
        return None
    counted = _counted(metric, reader)
    if counted is None:
        return Found(begun, metric, None)
    weeks, team = _known(weeks, metric, reader), begun.team
    start = next((place for place, week in enumerate(weeks) if week.starts_on >= begun.starts_on), len(weeks))
    with asking(counted.keys, reader.definitions, reader.calendar) as question:
        known = known_days(*counted.keys, team=team, reader=reader)
        own = _Look(question, counted, weeks, reader, known.first_on if known else date.max)
        treated, year_ago = own.of_team(team), own.of_team(team, back=A_YEAR)
        peers = own.of_peers(_peers(begun, Period(weeks[0].starts_on, weeks[-1].ends_on)))
    found = effect(
        treated=_without(treated, weeks, begun),
        start=start,
        outcome=counted.outcome,
        peers=None if peers is None else _without(peers, weeks, begun),
        year_ago=None if np.isnan(year_ago.events).any() else _without(year_ago, weeks, begun),
    )
    return Found(begun, metric, found)


def _weeks(begun: Begun, reader: Reader) -> list[Period]:
    """Half a year before the start, and after it up to the end of the begun."""
    running = period_of(reader.today, grain=Grain.WEEK, calendar=reader.calendar).starts_on
    until = min(running, begun.ends_on or running, begun.starts_on + MOST_WEEKS_AFTER * ONE_WEEK)
    if until <= begun.starts_on:
        return []
    since = begun.starts_on - WEEKS_BEFORE * ONE_WEEK
    found = periods_between(since=since, until=until, grain=Grain.WEEK, calendar=reader.calendar)
    last = min(running, begun.ends_on or running)
    return [week for week in found if week.ends_on <= last]


def _known(weeks: list[Period], metric: MetricDefinition, reader: Reader) -> list[Period]:
    """A week of which facts are still to come would look like one in which nothing was done."""
    until = known_until(metric.key, reader)
    return [week for week in weeks if week.ends_on <= until] or weeks


def _without(series: Series, weeks: Sequence[Period], begun: Begun) -> Series:
    """A week in whose middle it began belongs to neither side."""
    cut = np.array([week.contains(begun.starts_on) and week.starts_on < begun.starts_on for week in weeks])
    return Series(np.where(cut, np.nan, series.events), np.where(cut, 0.0, series.exposure))


def _counted(metric: MetricDefinition, reader: Reader) -> Counted | None:
    if _is_balance(metric, reader):
        return None
    if (parts := metric.counted_parts(reader.definitions)) is not None:
        return Counted(Outcome.SHARE, *parts)
    grows = Nature.of(metric, reader.definitions).additive
    return Counted(Outcome.RATE, metric.key, None) if metric.unit is Unit.COUNT and grows else None


def _is_balance(metric: MetricDefinition, reader: Reader) -> bool:
    """Whether something is taken off in it: what came in less what went out is no count of events."""
    found = (one.computation for one in closure([metric.key], reader.definitions))
    return any(isinstance(how, Arithmetic) and how.operation in BALANCES for how in found)


def _peers(begun: Begun, days: Period) -> list[Team]:
    """Teams without teams below them that are neither the treated one, nor around it, nor change the same meanwhile."""
    team = begun.team
    if team is None:
        return []
    teams = list(Team.objects.active())
    parents = {one.pk: one.parent_id for one in teams}
    above = {pk for pk in parents if team.pk in ids_below({pk}, parents)}
    around = ids_below({team.pk}, parents) | above
    doing = _doing(begun, days, parents)
    whole = set(parents.values())
    return [one for one in teams if one.pk not in around | doing and one.pk not in whole]


def _doing(begun: Begun, days: Period, parents: Mapping[int, int | None]) -> set[int]:
    """Teams, with those below them, that begin or end something for the same metric within the days."""
    rivals = Initiative.objects.current().filter(kpi__metric_key=begun.metric_key).exclude(pk=begun.initiative or 0)
    rivals = rivals.filter(
        Q(starts_on__gt=days.starts_on, starts_on__lt=days.ends_on)
        | Q(ends_on__gt=days.starts_on, ends_on__lt=days.ends_on)
    )
    planned = rivals.select_related("team", "kpi__team", "kpi__goal__team")
    owners = [*(one.team or owner_team(one.kpi) for one in planned), *begun.others]
    if None in owners:
        return set(parents)
    return ids_below({one.pk for one in owners if one is not None}, parents)


@dataclass(frozen=True)
class _Look:
    """Weeks that begin before the team's first fact are unknown, not empty."""

    question: Question
    counted: Counted
    weeks: Sequence[Period]
    reader: Reader
    known_from: date

    def of_team(self, team: Team | None, *, back: timedelta = timedelta(0)) -> Series:
        where = {} if team is None else {"team": [team.key]}
        days = Period(self.weeks[0].starts_on - back, self.weeks[-1].ends_on - back)
        found = self.question.past_series(self.counted.keys, days=days, grain=Grain.WEEK, where=where)
        unknown = np.array([week.starts_on - back < self.known_from for week in self.weeks])
        events = np.where(unknown, np.nan, _array(found[self.counted.events]))
        if self.counted.trials is not None:
            return _shares(events, _array(found[self.counted.trials]))
        return Series(events, self._hours([team], back=back)[0])

    def of_peers(self, teams: Sequence[Team]) -> Series | None:
        """Those with anything of the metric at all."""
        if not teams:
            return None
        days = Period(self.weeks[0].starts_on, self.weeks[-1].ends_on)
        found = self.question.ask(
            self.counted.keys, since=days.starts_on, until=days.ends_on, where={}, grain=Grain.WEEK, by=("team",)
        )
        events, trials = (
            np.array([[_number(found.at(key, (team.key,), period=week)) for week in found.periods] for team in teams])
            for key in (self.counted.events, self.counted.trials or self.counted.events)
        )
        doing = np.nan_to_num(events).sum(axis=1) > 0
        if not doing.any():
            return None
        if self.counted.trials is not None:
            return _shares(events[doing], trials[doing])
        return Series(events[doing], self._hours(list(teams))[doing])

    def _hours(self, teams: Sequence[Team | None], *, back: timedelta = timedelta(0)) -> Numbers:
        """Working time of each team and those below it in each week, shape (n_teams, n_weeks). [h]"""
        days = Period(self.weeks[0].starts_on - back, self.weeks[-1].ends_on - back)
        people: list[Person] = people_in(None, days)
        hours = hours_of(people, organisation=self.reader.organisation, period=days).hours
        parents = dict(Team.objects.order_by().values_list("pk", "parent_id"))
        bounds = np.cumsum([0, *(week.days for week in self.weeks)])[:-1]
        found = []
        for team in teams:
            ids = None if team is None else ids_below({team.pk}, parents)
            here = (hours * presence(people, team_ids=ids, period=days)).sum(axis=0)
            found.append(np.add.reduceat(here, bounds))
        return np.array(found)


def _shares(events: Numbers, trials: Numbers) -> Series:
    """Where there were more successes than trials in a week, they are of other weeks: it does not count."""
    odd = events > trials
    return Series(np.where(odd, np.nan, events), np.where(odd, 0.0, np.nan_to_num(trials)))


def _array(values: Sequence[float | None]) -> Numbers:
    return np.array([_number(value) for value in values], dtype=np.float64)


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
