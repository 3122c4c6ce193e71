"""What an hour brings now: a level that follows drift, its noise, and how far it is drawn to the team's.

See docs/measures/outlook.md.
"""

from dataclasses import dataclass

import numpy as np

from kaname.measures.outlook.days import Flags, Numbers, OpenPeriod, Whole, divided, per_team
from kaname.measures.outlook.factors import WINDOW, weighted_exposure
from kaname.measures.outlook.half_life import half_lives
from kaname.measures.outlook.shrinkage import spread_between

# Days with which the team's dispersion counts beside the own.
TEAM_DAYS = 20.0
# A level from fewer days is not judged without a team.
LEAST_DAYS = 7
# Who never had one is taken for half an event in the time looked at. [count]
LEAST_EVENT = 0.5
# Where no team is large enough to tell how much its people differ: as much as half of the mean. [ratio, squared]
UNKNOWN_SPREAD = 0.25
# People are never all alike, by chance alone. [ratio, squared]
LEAST_SPREAD = 0.02**2


@dataclass(frozen=True)
class Level:
    """What the remaining part rests on; arrays of shape (n_units,), `weekdays` (n_units, 7), `month_end` (n_days,).

    `own` is the unit's own level and `team` its team's; `rate` is what is used, `weight` how much of it is the own one.
    `effective` is the working time that the own level rests on, `prior` the working time for which the team's counts
    (0 without a team). `hours_left` is the remaining working time, `exposure_left` the same in mean hours (weekdays and
    holidays counted in). A day `half_life` ago counts half. [unit per h; h; ratio]
    """

    rate: Numbers
    own: Numbers
    team: Numbers
    weight: Numbers
    dispersion: Numbers
    effective: Numbers
    prior: Numbers
    weekdays: Numbers
    holiday: float
    month_end: Numbers
    hours_left: Numbers
    exposure_left: Numbers
    n_days: Whole
    half_life: Numbers
    has_team: Flags

    @property
    def uncertainty(self) -> Numbers:
        """Variance of the level relative to its square; 1 where nothing is known (which is not shown)."""
        information = self.rate * (self.effective + self.prior)
        return divided(self.dispersion, information, otherwise=1.0)


def level_of(period: OpenPeriod, values: Numbers, *, whole: bool = True) -> Level:
    """The level of each unit at the origin. `whole` for counts, whose dispersion is at least 1."""
    factors = weighted_exposure(period, values)
    exposure = factors.by_day
    recent = slice(max(period.n_before - WINDOW, 0), period.n_before)
    value, past = values[:, recent], exposure[:, recent]
    known = np.isfinite(value) & np.isfinite(past)
    value, past = np.where(known, value, 0.0), np.where(known, past, 0.0)
    n_days = (past > 0).sum(axis=1)
    dispersion = _dispersion(period, value, past, n_days, whole=whole)
    forgets = half_lives(values=value, exposure=past, dispersion=dispersion, teams=period.teams)
    age = period.n_before - 0.5 - np.arange(recent.start, recent.stop)
    weights = 0.5 ** (age / forgets[:, np.newaxis])
    brought, worked = (value * weights).sum(axis=1), (past * weights).sum(axis=1)
    squared = (past * weights**2).sum(axis=1)
    effective = divided(worked**2, squared)
    own = divided(brought, worked)
    everyone = per_team(worked, period.teams)
    team = divided(per_team(brought, period.teams), everyone)
    prior, has_team = _prior(period, own=own, team=team, dispersion=dispersion, effective=effective, n_days=n_days)
    total = effective + prior
    weight = divided(effective, total)
    least = divided(np.full_like(total, LEAST_EVENT * whole), total)
    is_open = period.ahead(values)
    return Level(
        rate=np.maximum(weight * own + (1 - weight) * team, least),
        own=own,
        team=team,
        weight=weight,
        dispersion=dispersion,
        effective=effective,
        prior=prior,
        weekdays=factors.weekdays,
        holiday=factors.holiday,
        month_end=factors.month_end,
        hours_left=(period.time * is_open).sum(axis=1),
        exposure_left=np.where(is_open, exposure, 0.0).sum(axis=1),
        n_days=n_days,
        half_life=forgets,
        has_team=has_team,
    )


def _dispersion(period: OpenPeriod, value: Numbers, past: Numbers, n_days: Whole, *, whole: bool) -> Numbers:
    """Pearson's statistic per day around the unit's mean, shrunk to the team's."""
    worked = past.sum(axis=1)
    mean = divided(value.sum(axis=1), worked)
    due = mean[:, np.newaxis] * past
    misses = divided((value - due) ** 2, due).sum(axis=1)
    days = np.where(mean > 0, n_days, 0).astype(np.float64)
    everyone = per_team(days, period.teams)
    team = divided(per_team(misses, period.teams), everyone, otherwise=float(whole))
    found: Numbers = (misses + TEAM_DAYS * team) / (days + TEAM_DAYS)
    return np.maximum(found, 1.0) if whole else found


def _prior(
    period: OpenPeriod, *, own: Numbers, team: Numbers, dispersion: Numbers, effective: Numbers, n_days: Whole
) -> tuple[Numbers, Flags]:
    """Working time for which the team's level counts, 0 without others in the team; and whether there are any."""
    found = spread_between(
        values=own,
        chance=divided(dispersion * own, effective),
        usable=(n_days >= LEAST_DAYS) & (effective > 0),
        teams=period.teams,
        relative=True,
    )
    spread = np.maximum(np.nan_to_num(found.size, nan=UNKNOWN_SPREAD), LEAST_SPREAD)
    prior = np.where(found.others, divided(dispersion * team, spread * team**2), 0.0)
    return prior, found.others & (team > 0)
