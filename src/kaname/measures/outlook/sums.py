"""Where sums end: revenue, cost, minutes. See docs/measures/outlook.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.outlook.correction import Correction
from kaname.measures.outlook.counts import missing_days, remaining_part
from kaname.measures.outlook.days import Numbers, OpenPeriod, divided, per_team
from kaname.measures.outlook.ends import AmountEnds
from kaname.measures.outlook.level import TEAM_DAYS, Level, level_of
from kaname.measures.outlook.outlooks import Outlooks

# So many of the team's events count beside the own ones.
TEAM_EVENTS = 10.0
# So few are left that single ones decide: half of chance's own variance is kept at this number. [count]
FEW = 5.0


@dataclass(frozen=True)
class Size:
    """Of one event, e.g. a deal; arrays of shape (n_units,): mean, variance of single events, and own events known.

    [unit; unit squared; count]
    """

    mean: Numbers
    variance: Numbers
    n: Numbers


@dataclass(frozen=True)
class SumParts:
    """The remaining part: its mean and variance; `level` is that of the events, or of the sum where there are none.

    `events_left` and `size` are None where only the sums are known. [unit; unit squared; count]
    """

    level: Level
    remaining: Numbers
    variance: Numbers
    events_left: Numbers | None
    size: Size | None
    correction: Correction


def sum_outlooks(
    *, period: OpenPeriod, sums: Numbers, counts: Numbers | None = None, correction: Correction | None = None
) -> Outlooks[SumParts]:
    """Expected end, interval and distribution of a sum, for every unit: number of events times their size.

    Parameters
    ----------
    period : OpenPeriod
    sums : ndarray, shape (n_units, n_before)
        Of the days before the origin; a day may be negative (credits). NaN where nothing is known. [unit]
    counts : ndarray, shape (n_units, n_before), or None
        How many events they are from; None where that is not known.
    correction : Correction or None
        From earlier periods at the same share; None while there are none.

    Raises
    ------
    ValueError
        If a shape does not fit or a count is negative.
    """
    period.checked(sums)
    correction = correction or Correction()
    if counts is None:
        return _from_sums(period, sums, correction)
    if np.any(period.checked(counts) < 0):
        raise ValueError("counts are 0 or more")
    return _from_events(period, sums, counts, correction)


def _from_events(period: OpenPeriod, sums: Numbers, counts: Numbers, correction: Correction) -> Outlooks[SumParts]:
    known = np.isfinite(sums) & np.isfinite(counts)
    level = level_of(period, np.where(known, counts, np.nan))
    size = _size(period, np.where(known, sums, 0.0), np.where(known, counts, 0.0))
    events, of_number = remaining_part(level)
    # The mean size is known as well as from the own events and the team's ten.
    of_mean = (events**2 + of_number) * size.variance / (size.n + TEAM_EVENTS)
    noise = size.mean**2 * of_number + events * size.variance + of_mean
    remaining = np.where(size.mean > 0, events * size.mean, np.nan)
    number = np.maximum(correction.variance(noise=of_number, size=events), events)
    none = _nothing(events, number)
    # However well earlier outlooks held: a few events vary like single ones, and chance takes more or fewer of them.
    least = FEW / (FEW + events) * (size.mean**2 * number + events * size.variance)
    variance = np.maximum(correction.variance(noise=noise, size=remaining), least)
    parts = SumParts(level, remaining, variance, events, size, correction)
    return _outlooks(period, np.where(known, sums, np.nan), parts, noise, none)


def _from_sums(period: OpenPeriod, sums: Numbers, correction: Correction) -> Outlooks[SumParts]:
    level = level_of(period, sums, whole=False)
    remaining, noise = remaining_part(level)
    remaining = np.where((level.rate > 0) | (level.exposure_left == 0), remaining, np.nan)
    variance = correction.variance(noise=noise, size=remaining)
    # As if it came in events of one size: then the dispersion is that size.
    events = divided(remaining, level.dispersion, otherwise=np.inf)
    return _outlooks(period, sums, SumParts(level, remaining, variance, None, None, correction), noise, np.exp(-events))


def _outlooks(period: OpenPeriod, sums: Numbers, parts: SumParts, noise: Numbers, none: Numbers) -> Outlooks[SumParts]:
    achieved, level = period.achieved(sums), parts.level
    known = np.isfinite(parts.remaining)
    ends = AmountEnds(achieved, np.nan_to_num(parts.remaining), np.nan_to_num(parts.variance), np.nan_to_num(none))
    low, high = ends.interval()
    return Outlooks(
        achieved=achieved,
        expected=achieved + parts.remaining,
        low=np.where(known, low, np.nan),
        high=np.where(known, high, np.nan),
        ends=ends,
        noise=noise,
        shock_size=parts.remaining,
        parts=parts,
        n_days=level.n_days,
        missing_days=missing_days(level),
        known_hours=np.isfinite(level.exposure_left),
    )


def _size(period: OpenPeriod, sums: Numbers, counts: Numbers) -> Size:
    """Mean and variance of one event's size, from days: one of n events varies n times as much."""
    n, total = counts.sum(axis=1), sums.sum(axis=1)
    team_n, team_total = per_team(n, period.teams), per_team(total, period.teams)
    every = total.sum() / max(n.sum(), 1.0)
    team = np.where(team_n > 0, divided(team_total, team_n), every)
    mean = (total + TEAM_EVENTS * team) / (n + TEAM_EVENTS)
    misses = (sums - counts * mean[:, np.newaxis]) ** 2
    squares = divided(misses, counts).sum(axis=1)
    days = (counts > 0).sum(axis=1).astype(np.float64)
    relative = np.where(mean > 0, divided(squares, mean**2), 0.0)
    everyone = per_team(days, period.teams)
    of_team = divided(per_team(relative, period.teams), everyone, otherwise=1.0)
    return Size(mean, (relative + TEAM_DAYS * of_team) / (days + TEAM_DAYS) * mean**2, n)


def _nothing(mean: Numbers, variance: Numbers) -> Numbers:
    """Probability that no event is to come, of the negative binomial."""
    mean = np.maximum(np.nan_to_num(mean), 1e-12)
    variance = np.maximum(np.nan_to_num(variance), mean * (1 + 1e-6))
    nothing: Numbers = np.exp(mean**2 / (variance - mean) * np.log(mean / variance))
    return nothing
