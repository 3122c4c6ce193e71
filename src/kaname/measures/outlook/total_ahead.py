"""What several months or quarters together bring: a sum, or a weighted mean. See docs/measures/outlook-months.md."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kaname.measures.outlook.distribution import Distribution
from kaname.measures.outlook.history import History, Numbers, history
from kaname.measures.outlook.log_comb import LEAST_COURSE, expected_ahead
from kaname.measures.outlook.months_ahead import Basis, basis_of, check
from kaname.measures.outlook.spread import FREEDOM_SEVERAL, SEVERAL, SHORT, several_error, short_error, unit


@dataclass(frozen=True)
class TotalAhead:
    """What is achieved and what comes, as one number: of shape (n_series,), or () of one series."""

    total: Distribution
    basis: Basis


def total_ahead(values: Numbers, *, weights: Numbers, season: int = 12, achieved: Numbers | float = 0.0) -> TotalAhead:
    """The sum of what the next months (or quarters) bring, on top of what is achieved.

    Errors of neighbouring months depend on each other, so the width comes from sums of months: from how far sums were
    missed at earlier times, and from how much sums of so many months differed from those a year before.

    Parameters
    ----------
    values : ndarray, shape (n_series, n_periods) or (n_periods,)
        Whole periods in a row, oldest first, NaN where nothing is known. [unit of the metric]
    weights : ndarray, shape (n_ahead,)
        The share of each coming period that counts, 0 or more: ones for the sum of the next ones, 0 for one that comes
        before, .5 for half of it. [ratio]
    season : int
        Periods in a year: 12 for months, 4 for quarters.
    achieved : float or ndarray, shape (n_series,)
        What the goal's period brought already. [unit of the metric]

    Raises
    ------
    ValueError
        If a shape, the season or the horizon is out of range, a weight is below 0 or none above it.
    """
    weights = _checked(weights, season)
    mean, basis = _mean_ahead(values, weights=weights, season=season)
    return TotalAhead(_scaled(mean, float(weights.sum()), achieved), basis)


def mean_ahead(
    values: Numbers,
    *,
    weights: Numbers,
    season: int = 12,
    achieved: Numbers | float = 0.0,
    achieved_weight: float = 0.0,
) -> TotalAhead:
    """The mean of a rate or average over the next months (or quarters) and what was reached already.

    Parameters
    ----------
    weights : ndarray, shape (n_ahead,)
        What each coming period counts by, such as the trials or hours to be expected; 0 or more.
    achieved, achieved_weight
        The mean of the goal's period so far, and what it counts by beside the weights.

    As `total_ahead` otherwise.
    """
    weights = _checked(weights, season)
    if not 0 <= achieved_weight < np.inf:
        raise ValueError(f"what was reached counts by 0 or more, not {achieved_weight}")
    mean, basis = _mean_ahead(values, weights=weights, season=season)
    share = float(weights.sum() / (weights.sum() + achieved_weight))
    known = np.multiply(achieved, 1 - share) if achieved_weight else 0.0
    return TotalAhead(_scaled(mean, share, known), basis)


def _checked(weights: Numbers, season: int) -> Numbers:
    weights = np.asarray(weights, dtype=np.float64)
    if weights.ndim != 1 or not np.isfinite(weights).all() or (weights < 0).any() or not (weights > 0).any():
        raise ValueError("weights are numbers of 0 or more, one per coming period, and one above 0")
    weights = np.trim_zeros(weights, "b")
    check(horizon=weights.size, season=season)
    return weights


def _mean_ahead(values: Numbers, *, weights: Numbers, season: int) -> tuple[Distribution, Basis]:
    past = history(np.atleast_2d(np.asarray(values, dtype=np.float64)))
    share, long = weights / weights.sum(), past.n >= LEAST_COURSE[season]
    ahead = expected_ahead(past, season=season, horizon=weights.size) @ share
    ahead = np.where(long | (weights.size <= season), ahead, np.nan)
    spread = _half(past, long, share, season=season) / unit(past, season=season)
    basis = basis_of(past, season=season, half=spread)
    one = 0 if np.ndim(values) == 1 else slice(None)
    return Distribution(ahead[one], spread[one], past.additive[one], FREEDOM_SEVERAL, past.least[one]), basis


def _half(past: History, long: NDArray[np.bool_], share: Numbers, *, season: int) -> Numbers:
    """Half widths in the metric's unit; shape (n_series,)."""
    n, k = np.maximum(past.n, 1.0), np.array(1 / (share**2).sum())
    middle = np.array(share @ np.arange(1.0, share.size + 1))
    tested = several_error(past, season=season, window=share) * SEVERAL[season].half(n=n, middle=middle, k=k)
    assumed = short_error(past) * SHORT[season].half(n=n, middle=middle, k=k)
    return np.where(long, tested, np.where(assumed > 0, assumed, np.nan))


def _scaled(mean: Distribution, factor: float, achieved: Numbers | float) -> Distribution:
    half = np.where(mean.additive, mean.half * factor, mean.half)
    return replace(mean, ahead=mean.ahead * factor, half=half, achieved=achieved)
