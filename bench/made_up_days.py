"""A made-up organisation by day: teams, weekdays, holidays, season, trend, shifts of level, leave, noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.measures.outlook.replay import History
from kaname.measures.working_time import weekdays_of

Numbers = NDArray[np.float64]
# New Year, Obon and fixed holidays of Japan; enough to make months unequal.
CLOSED = "01-01 01-02 01-03 02-11 02-23 04-29 05-03 05-04 05-05 08-11 08-13 08-14 08-15 11-03 11-23 12-29 12-30 12-31"


@dataclass(frozen=True)
class World:
    """How lively it is; spreads are those of logarithms."""

    people: int = 300
    team_size: int = 12
    years: int = 3
    per_day: float = 5.0
    dispersion: float = 1.5
    season: float = 0.12
    of_months: float = 0.06
    shock: float = 0.05
    trend: float = 0.15


@dataclass(frozen=True)
class Organisation:
    """`level` is the true mean count of each person and day."""

    history: History
    level: Numbers

    @property
    def n_teams(self) -> int:
        return int(self.history.teams.max()) + 1

    def by_team(self, values: Numbers) -> Numbers:
        return np.stack([values[self.history.teams == team].sum(axis=0) for team in range(self.n_teams)])

    @property
    def teams(self) -> History:
        """The teams' own history: each a unit, comparable with the others."""
        one = np.zeros(self.n_teams, dtype=np.int64)
        return History(self.history.days, self.by_team(self.history.hours), self.history.closed, one)


def organisation(world: World, rng: np.random.Generator) -> Organisation:
    first = np.datetime64("2023-04-01")
    days = np.arange(first, first + int(365.25 * world.years))
    closed = np.isin([str(day)[5:] for day in days], CLOSED.split())
    teams = np.arange(world.people) // world.team_size
    hours = _hours(world, days, closed, rng)
    return Organisation(History(days, hours, closed, teams), np.exp(_log_rates(world, days, teams, rng)) * hours)


def noisy(level: Numbers, *, dispersion: float, rng: np.random.Generator) -> Numbers:
    """Negative binomial counts of this mean, and of so many times its variance by chance."""
    if dispersion <= 1:
        return rng.poisson(level).astype(np.float64)
    size = np.maximum(level / (dispersion - 1), 1e-9)
    return np.where(level > 0, rng.poisson(rng.gamma(size) * (dispersion - 1)), 0).astype(np.float64)


def _hours(world: World, days: NDArray[np.datetime64], closed: NDArray[np.bool_], rng: np.random.Generator) -> Numbers:
    """Contracts of 5.5 to 7.5 h, meetings, and four absences of up to a week a year."""
    works = (weekdays_of(days) < 5) & ~closed
    hours = rng.uniform(5.5, 7.5, (world.people, 1)) * works * rng.uniform(0.85, 1.0, (world.people, days.size))
    for person in range(world.people):
        for start in rng.integers(0, days.size, 4 * world.years):
            hours[person, start : start + rng.integers(1, 6)] = 0
    return hours


def _log_rates(
    world: World, days: NDArray[np.datetime64], teams: NDArray[np.int64], rng: np.random.Generator
) -> Numbers:
    n_teams, n_days = int(teams.max()) + 1, days.size
    months = days.astype("datetime64[M]").astype(int)
    month = months - months[0]
    year = (days - days.astype("datetime64[Y]")).astype(int) / 365
    common = (
        world.season * np.sin(2 * np.pi * year + rng.uniform(0, 6)) + rng.normal(0, world.of_months, 12)[months % 12]
    )
    common = common + rng.normal(0, world.shock, month.max() + 1)[month]
    weekday = (rng.normal(0, 0.12, (n_teams, 7))[teams] + rng.normal(0, 0.05, (world.people, 7)))[:, weekdays_of(days)]
    of_team = rng.normal(0, 0.3, (n_teams, 1)) + rng.normal(0.03, world.trend, (n_teams, 1)) * np.arange(n_days) / 365
    of_team = of_team + rng.normal(0, world.shock, (n_teams, month.max() + 1))[:, month]
    of_team = of_team + _shifts(n_teams, n_days, world.years, often=0.6, size=0.2, rng=rng)
    own = rng.normal(0, 0.3, (world.people, 1)) + _shifts(
        world.people, n_days, world.years, often=0.7, size=0.25, rng=rng
    )
    rates: Numbers = np.log(world.per_day / 6.5) + common + weekday + of_team[teams] + own
    return rates


def _shifts(n: int, n_days: int, years: int, *, often: float, size: float, rng: np.random.Generator) -> Numbers:
    """Changes of level that stay, so often a year."""
    jumps = np.zeros((n, n_days))
    for unit in range(n):
        for place in rng.integers(0, n_days, rng.poisson(often * years)):
            jumps[unit, place] += rng.normal(0, size)
    return jumps.cumsum(axis=1)
