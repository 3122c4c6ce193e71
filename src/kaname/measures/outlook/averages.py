"""Where averages end: handling time, mean amount. See docs/measures/outlook.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.outlook.correction import Correction
from kaname.measures.outlook.counts import missing_days, remaining_part
from kaname.measures.outlook.days import Numbers, OpenPeriod, divided, per_team
from kaname.measures.outlook.ends import MeanEnds
from kaname.measures.outlook.factors import WINDOW
from kaname.measures.outlook.half_life import USUAL
from kaname.measures.outlook.level import LEAST_DAYS, TEAM_DAYS, Level, level_of
from kaname.measures.outlook.outlooks import Outlooks
from kaname.measures.outlook.shrinkage import spread_between

# Days less than this cannot tell how much they vary. [degrees of freedom]
LEAST_FREEDOM = 3.0
# Units are never all alike. [share of the variance of a value]
LEAST_BETWEEN = 1e-3


@dataclass(frozen=True)
class AverageParts:
    """Arrays of shape (n_units,): the mean of the values to come, and what it was made of.

    `own` and `team` are the present means, `weight` how much of `rest` is the own one, `variance` that of a value (with
    how much days differ), `effective` the number of values that the own mean rests on, `values_left` the expected
    number to come, with its level. [unit; ratio; unit squared; count]
    """

    rest: Numbers
    own: Numbers
    team: Numbers
    weight: Numbers
    variance: Numbers
    effective: Numbers
    values: Numbers
    values_left: Numbers
    level: Level
    correction: Correction


def average_outlooks(
    *,
    period: OpenPeriod,
    sums: Numbers,
    counts: Numbers,
    squares: Numbers | None = None,
    correction: Correction | None = None,
    count_correction: Correction | None = None,
) -> Outlooks[AverageParts]:
    """Expected end, interval and distribution of a mean of values, for every unit.

    Parameters
    ----------
    period : OpenPeriod
    sums, counts : ndarray, shape (n_units, n_before)
        Sum and number of the values of the days before the origin, NaN where nothing is known. [unit; count]
    squares : ndarray, shape (n_units, n_before), or None
        Sum of the squared values, which tells their variance while there are few days. [unit squared]
    correction, count_correction : Correction or None
        Of the mean, and of the number of values; None while there are none.

    Raises
    ------
    ValueError
        If a shape does not fit or a count is negative.
    """
    period.checked(sums)
    if np.any(period.checked(counts) < 0):
        raise ValueError("counts are 0 or more")
    known = np.isfinite(sums) & np.isfinite(counts)
    total, n = np.where(known, sums, 0.0), np.where(known, counts, 0.0)
    level = level_of(period, np.where(known, counts, np.nan))
    within = None if squares is None else np.where(known, np.nan_to_num(period.checked(squares)), 0.0)
    variance = _variance(period, total, n, within)
    own, team, effective, prior = _means(period, total, n, variance)
    weight = divided(effective, effective + prior)
    rest = np.where(effective + prior > 0, weight * own + (1 - weight) * team, np.nan)
    values_left, noise = remaining_part(level)
    corrected = (count_correction or Correction()).variance(noise=noise, size=values_left)
    here = slice(period.first, None)
    values = n[:, here].sum(axis=1)
    parts = AverageParts(
        rest,
        own,
        team,
        weight,
        variance,
        effective,
        values,
        values_left,
        level,
        correction or Correction(),
    )
    return _outlooks(parts, total[:, here].sum(axis=1), prior, corrected)


def _outlooks(parts: AverageParts, total: Numbers, prior: Numbers, of_number: Numbers) -> Outlooks[AverageParts]:
    n, left = parts.values, np.nan_to_num(parts.values_left)
    everything = n + left
    is_open, now = divided(left, everything), divided(total, n)
    rest = np.where(left > 0, parts.rest, now)
    end = divided(total + left * rest, everything)
    of_mean = is_open**2 * divided(parts.variance, parts.effective + prior)
    of_values = divided(parts.variance * left, everything**2)
    by_number = divided((now - rest) * n, everything**2) ** 2 * np.nan_to_num(of_number)
    noise, size = of_mean + of_values + by_number, is_open * np.abs(rest)
    known = (everything > 0) & np.isfinite(end) & np.isfinite(parts.values_left)
    scale = np.sqrt(np.nan_to_num(parts.correction.variance(noise=noise, size=size)))
    freedom = np.maximum(parts.level.n_days - 1.0, LEAST_FREEDOM)
    ends = MeanEnds(np.nan_to_num(end), scale, freedom)
    low, high = ends.interval()
    return Outlooks(
        achieved=np.where(n > 0, now, np.nan),
        expected=np.where(known, end, np.nan),
        low=np.where(known, low, np.nan),
        high=np.where(known, high, np.nan),
        ends=ends,
        noise=noise,
        shock_size=size,
        parts=parts,
        n_days=parts.level.n_days,
        missing_days=missing_days(parts.level),
        known_hours=np.isfinite(parts.level.exposure_left),
    )


def _variance(period: OpenPeriod, total: Numbers, n: Numbers, squares: Numbers | None) -> Numbers:
    """Variance of a value as days show it, so that what whole days have in common counts; shrunk to the team's."""
    mean = divided(total.sum(axis=1), n.sum(axis=1))[:, np.newaxis]
    of_days = (n * (divided(total, n) - mean) ** 2).sum(axis=1)
    freedom = np.maximum((n > 0).sum(axis=1) - 1.0, 0.0)
    everyone = per_team(freedom, period.teams)
    team = divided(per_team(of_days, period.teams), everyone)
    if squares is not None:
        within = per_team((squares - n * divided(total, n) ** 2).sum(axis=1), period.teams)
        values = per_team(np.maximum(n - 1, 0).sum(axis=1), period.teams)
        team = np.maximum(team, divided(np.maximum(within, 0.0), values))
    variance: Numbers = (of_days + TEAM_DAYS * team) / (freedom + TEAM_DAYS)
    return variance


def _means(
    period: OpenPeriod, total: Numbers, n: Numbers, variance: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The present own and team's mean, the values that the own one rests on, and those for which the team's counts."""
    recent = slice(max(period.n_before - WINDOW, 0), period.n_before)
    weights = 0.5 ** ((period.n_before - 0.5 - np.arange(recent.start, recent.stop)) / USUAL)
    brought, values, squared = total[:, recent] @ weights, n[:, recent] @ weights, n[:, recent] @ weights**2
    own, effective = divided(brought, values), divided(values**2, squared)
    team = divided(per_team(brought, period.teams), per_team(values, period.teams))
    chance = divided(variance, effective)
    usable = (n > 0).sum(axis=1) >= LEAST_DAYS
    found = spread_between(values=own, chance=chance, usable=usable, teams=period.teams, relative=False)
    # Where no team is large enough to tell: the own mean and the team's count half each.
    between = np.where(np.isnan(found.size), found.chance, found.size)
    share = np.maximum(divided(between, variance), LEAST_BETWEEN)
    return own, team, effective, np.where(found.others, 1 / share, 0.0)
