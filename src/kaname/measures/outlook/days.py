"""The days that an outlook rests on and those that it is for. See docs/measures/outlook.md."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.measures.season import MONTHS, Season
from kaname.measures.working_time import Days, Hours, weekdays_of

# One year cannot tell season from chance.
LEAST_YEARS = 2
# A month in which nothing ever came is not divided by. [ratio]
LEAST_INDEX = 0.05

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class OpenPeriod:
    """Units (people, teams, or one series), and the days from the start of their history to the end of the period.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (n_days,)
        In a row; the last one is the last day of the period. A year of history is plenty.
    hours : ndarray, shape (n_units, n_days)
        Working time, 0 on leave, holidays and days before joining. A unit without any (all 0 or NaN) is taken by
        calendar days, one for each. A day with unknown hours (NaN) says nothing; if it is still ahead there is no
        outlook. [h]
    closed : ndarray of bool, shape (n_days,)
        Public and company holidays; where somebody works on them, what they bring is learned.
    teams : ndarray of int, shape (n_units,)
        Units with the same number lend each other their level, weekdays and noise.
    starts_on : date
        The first day of the period.
    origin : date
        The first day that is not over; the days before it are known.
    season : ndarray, shape (n_days,), or None
        What an hour brings at that time of the year beside others, from two years or more (`season_of_days`). [ratio]

    Raises
    ------
    ValueError
        If shapes differ, days are not in a row, or the period does not lie within them.
    """

    days: Days
    hours: Hours
    closed: Flags
    teams: Whole
    starts_on: date
    origin: date
    season: Numbers | None = None

    def __post_init__(self) -> None:
        n_units, n_days = self.hours.shape
        if self.days.shape != (n_days,) or self.closed.shape != (n_days,) or self.teams.shape != (n_units,):
            raise ValueError("hours of every unit and day, closed of every day, a team of every unit")
        if self.season is not None and (self.season.shape != (n_days,) or not np.all(self.season > 0)):
            raise ValueError("a season of every day, above 0")
        if n_days == 0 or np.any(np.diff(self.days.astype(np.int64)) != 1):
            raise ValueError("days are in a row")
        if not 0 <= self.first < n_days or not self.first <= self.n_before <= n_days:
            raise ValueError("the period begins within the days, and the origin lies within the period")

    @cached_property
    def first(self) -> int:
        """Place of the period's first day."""
        return int((np.datetime64(self.starts_on, "D") - self.days[0]).astype(int))

    @cached_property
    def n_before(self) -> int:
        """How many days are over; the values have this length."""
        return int((np.datetime64(self.origin, "D") - self.days[0]).astype(int))

    @cached_property
    def weekdays(self) -> Whole:
        return weekdays_of(self.days)

    @cached_property
    def by_calendar(self) -> Flags:
        """Whether a unit has no working time at all, so that its days count alike. Shape (n_units,)."""
        return np.logical_not((np.nan_to_num(self.hours) > 0).any(axis=1, keepdims=True))[:, 0]

    @cached_property
    def exposure(self) -> Hours:
        """Working time times season; NaN where unknown. [h or days]"""
        return self.time if self.season is None else self.time * self.season

    @cached_property
    def time(self) -> Hours:
        """Working time, or 1 for each day where there is none at all; NaN where unknown. [h or days]"""
        return np.where(self.by_calendar[:, np.newaxis], 1.0, self.hours)

    def checked(self, values: Numbers) -> Numbers:
        """The values if they are one for each unit and day before the origin. Raises ValueError if not."""
        if values.shape != (len(self.hours), self.n_before):
            raise ValueError(f"values of {len(self.hours)} units on {self.n_before} days, not the shape {values.shape}")
        if np.isinf(values).any():
            raise ValueError("values are finite, or NaN where nothing is known")
        return values

    def ahead(self, values: Numbers) -> Flags:
        """Days of the period whose value is still open: to come, or over and not known. Shape (n_units, n_days)."""
        is_open = np.zeros(self.hours.shape, dtype=bool)
        is_open[:, self.n_before :] = True
        is_open[:, self.first : self.n_before] = np.isnan(values[:, self.first :])
        return is_open

    def achieved(self, values: Numbers) -> Numbers:
        """The sum of what is known of the period, shape (n_units,)."""
        total: Numbers = np.nansum(values[:, self.first :], axis=1)
        return total


def season_of_days(*, days: Days, season: Season) -> Numbers | None:
    """What an hour of each day brings for its month, shape (n_days,); None with less than two years.

    The season has to be from months before the period, in a replay too. [ratio]
    """
    if season.years < LEAST_YEARS:
        return None
    of_day: Numbers = np.array(season.indices)[days.astype("datetime64[M]").astype(np.int64) % MONTHS]
    return np.maximum(of_day, LEAST_INDEX)


def per_team(numbers: Numbers, teams: Whole) -> Numbers:
    """For every unit the sum over its team, in the shape of `numbers`, (n_units, ...)."""
    known, place = np.unique(teams, return_inverse=True)
    if numbers.ndim == 1:
        sums = np.bincount(place, weights=numbers, minlength=known.size).astype(np.float64)
        return sums[place]
    belongs = (place == np.arange(known.size)[:, np.newaxis]).astype(np.float64)
    return np.tensordot(belongs, numbers, axes=1)[place]


def divided(above: Numbers, below: Numbers, *, otherwise: float = 0.0) -> Numbers:
    """The ratio, or `otherwise` where there is nothing to divide by; shapes are broadcast."""
    ratio: Numbers = np.full(np.broadcast_shapes(np.shape(above), np.shape(below)), otherwise)
    return np.divide(above, below, out=ratio, where=below > 0)
