"""The series that may drive a goal, as arrays of days or weeks: metrics, their segments, and working time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.facts.asking.question import Question
from kaname.facts.metrics.definition import Entered, FromFacts, Measure, MetricDefinition, closure, streams_of
from kaname.facts.query.result import Result
from kaname.measures.drivers.result import Step
from kaname.measures.periods import ONE_DAY, Grain, Period
from kaname.people.models import Organisation, Team

Numbers = NDArray[np.float64]
GRAINS = {Step.DAY: Grain.DAY, Step.WEEK: Grain.WEEK}
# Where a segment may lead: through which channel or campaign, from which industry.
SEGMENTS: Mapping[str, tuple[str, ...]] = {
    "web_traffic": ("channel", "campaign"),
    "lead_changes": ("channel", "industry"),
    "activities": ("industry",),
}
# How many series are held against a goal: the metrics, then the largest segments.
MOST_SERIES, MOST_OF_A_FIELD = 200, 12
# Longer ones are texts and no names; the ledger does not keep them.
LONGEST_VALUE = 200
# What is counted anew over all facts for each day costs more than it tells.
COSTLY = frozenset({Measure.DISTINCT, Measure.MEDIAN})


# Stands for the field where a series is the same metric of all other teams: what the market does to all alike.
OTHER_TEAMS = "other_teams"


@dataclass(frozen=True)
class Series:
    """One of them: a metric, its facts with `value` in `field` or of OTHER_TEAMS, or without a metric working time."""

    metric_key: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True)
class Gathered:
    """`values` has shape (n_series, n_periods), NaN where nothing is known; `starts` are the periods' first days."""

    series: tuple[Series, ...]
    values: Numbers
    starts: NDArray[np.datetime64]


@dataclass(frozen=True)
class Gathering:
    """Reads them in as few questions as there are streams and fields; `days` are over, and whole weeks."""

    question: Question
    organisation: Organisation
    days: Period
    today: date

    @property
    def definitions(self) -> Mapping[str, MetricDefinition]:
        return self.question.definitions

    def target(self, key: str, team: Team | None, step: Step) -> Numbers:
        """Shape (n_periods,)."""
        where = {} if team is None else {"team": [team.key]}
        asked = self.question.past_series([key], days=self.days, grain=GRAINS[step], where=where)
        values = np.array([asked[key]], dtype=np.float64)
        found: Numbers = self._known([key], values, self._starts(step))[0]
        return found

    def of_other_teams(self, key: str, team: Team | None, step: Step) -> Numbers | None:
        """What the rest of the organisation did, shape (n_periods,); None where that does not follow by subtraction."""
        if team is None or not self.definitions[key].additive(self.definitions):
            return None
        rest = self.target(key, None, step) - np.nan_to_num(self.target(key, team, step))
        return rest if np.nan_to_num(rest).any() else None

    def gathered(self, step: Step) -> Gathered:
        """All of them, the same for every goal."""
        starts = self._starts(step)
        metrics = self._metrics(starts, step)
        room = MOST_SERIES - len(metrics[0])
        segments = sorted(self._segments(starts, step), key=lambda one: -int((np.nan_to_num(one[1]) != 0).sum()))[:room]
        values = [metrics[1], *(one[1][None] for one in segments)]
        return Gathered((*metrics[0], *(one[0] for one in segments)), np.vstack(values), starts)

    def _metrics(self, starts: NDArray[np.datetime64], step: Step) -> tuple[list[Series], Numbers]:
        keys = self._usable[:MOST_SERIES]
        if not keys:
            return [], np.empty((0, len(starts)))
        found = self._ask(keys, step)
        values = np.array([found.series(key) for key in keys], dtype=np.float64)
        known = self._known(keys, values, starts)
        return [Series(key) for key in keys], known

    def _segments(self, starts: NDArray[np.datetime64], step: Step) -> Iterator[tuple[Series, Numbers]]:
        for stream, fields in SEGMENTS.items():
            keys = [key for key in self._usable if self._counts(key, stream)]
            for field in fields if keys else ():
                found = self._ask(keys, step, by=(field,))
                for key in keys:
                    yield from self._largest(key, field, found, starts)

    def _largest(
        self, key: str, field: str, found: Result, starts: NDArray[np.datetime64]
    ) -> Iterator[tuple[Series, Numbers]]:
        groups, grid = found.groups, np.nan_to_num(found.grid(key))
        named = [place for place, group in enumerate(groups) if group[0] is not None and len(group[0]) <= LONGEST_VALUE]
        largest = sorted(named, key=lambda place: -np.abs(grid[place]).sum())[:MOST_OF_A_FIELD]
        if len(named) < 2:  # one segment is the whole
            return
        for place in largest:
            if grid[place].any():
                yield Series(key, field, str(groups[place][0])), self._known([key], grid[[place]].copy(), starts)[0]

    def _ask(self, keys: Sequence[str], step: Step, by: tuple[str, ...] = ()) -> Result:
        return self.question.ask(
            keys, since=self.days.starts_on, until=self.days.ends_on, where={}, grain=GRAINS[step], by=by
        )

    def _counts(self, key: str, stream: str) -> bool:
        metric = self.definitions[key]
        return metric.stream == stream and metric.additive(self.definitions)

    @cached_property
    def _usable(self) -> list[str]:
        """Metrics of which anything was ever loaded, without those that need every fact for each day."""
        return [
            key
            for key, metric in self.definitions.items()
            if self._until(key) is not None and not self._is_costly(metric)
        ]

    def _is_costly(self, metric: MetricDefinition) -> bool:
        parts = (one.computation for one in closure([metric.key], self.definitions))
        return any(isinstance(how, FromFacts) and how.measure in COSTLY for how in parts)

    def _until(self, key: str) -> date | None:
        """The first day of which nothing can be known."""
        loads = [self.question.facts.loaded_at(stream) for stream in streams_of([key], self.definitions)]
        known = [at for at in loads if at is not None]
        if not loads or len(known) < len(loads):
            return None
        return min(self.today, self.organisation.today(min(known)) + ONE_DAY)

    def _known(self, keys: Sequence[str], values: Numbers, starts: NDArray[np.datetime64]) -> Numbers:
        """Nothing is known before the first fact, after the last load, and of numbers typed after the last of them."""
        for row, key in enumerate(keys):
            seen = np.flatnonzero(np.nan_to_num(values[row]) != 0)
            first, last = (seen[0], seen[-1]) if len(seen) else (values.shape[1], -1)
            values[row, :first] = np.nan
            if isinstance(self.definitions[key].computation, Entered):
                values[row, last + 1 :] = np.nan
            values[row, starts >= np.datetime64(self._until(key) or date.min)] = np.nan
        return values

    def _starts(self, step: Step) -> NDArray[np.datetime64]:
        days = np.arange(np.datetime64(self.days.starts_on), np.datetime64(self.days.ends_on))
        return days if step is Step.DAY else days[::7]
