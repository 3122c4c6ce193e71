"""Outlooks as they would have been given in earlier periods, and what came true. See docs/measures/outlook.md."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np

from kaname.measures.direction import Direction
from kaname.measures.outlook.correction import Correction, correction_from, widening
from kaname.measures.outlook.days import Flags, Numbers, OpenPeriod, Whole, divided
from kaname.measures.outlook.outlooks import Outlooks
from kaname.measures.working_time import Days, Hours

SHARES = (0.0, 0.25, 0.5, 0.75)
# A year and a month: as much as holidays need, and no more. [days]
HISTORY = 400
# An 80 % interval of the normal distribution is so many standard deviations wide.
WIDTH = 2.563

# An open period, which of the days are known, what earlier periods taught: the outlooks.
Outlook = Callable[[OpenPeriod, slice, Correction], Outlooks[Any]]


@dataclass(frozen=True)
class History:
    """Days in a row with working time, holidays and teams, as in `OpenPeriod`."""

    days: Days
    hours: Hours
    closed: Flags
    teams: Whole

    @property
    def exposure(self) -> Hours:
        """Working time, or 1 for each day of a unit without any. [h or days]"""
        return np.where((np.nan_to_num(self.hours) > 0).any(axis=1, keepdims=True), self.hours, 1.0)

    def place(self, day: date) -> int:
        return int((np.datetime64(day, "D") - self.days[0]).astype(int))

    def open_period(self, *, starts_on: date, ends_on: date, origin: date) -> tuple[OpenPeriod, slice]:
        """The period as it stood at the origin, and which days were known then. `ends_on` is the day after it."""
        known = slice(max(self.place(origin) - HISTORY, 0), self.place(origin))
        all_days = slice(known.start, self.place(ends_on))
        period = OpenPeriod(
            days=self.days[all_days],
            hours=self.hours[:, all_days],
            closed=self.closed[all_days],
            teams=self.teams,
            starts_on=starts_on,
            origin=origin,
        )
        return period, known


@dataclass(frozen=True)
class Replay:
    """Arrays of shape (n_periods, n_shares, n_units), `ends` (n_periods, n_units); oldest period first.

    `run_rate` goes on as until the origin per working hour, `calendar_rate` per calendar day; at the start of a period
    as in the one before. [unit of the metric]
    """

    bounds: tuple[date, ...]
    shares: tuple[float, ...]
    origins: tuple[tuple[date, ...], ...]
    outlooks: tuple[tuple[Outlooks[Any], ...], ...]
    ends: Numbers
    run_rate: Numbers
    calendar_rate: Numbers

    @property
    def expected(self) -> Numbers:
        return _stacked(self.outlooks, "expected")

    @property
    def low(self) -> Numbers:
        return _stacked(self.outlooks, "low")

    @property
    def high(self) -> Numbers:
        return _stacked(self.outlooks, "high")

    @property
    def achieved(self) -> Numbers:
        return _stacked(self.outlooks, "achieved")

    @property
    def is_refused(self) -> Flags:
        """Whether nothing would have been shown."""
        return np.array(
            [[[j.is_refused for j in one.judgements] for one in row] for row in self.outlooks], dtype=np.bool_
        )

    @property
    def held(self) -> Numbers:
        """1 where the interval held what came true, 0 where not, NaN where there was none."""
        return _held(self.outlooks, self.ends)

    @property
    def standard_misses(self) -> Numbers:
        """What came true minus what was expected, in standard deviations of the outlook that was given."""
        return divided(self.ends[:, np.newaxis] - self.expected, (self.high - self.low) / WIDTH, otherwise=np.nan)

    def chance(self, *, targets: Numbers, direction: Direction, upper: Numbers | None = None) -> Numbers:
        """Probability of the targets, shape (n_periods, n_units), as it would have been given."""
        tops = targets if upper is None else upper
        return np.array(
            [
                [one.chance(target=target, direction=direction, upper=top) for one in row]
                for row, target, top in zip(self.outlooks, targets, tops, strict=True)
            ]
        )

    @property
    def corrections(self) -> dict[float, Correction]:
        """What all these periods teach the next one, by share."""
        learned = _learned(self.outlooks, self.ends)
        return dict(zip(self.shares, learned or [Correction()] * len(self.shares), strict=True))


def replay(
    *,
    history: History,
    bounds: Sequence[date],
    outlook: Outlook,
    above: Numbers,
    below: Numbers | None = None,
    shares: Sequence[float] = SHARES,
) -> Replay:
    """Give the outlook anew at shares of earlier periods, each from the days before it alone.

    The correction, too, is the one that the periods before had taught by then.

    Parameters
    ----------
    history : History
    bounds : sequence of date
        Where the periods start, oldest first, and the day after the last one: n_periods + 1 days.
    outlook : callable
        Makes the outlooks of an open period from the known days, e.g. with `count_outlooks`.
    above : ndarray, shape (n_units, n_days)
        What is counted or summed up. [unit]
    below : ndarray, shape (n_units, n_days), or None
        What it is divided by, where the metric is a rate or an average.
    shares : sequence of float
        Of the calendar days of a period. [0-1]

    Raises
    ------
    ValueError
        If the periods do not lie within the days, or are not in order.
    """
    places = [history.place(day) for day in bounds]
    if len(bounds) < 2 or places[0] < 0 or places[-1] > history.days.size or np.any(np.diff(places) <= 0):
        raise ValueError("periods lie one after the other within the days")
    rows: list[tuple[Outlooks[Any], ...]] = []
    origins: list[tuple[date, ...]] = []
    ends = _ends(places, above, below)
    for start, end in pairwise(bounds):
        asked = tuple(history.days[_origin(history, start, end, share)].item() for share in shares)
        learned = _learned(rows, ends[: len(rows)]) or [Correction()] * len(shares)
        found = [
            outlook(*history.open_period(starts_on=start, ends_on=end, origin=origin), correction)
            for origin, correction in zip(asked, learned, strict=True)
        ]
        rows.append(tuple(found))
        origins.append(asked)
    rates = [
        _run_rates(history.place(origin), places, period, _Sums(above, below, time))
        for time in (history.exposure, np.ones_like(history.hours))
        for period, row in enumerate(origins)
        for origin in row
    ]
    run_rate, calendar_rate = np.array(rates).reshape(2, len(rows), len(shares), -1)
    return Replay(tuple(bounds), tuple(shares), tuple(origins), tuple(rows), ends, run_rate, calendar_rate)


def _origin(history: History, start: date, end: date, share: float) -> int:
    first, last = history.place(start), history.place(end)
    return min(first + round(share * (last - first)), last - 1)


def _learned(rows: Sequence[Sequence[Outlooks[Any]]], ends: Numbers) -> list[Correction]:
    """The correction of each share, as far as there are too few periods that of all shares together."""
    if not rows:
        return []
    expected, noise, sizes = (_stacked(rows, name) for name in ("expected", "noise", "shock_size"))
    misses = ends[:, np.newaxis] - expected
    flat = (len(rows), -1)
    every = correction_from(misses=misses.reshape(flat), noise=noise.reshape(flat), sizes=sizes.reshape(flat))
    found = [
        correction_from(misses=misses[:, at], noise=noise[:, at], sizes=sizes[:, at], before=every)
        for at in range(misses.shape[1])
    ]
    held = np.where(np.isfinite(noise), _held(rows, ends), np.nan)
    return [replace(one, widening=widening(held=held[:, at])) for at, one in enumerate(found)]


def _held(rows: Sequence[Sequence[Outlooks[Any]]], ends: Numbers) -> Numbers:
    low, high, end = _stacked(rows, "low"), _stacked(rows, "high"), ends[:, np.newaxis]
    return np.where(np.isfinite(low) & np.isfinite(end), (low <= end) & (end <= high), np.nan)


def _stacked(rows: Sequence[Sequence[Outlooks[Any]]], name: str) -> Numbers:
    return np.array([[getattr(one, name) for one in row] for row in rows])


def _ends(places: Sequence[int], above: Numbers, below: Numbers | None) -> Numbers:
    """What came true; NaN where a day of the period is not known, or for a rate of nothing. (n_periods, n_units)"""
    pairs = list(pairwise(places))
    sums = np.array([above[:, first:last].sum(axis=1) for first, last in pairs])
    if below is None:
        return sums
    trials = np.array([below[:, first:last].sum(axis=1) for first, last in pairs])
    return divided(sums, trials, otherwise=np.nan)


@dataclass(frozen=True)
class _Sums:
    above: Numbers
    below: Numbers | None
    time: Numbers

    def between(self, first: int, last: int) -> tuple[Numbers, Numbers]:
        """What was brought, and by what it is divided: working time, or a rate's trials."""
        below = self.time if self.below is None else self.below
        return np.nansum(self.above[:, first:last], axis=1), np.nansum(below[:, first:last], axis=1)


def _run_rates(origin: int, places: Sequence[int], period: int, sums: _Sums) -> Numbers:
    first, last = places[period], places[period + 1]
    since = first if origin > first else max(first - (last - first), 0)
    pace = divided(*sums.between(since, origin), otherwise=np.nan)
    return pace if sums.below is not None else pace * np.nansum(sums.time[:, first:last], axis=1)
