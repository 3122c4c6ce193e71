"""One search: which periods, which series against which number, and what was found as rows of the ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from kaname.insights.drivers.capacity import SERIES as WORKING_TIME
from kaname.insights.drivers.capacity import Capacity
from kaname.insights.drivers.course import course_of
from kaname.insights.drivers.gathering import OTHER_TEAMS, Gathered, Gathering, Series
from kaname.insights.drivers.targets import Sought, arithmetic_of, twins_of
from kaname.insights.models import Driver, DriverSearch
from kaname.measures.drivers import result
from kaname.measures.drivers.drivers import drivers
from kaname.measures.drivers.limits import LEAST_PERIODS
from kaname.measures.drivers.result import Step

Numbers = NDArray[np.float64]
# On how many of the open days something has to happen, so that days tell more than weeks. [ratio]
DAILY_FROM = 0.5
LONGEST_LIKE = 300
SAME = frozenset({result.Reason.SAME_AS_TARGET, result.Reason.SAME_AS_PART})


@dataclass(frozen=True)
class Span:
    """The periods that count: from the number's first to its last known one, without days on which nobody works."""

    step: Step
    target: Numbers
    places: NDArray[np.int64]

    @property
    def is_enough(self) -> bool:
        return int(np.isfinite(self.target[self.places]).sum()) >= LEAST_PERIODS[self.step]


@dataclass(frozen=True)
class Searching:
    """Searches for several numbers among the same series, which are read once for each step."""

    gathering: Gathering
    capacity: Capacity
    at: datetime
    _gathered: dict[Step, Gathered] = field(default_factory=dict)

    def run(self, sought: Sought) -> tuple[DriverSearch, list[Driver]]:
        span = self.span_of(sought)
        search = DriverSearch(
            goal=sought.goal,
            kpi=sought.kpi,
            metric_key=sought.metric_key,
            team_key=sought.key[1],
            step=span.step,
            made_at=self.at,
        )
        if not span.is_enough:
            known = int(np.isfinite(span.target[span.places]).sum())
            search.n, search.missing = known, LEAST_PERIODS[span.step] - known
            return search, []
        return search, self._found(search, sought, span)

    def span_of(self, sought: Sought) -> Span:
        """Days where enough happens on them, else weeks; where those are too few, days again if these suffice."""
        daily = self._span(sought, Step.DAY)
        happens = np.nan_to_num(daily.target[daily.places]) != 0
        if daily.is_enough and happens.size and happens.mean() >= DAILY_FROM:
            return daily
        weekly = self._span(sought, Step.WEEK)
        return daily if daily.is_enough and not weekly.is_enough else weekly

    def _span(self, sought: Sought, step: Step) -> Span:
        target = self.gathering.target(sought.metric_key, sought.team, step)
        known = np.flatnonzero(np.isfinite(target))
        places = np.arange(known[0], known[-1] + 1) if known.size else known
        if step is Step.DAY:
            places = places[self.capacity.is_open[places]]
        return Span(step, target, places)

    def gathered(self, step: Step) -> Gathered:
        if step not in self._gathered:
            self._gathered[step] = self.gathering.gathered(step)
        return self._gathered[step]

    def _found(self, search: DriverSearch, sought: Sought, span: Span) -> list[Driver]:
        everything = self.gathered(span.step)
        tree = [
            place
            for place, one in enumerate(everything.series)
            if not one.field and one.metric_key in sought.tree and one.metric_key != sought.metric_key
        ]
        starts, hours = everything.starts[span.places], self.capacity.of(span.step)[:, span.places]
        values, target = everything.values[:, span.places], span.target[span.places]
        definitions = self.gathering.definitions
        outside = outside_of(everything.series, arithmetic_of(sought, definitions))
        named, candidates = [everything.series[place] for place in outside], values[outside]
        others = self.gathering.of_other_teams(sought.metric_key, sought.team, span.step)
        if others is not None:
            named.append(Series(sought.metric_key, OTHER_TEAMS))
            candidates = np.vstack([candidates, others[span.places]])

        def drive(candidates: Numbers, **more: Numbers) -> result.Drivers:
            off = self.capacity.days_off(span.step)[span.places]
            return drivers(target=target, candidates=candidates, starts=starts, step=span.step, holidays=off, **more)

        def drive_beside(candidates: Numbers) -> result.Drivers:
            """Who works more does more of everything: that is taken out, and looked at by itself."""
            return drive(candidates, parts=values[tree], given=hours[:1])

        among = drive_beside(candidates)
        if same := same_as_known(among, named):
            made = frozenset[str]().union(*(twins_of(key, definitions) for key in same))
            kept = [place for place, one in enumerate(named) if not _is_double(one, same, made)]
            named, candidates = [named[place] for place in kept], candidates[kept]
            among = drive_beside(candidates)
        working = drive(hours)
        search.starts_on, search.ends_on = starts[0].item(), starts[-1].item()
        search.held_out_from = starts[min(among.held_out_from, len(starts) - 1)].item()
        search.n, search.smallest_seen = among.n, among.smallest_seen
        search.n_tested = among.n_tested + working.n_tested
        parts = [everything.series[place] for place in tree]
        rows = Rows(search, named, parts, candidates, target, starts)
        of_time = Rows(search, WORKING_TIME, (), hours, target, starts)
        return [*rows.of(among), *of_time.of(working, after=len(among.found))]


