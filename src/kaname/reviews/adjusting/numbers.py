"""The numbers behind the check of a KPI: its target, what came of it, and its past months beside those of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.actuals import actual_values, asking
from kaname.goals.elapsed import Elapsed, elapsed_of, known_until
from kaname.goals.kgi.capacity import hours_of_periods
from kaname.goals.kpi_tree.months import PastMonths, past_months
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.models import Goal, Kpi, Target
from kaname.goals.queries import targets_for
from kaname.goals.reader import Reader
from kaname.goals.targets import ResolvedTarget
from kaname.measures.attainment import attainment
from kaname.measures.direction import Direction
from kaname.measures.periods import Grain, Period
from kaname.people.models import Team
from kaname.people.queries import people_in
from kaname.people.working_hours import hours_of, presence

Values = NDArray[np.float64]
LATEST_MONTHS = 4
"""So many months are held against their targets."""
MOST_TEAMS = 24
"""Whose months say whether everybody moved at once."""


@dataclass(frozen=True)
class GoalNumbers:
    """All KPIs of one team under one goal; each number is asked for when a finding needs it first."""

    goal: Goal
    team: Team | None
    keys: tuple[str, ...]
    reader: Reader

    @cached_property
    def elapsed(self) -> Elapsed:
        return elapsed_of(self.team, self.goal.period, self.reader)

    @cached_property
    def past(self) -> PastMonths:
        """The team's complete months of the KPIs and the KGI."""
        return self._months(self.team)

    @cached_property
    def everybody(self) -> PastMonths:
        """The organisation's."""
        return self.past if self.team is None else self._months(None)

    def _months(self, team: Team | None) -> PastMonths:
        keys = list(dict.fromkeys([*self.keys, *self._kgi]))
        asked = {"before": self.known_until, "calendar": self.reader.calendar}
        return past_months(keys, team=team, definitions=self.reader.definitions, **asked)  # type: ignore[arg-type]

    @cached_property
    def known_until(self) -> date:
        """The first day of which some facts are still to come: a month that is not loaded as a whole is no month."""
        found = [known_until(key, self.reader) for key in (*self.keys, *self._kgi)]
        return min((day for day in found if day > date.min), default=self.reader.today)

    @cached_property
    def hours_left(self) -> float:
        """The team's working time of the goal's period of which no facts are there. [h]"""
        if self.known_until >= self.reader.today:
            return self.elapsed.hours_left
        left = Period(max(self.known_until, self.goal.starts_on), self.goal.ends_on)
        return float(hours_of_periods(self.team, [left])[0])

    @property
    def _kgi(self) -> list[str]:
        return [self.goal.metric_key] if self.goal.metric_key in self.reader.definitions else []

    @cached_property
    def targets(self) -> dict[str, ResolvedTarget]:
        """For the goal's whole period."""
        found = targets_for(
            metric_keys=self.keys,
            period=self.goal.period,
            team_key=self.team.key if self.team else None,
            definitions=self.reader.definitions,
        )
        return dict(found.team)

    @cached_property
    def actuals(self) -> dict[str, float | None]:
        """From the beginning of the goal's period until today."""
        until = min(self.reader.today, self.goal.ends_on)
        if until <= self.goal.starts_on:
            return {}
        return actual_values(
            self.keys,
            period=Period(self.goal.starts_on, until),
            team=self.team,
            definitions=self.reader.definitions,
            calendar=self.reader.calendar,
        )

    def grows(self, key: str) -> bool:
        return grows_with_time(key, self.reader.definitions)

    def per_hour(self, key: str) -> Values:
        """Month by month so that more is better: per working hour where it adds up. [unit, or unit per h]"""
        values = self.past.of(key)
        if self.grows(key):
            hours = self.past.hours
            values = np.divide(values, hours, out=np.full(values.shape, np.nan), where=hours > 0)
        lower = self.reader.definitions[key].direction is Direction.LOWER
        return -values if lower else values

    def attainments(self, key: str) -> Values:
        """Of the last complete months, oldest first, NaN where one has no target. [ratio]"""
        definition, values = self.reader.definitions[key], self.past.of(key)[-LATEST_MONTHS:]
        found = []
        for targets, value in zip(self.month_targets, values.tolist(), strict=True):
            target = targets.get(key)
            ratio = None if target is None or np.isnan(value) else attainment_of(value, target, definition)
            found.append(np.nan if ratio is None else ratio)
        return np.array(found, dtype=np.float64)

    @cached_property
    def month_targets(self) -> list[dict[str, ResolvedTarget]]:
        """Of the team for each of the last complete months, by metric."""
        team = self.team.key if self.team else None
        asked = {"metric_keys": self.keys, "team_key": team, "definitions": self.reader.definitions}
        months = self.past.periods[-LATEST_MONTHS:]
        return [dict(targets_for(period=month, **asked).team) for month in months]  # type: ignore[arg-type]

    @cached_property
    def teams(self) -> tuple[list[Team], Values]:
        """Teams without teams below them, and their working time in the past months, shape (n_teams, n_months). [h]"""
        below = Team.objects.active().exclude(parent=None).values("parent")
        teams = list(Team.objects.active().exclude(pk__in=below)[:MOST_TEAMS])
        months = self.past.periods
        whole = Period(months[0].starts_on, months[-1].ends_on)
        people = people_in([team.key for team in teams], whole)
        by_day = hours_of(people, organisation=self.reader.organisation, period=whole).hours
        starts = [(month.starts_on - whole.starts_on).days for month in months]
        hours = np.zeros((len(teams), len(months)))
        for row, team in enumerate(teams):
            here = (by_day * presence(people, team_ids={team.pk}, period=whole)).sum(axis=0)
            hours[row] = np.add.reduceat(here, starts)
        return teams, hours

    def by_team(self, key: str) -> tuple[Values, Values]:
        """What each of these teams came to in the past months, NaN where nothing is known; and its working time.

        Both of shape (n_teams, n_months). [unit of the metric; h]
        """
        teams, hours = self.teams
        months = self.past.periods
        with asking([key], self.reader.definitions, self.reader.calendar) as question:
            found = question.ask(
                [key],
                since=months[0].starts_on,
                until=months[-1].ends_on,
                where={"team": [team.key for team in teams]},
                grain=Grain.MONTH,
                by=("team",),
            )
        values = [[found.at(key, (team.key,), period=month.starts_on) or 0.0 for month in months] for team in teams]
        known = self.everybody.whole[self.everybody.keys.index(key)]
        return np.where(known, np.array(values, dtype=np.float64).reshape(hours.shape), np.nan), hours

    def weekly_hours(self, period: Period) -> float:
        """The team's working time in an average week of the period. [h]"""
        return float(hours_of_periods(self.team, [period])[0]) / period.days * 7

    def target_row(self, key: str) -> Target | None:
        """The target to be revised: of the whole period, else the one that runs now."""
        rows = Target.objects.in_force().filter(metric_key=key, team=self.team, person=None)
        whole = rows.filter(starts_on=self.goal.starts_on, ends_on=self.goal.ends_on).first()
        return whole or rows.in_force_on(self.reader.today).order_by("ends_on").first()


def attainment_of(value: float, target: ResolvedTarget, definition: MetricDefinition) -> float | None:
    return attainment(
        actual=value,
        target=target.value,
        direction=definition.direction,
        upper=target.upper,
        baseline=target.baseline,
    )


def numbers_of(kpis: Sequence[Kpi], *, team: Team | None, reader: Reader) -> list[tuple[GoalNumbers, list[Kpi]]]:
    """KPIs of the same goal together, in their order, with the numbers of this team (None: the organisation)."""
    groups: dict[int, list[Kpi]] = {}
    for kpi in kpis:
        groups.setdefault(kpi.goal_id, []).append(kpi)
    found = []
    for some in groups.values():
        keys = tuple(dict.fromkeys(kpi.metric_key for kpi in some if kpi.metric_key in reader.definitions))
        found.append((GoalNumbers(some[0].goal, team, keys, reader), some))
    return found
