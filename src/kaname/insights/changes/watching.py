"""Which of the watched groups have left their level, by the statistic that fits the metric."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from kaname.insights.changes.groups import Group
from kaname.insights.changes.numbers import Daily
from kaname.insights.changes.setting import Numbers
from kaname.insights.series import Kind as Nature
from kaname.measures.changes.scan import Kind, Places
from kaname.measures.changes.watching import Watched, watch

# What moved: the metric itself, or of a sum how many there were or how large they are.
LEVEL, NUMBER, SIZE = "level", "number", "size"
# A group of which no fall of less than this would show within a month is watched by stretches of days instead, which
# reach three times as far back. [share; d]
SEEN_BY_DAY, STRETCH = 0.4, 3
# Trials that are dated by another day than their successes are taken over so many days. [d]
RECENT = 28


@dataclass(frozen=True)
class Alarm:
    """One group's change; places are columns of what was watched, `before` and `after` per unit of exposure."""

    group: Group
    aspect: str
    probability: float
    changed_at: int
    first: int
    last: int
    ratio: float
    low: float
    high: float
    before: float
    after: float
    log_change: float
    variance: float
    n_before: float
    n_after: float
    log_odds: float = inf


@dataclass(frozen=True)
class Look:
    """The counts and the exposure that an aspect of a metric is watched by."""

    aspect: str
    kind: Kind
    counts: Numbers
    exposure: Numbers


def looks_of(daily: Daily) -> list[Look]:
    """A rate whose successes are dated by another day than their trials is held against the trials of four weeks."""
    value, events, nature = daily.value, daily.events, daily.parts.kind
    if np.nanmin(value, initial=0.0) < 0 or (events is not None and np.nanmin(events, initial=0.0) < 0):
        return []
    if nature is Nature.RATE and events is not None:
        if np.any(value > events):
            return [Look(LEVEL, Kind.RATE, value, recent_trials(events, daily.hours))]
        return [Look(LEVEL, Kind.SHARE, value, events)]
    if nature is Nature.COUNT or events is None:
        return [Look(LEVEL, Kind.RATE, value, daily.hours)]
    if nature is Nature.SUM:
        return [Look(NUMBER, Kind.RATE, events, daily.hours), Look(SIZE, Kind.MEAN, value, events)]
    return [Look(LEVEL, Kind.MEAN, value, events)]


def recent_trials(trials: Numbers, hours: Numbers) -> Numbers:
    """Trials of the last four weeks for each working hour in them, times the day's hours; NaN in the first weeks."""
    return np.asarray(_trailing(trials) / np.maximum(_trailing(hours), 1e-9) * hours, dtype=np.float64)


def _trailing(values: Numbers) -> Numbers:
    """Sums of so many days before each; NaN until all of these are known."""
    total = np.cumsum(np.nan_to_num(values), axis=1)
    total = np.hstack([np.zeros((len(values), 1)), total])
    known = np.cumsum(np.hstack([np.zeros((len(values), 1)), np.isfinite(values)]), axis=1)
    found = np.full(values.shape, np.nan)
    found[:, RECENT:] = total[:, RECENT:-1] - total[:, : -RECENT - 1]
    found[:, RECENT:][known[:, RECENT:-1] - known[:, : -RECENT - 1] < RECENT] = np.nan
    return found


def alarms_in(look: Look, groups: tuple[Group, ...], *, weekday: Places, looks: int) -> list[Alarm]:
    """Every group whose level has changed, by days; where little happens, by stretches of three days."""
    prior = priors_of(groups, looks=looks)
    by_day = watch(counts=look.counts, exposure=look.exposure, kind=look.kind, weekday=weekday, prior=prior)
    quiet = by_day.is_refused | ~(by_day.would_see <= SEEN_BY_DAY)
    # What seems to begin where the days end that can be told apart began before them.
    early = by_day.is_alarm & (by_day.first <= by_day.candidates[0] + 1)
    found = list(_alarms(by_day, look, groups, ~(quiet | early)))
    if (quiet | early).any():
        slow = Look(look.aspect, look.kind, together(look.counts), together(look.exposure))
        seen = watch(counts=slow.counts, exposure=slow.exposure, kind=slow.kind, prior=prior)
        found += [_in_days(one, look.counts.shape[1]) for one in _alarms(seen, slow, groups, quiet | early)]
        found += _alarms(by_day, look, groups, early & ~quiet & ~(seen.is_alarm & ~seen.is_refused))
    return found


def priors_of(groups: tuple[Group, ...], *, looks: int) -> Numbers:
    """Before the data: as likely as not that nothing changed in any team, in any value of a field, in any cell."""
    kinds = [(group.is_cell, "" if group.is_cell else group.field) for group in groups]
    many = Counter(kinds)
    odds = np.array([1 / (many[kind] * looks) for kind in kinds])
    return np.asarray(odds / (1 + odds), dtype=np.float64)


def together(values: Numbers) -> Numbers:
    """Sums of three days each, ending with the last; NaN where one of them is not known."""
    begin = values.shape[1] % STRETCH
    return np.asarray(values[:, begin:].reshape(len(values), -1, STRETCH).sum(axis=2), dtype=np.float64)


def _in_days(alarm: Alarm, n_days: int) -> Alarm:
    begin = n_days % STRETCH
    first, last = alarm.first * STRETCH + begin, alarm.last * STRETCH + begin + STRETCH - 1
    return replace(alarm, changed_at=alarm.changed_at * STRETCH + begin, first=first, last=last)


def _alarms(found: Watched, look: Look, groups: tuple[Group, ...], among: NDArray[np.bool_]) -> Iterator[Alarm]:
    for place in np.flatnonzero(found.is_alarm & ~found.is_refused & among):
        one = int(place)
        numbers = (found.ratio[one], found.low[one], found.high[one], found.log_change[one], found.variance[one])
        if all(isfinite(value) for value in numbers):
            yield Alarm(
                groups[one], look.aspect, float(found.probability[one]), int(found.changed_at[one]),
                int(found.first[one]), int(found.last[one]), float(found.ratio[one]), float(found.low[one]),
                float(found.high[one]), float(found.before[one]), float(found.after[one]),
                float(found.log_change[one]), float(found.variance[one]), float(found.n_before[one]),
                float(found.n_after[one]), float(found.log_odds[one]),
            )  # fmt: skip