def outside_of(series: Sequence[Series], arithmetic: Collection[str]) -> list[int]:
    """The places of what is no arithmetic."""
    return [place for place, one in enumerate(series) if one.metric_key not in arithmetic]


def same_as_known(found: result.Drivers, series: Sequence[Series]) -> set[str]:
    """Metrics that turned out to move just as the number or a part of it: theirs is the same arithmetic."""
    same = (series[one.place] for one in found.refused if one.reason in SAME)
    return {one.metric_key for one in same if not one.field}


def _is_double(one: Series, same: Collection[str], made: Collection[str]) -> bool:
    """Whether it is made of a metric that is the same: a rate of it, or some of it. The metric itself is refused."""
    return one.metric_key in made and one.field != OTHER_TEAMS and not (one.metric_key in same and not one.field)


@dataclass(frozen=True)
class Rows:
    """What statistics say by place, said by name."""

    search: DriverSearch
    series: Sequence[Series]
    parts: Sequence[Series]
    values: Numbers
    target: Numbers
    starts: NDArray[np.datetime64]

    def of(self, found: result.Drivers, after: int = 0) -> list[Driver]:
        drivers = [self._driver(one, rank) for rank, one in enumerate(found.found, start=after + 1)]
        return [*drivers, *(self._refused(one) for one in found.refused)]

    def _driver(self, one: result.Driver, rank: int) -> Driver:
        return Driver(
            search=self.search,
            **vars(self.series[one.place]),
            rank=rank,
            lag=one.lag,
            lag_low=one.lag_low,
            lag_high=one.lag_high,
            width=one.width,
            per=one.size.per,
            size=one.size.change,
            size_low=one.size.low,
            size_high=one.size.high,
            is_relative=one.size.is_relative,
            frequency=one.frequency,
            quarters_agreeing=one.quarters_agreeing,
            quarters=one.quarters,
            p_held_out=one.p_held_out,
            grade=one.grade,
            n=one.n,
            course=course_of(self.target, self.values[one.place], lag=one.lag, starts=self.starts),
        )

    def _refused(self, one: result.Refused) -> Driver:
        names = self.parts if one.reason is result.Reason.SAME_AS_PART else self.series
        like = names[one.like] if one.like is not None and one.like < len(names) else None
        return Driver(
            search=self.search,
            **vars(self.series[one.place]),
            reason=one.reason,
            like="\t".join(vars(like).values())[:LONGEST_LIKE] if like else "",
            missing=one.missing,
            lag=one.lag,
        )
