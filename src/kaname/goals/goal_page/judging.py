"""The lines of a KPI, each judged by its own target and working time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from kaname.facts.asking.question import Number
from kaname.goals.elapsed import figure_of
from kaname.goals.figures import Figure, for_part
from kaname.goals.goal_page.strain import threshold_of_team
from kaname.goals.goal_page.working import Working
from kaname.goals.journal import Journal
from kaname.goals.kpi_tree.scaling import grows_with_time
from kaname.goals.outlooks import EndOutlook, Outlooks
from kaname.goals.reader import Reader
from kaname.goals.targets import ResolvedTarget
from kaname.measures.direction import Direction
from kaname.measures.overload import Threshold, overload
from kaname.measures.status import TOO_EARLY_BELOW
from kaname.people.models import Team


@dataclass(frozen=True)
class Judge:
    """Of one metric."""

    metric_key: str
    working: Working
    loaded_at: datetime | None
    reader: Reader
    journal: Journal

    def of_whole(self, actual: Number | None) -> Figure:
        """The team whose KPI it is."""
        target, key = self.working.targets.team.get(self.metric_key), self.working.team.key if self.working.team else ""
        return self._judged(actual, target, self.working.elapsed.share, self._ends.get((self.metric_key, key, "")))

    def of_team(self, team: Team, actual: Number | None) -> Figure | None:
        """A team below with those below it; None where there is neither a number nor a target."""
        target = self.working.targets.teams.get((self.metric_key, team.key))
        if (target is None and not actual) or (target is not None and not target.is_own and actual is None):
            return None
        share = self.working.share_of_team(self.working.teams.within(team))
        return self._judged(actual, target, share, self._ends.get((self.metric_key, team.key, "")))

    def of_person(self, row: int, actual: Number | None, *, is_present: bool) -> Figure | None:
        """A person with a target of their own, or with numbers: a part of the team's is none of those who do other
        work."""
        working = self.working
        target: ResolvedTarget | None = working.targets.people.get((self.metric_key, working.crew.people[row].key))
        share = working.share_of_person(row)
        is_theirs = target is not None and (target.is_own or share < TOO_EARLY_BELOW)
        if not is_present and not is_theirs:
            return None
        part = working.part_of_person(row, working.teams.within(working.team))
        if target is not None and self._additive:
            target = for_part(target, part=part)
        end = self._ends.get((self.metric_key, "", working.crew.people[row].key)) if part >= 1 else None
        return self._judged(actual, target, share, end)

    def is_too_much(self, row: int, figure: Figure) -> bool:
        """Whether what remains asks more of an hour than 9 of 10 comparable people ever reached."""
        remaining = figure.remaining
        if self.working.elapsed.over or remaining is None or remaining <= 0 or not self._grows:
            return False
        left = self.working.hours_left(row)
        rate = remaining / left if left > 0 else float("inf")
        return bool(overload(required_rate=rate, threshold=self._threshold))

    @cached_property
    def _threshold(self) -> Threshold:
        working = self.working
        return threshold_of_team(
            self.metric_key, working.team, working.period, reader=self.reader, journal=self.journal
        )

    @cached_property
    def _additive(self) -> bool:
        return self.reader.definitions[self.metric_key].additive(self.reader.definitions)

    @cached_property
    def _grows(self) -> bool:
        known = self.reader.definitions
        return known[self.metric_key].direction is Direction.HIGHER and grows_with_time(self.metric_key, known)

    @cached_property
    def _ends(self) -> Outlooks:
        return self.reader.outlooks_in(self.working.period)

    def _judged(
        self, actual: Number | None, target: ResolvedTarget | None, share: float, end: EndOutlook | None
    ) -> Figure:
        return figure_of(
            self.metric_key,
            actual,
            target,
            elapsed=replace(self.working.elapsed, share=share),
            loaded_at=self.loaded_at,
            reader=self.reader,
            outlook=end,
        )
