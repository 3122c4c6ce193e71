"""What one metric of a goal is spread by: parts, people, teams and what they did before, read once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from kaname.goals.kpis.carriers import Record
from kaname.goals.models import Goal
from kaname.goals.reader import Reader
from kaname.goals.spreading.crew import Crew, crew_of
from kaname.goals.spreading.parts import Parts, Weights, parts_between, parts_of
from kaname.goals.spreading.records import kept_record
from kaname.goals.spreading.settings import grain_of_sheet, left_out, ramp_up
from kaname.goals.spreading.sharers import Sharer, Takers, sharers_of
from kaname.goals.spreading.teams import TeamTree
from kaname.goals.whole_units import INDIVISIBLE, step_of
from kaname.measures.periods import Period
from kaname.people.models import Team


@dataclass(frozen=True)
class Ground:
    """What the target of one team is handed out by: the parts of the period and who shares."""

    periods: tuple[Period, ...]
    sharers: list[Sharer]
    step: Decimal

    @cached_property
    def weights(self) -> Weights:
        """Capacity, 0 for those who take no share, shape (n_sharers, n_parts). [h]"""
        rows = [one.capacity if one.takes_share else np.zeros(len(self.periods)) for one in self.sharers]
        return np.array(rows).reshape(len(rows), len(self.periods))


class Grounds:
    """Of the team whose number it is (`top`, None: the organisation) and of every team below it."""

    def __init__(self, goal: Goal, metric_key: str, *, top: Team | None, reader: Reader) -> None:
        self.goal, self.metric_key, self.top, self.reader = goal, metric_key, top, reader
        self._of: dict[int | None, Ground] = {}

    def of(self, team: Team | None) -> Ground:
        pk = None if team is None else team.pk
        if pk not in self._of:
            sharers = sharers_of(team, crew=self.crew, teams=self.teams, takers=self.takers)
            self._of[pk] = Ground(self.periods, sharers, self.step)
        return self._of[pk]

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        grain = grain_of_sheet(self.goal, self.metric_key)
        return parts_between(self.goal.period, grain=grain, reader=self.reader)

    @cached_property
    def parts(self) -> Parts:
        """What the whole is spread over time by."""
        return parts_of(self.goal, self.metric_key, team=self.top, periods=self.periods, reader=self.reader)

    @cached_property
    def step(self) -> Decimal:
        return step_of(self.reader.definitions[self.metric_key], currency=self.reader.currency)

    def whole_steps(self, value: Decimal) -> Decimal:
        """As much of a value as can be handed out: of what is indivisible no part of a unit. [unit of the metric]"""
        if self.reader.definitions[self.metric_key].unit not in INDIVISIBLE:
            return value
        return value - value % self.step

    @cached_property
    def teams(self) -> TeamTree:
        return TeamTree.read()

    @cached_property
    def crew(self) -> Crew:
        return crew_of(
            self.top,
            period=self.goal.period,
            parts=self.periods,
            ramp=ramp_up(self.goal),
            teams=self.teams,
            reader=self.reader,
        )

    @cached_property
    def record(self) -> Record:
        return kept_record(self.metric_key, reader=self.reader)

    @cached_property
    def takers(self) -> Takers:
        out = left_out(self.goal, self.metric_key)
        return Takers(self.crew, self.teams, self.record, out, self.top)

    def is_over(self, period: Period) -> bool:
        """Whether what is asked in a part is history: it is over in a goal that counts and runs."""
        goal, today = self.goal, self.reader.today
        return not goal.is_draft and period.ends_on <= today < goal.ends_on
