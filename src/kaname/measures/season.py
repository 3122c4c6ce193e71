"""When in the year a team does well: an index per month, per working hour. See docs/measures/spreading.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MONTHS = 12
# A single year cannot tell season from chance.
KEPT_OF_ONE_YEAR = 0.5
# Twelve indices whose mean is 1 have eleven degrees of freedom; James and Stein take off two more.
FREE = MONTHS - 1
SHRUNK_BY = FREE - 2

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Season:
    """`indices[0]` is January's: its value per hour relative to the year's mean; their mean is 1. [ratio]

    Without a full year all are 1, `years` is 0, and `needed` more months are missing. `kept` is how much of the raw
    season is believed. [0-1]
    """

    indices: tuple[float, ...]
    years: int
    kept: float
    needed: int


def season_indices(*, values: Values, hours: Values, month_of: NDArray[np.int64]) -> Season:
    """The season of a count or sum: what a working hour of each month brings, relative to the mean of its year.

    Years are 12 successive months with a value of 0 or more and working time, cut from the latest month backwards.
    With two or more, steady growth is taken out, and the mean of the years is shrunk towards 1 as far as they
    disagree (James-Stein, positive part [1]_); of one year half is kept.

    Parameters
    ----------
    values, hours : ndarray, shape (n_months,)
        Complete months in a row, oldest first, NaN where nothing is known, and their working time. [unit; h]
    month_of : ndarray of int, shape (n_months,)
        The month of the year, 1 to 12.

    Raises
    ------
    ValueError
        If shapes differ or the months are not in a row.

    References
    ----------
    .. [1] Miller and Williams, "Shrinkage estimators of time series seasonal factors and their effect on forecasting
       accuracy", International Journal of Forecasting 19(4), 2003.
    """
    _check(values, hours=hours, month_of=month_of)
    usable = np.isfinite(values) & (values >= 0) & np.isfinite(hours) & (hours > 0)
    rates = np.divide(values, hours, out=np.full(values.shape, np.nan), where=usable)
    starts = _years(rates)
    if not starts:
        known = int(np.argmax(np.append(~usable[::-1], True)))
        return Season(indices=(1.0,) * MONTHS, years=0, kept=0.0, needed=max(MONTHS - known, 1))
    ratios = _ratios(rates, starts=starts, month_of=month_of)
    kept = _kept(ratios)
    indices = 1.0 + kept * (ratios.mean(axis=0) - 1.0)
    return Season(indices=tuple(indices.tolist()), years=len(starts), kept=kept, needed=0)


def season_weights(*, hours: Values, months: NDArray[np.int64], season: Season) -> Values:
    """Working time x season of each month, or of each day, to be summed over weeks that lie in two months.

    Parameters
    ----------
    hours : ndarray, shape (..., n_parts)
        Working time. [h]
    months : ndarray of int, shape (n_parts,)
        The month of the year, 1 to 12.
    """
    weights: Values = hours * np.array(season.indices)[months - 1]
    return weights


def _check(values: Values, *, hours: Values, month_of: NDArray[np.int64]) -> None:
    if not values.shape == hours.shape == month_of.shape:
        raise ValueError(f"every month needs value and hours, not {values.shape}, {hours.shape}, {month_of.shape}")
    if np.any((month_of < 1) | (month_of > MONTHS)) or np.any(np.diff(month_of) % MONTHS != 1):
        raise ValueError("months are 1 to 12, one after the other")


def _years(rates: Values) -> list[int]:
    """Where years of 12 known months start that are more than zeros, oldest first."""
    starts: list[int] = []
    end = rates.size
    while end >= MONTHS:
        year = rates[end - MONTHS : end]
        found = bool(np.isfinite(year).all() and year.sum() > 0)
        if found:
            starts.insert(0, end - MONTHS)
        end -= MONTHS if found else 1
    return starts


def _ratios(rates: Values, *, starts: list[int], month_of: NDArray[np.int64]) -> Values:
    """Each year's rates relative to their mean, growth taken out, January first: shape (n_years, 12)."""
    years = np.stack([rates[start : start + MONTHS] for start in starts])
    if len(starts) > 1:
        growth = (years[-1].mean() / years[0].mean()) ** (1.0 / (starts[-1] - starts[0]))
        years = years / growth ** np.arange(MONTHS)
    ratios = years / years.mean(axis=1, keepdims=True)
    return np.stack([np.roll(year, month_of[start] - 1) for start, year in zip(starts, ratios, strict=True)])


def _kept(ratios: Values) -> float:
    """James-Stein's share: all where the years agree, nothing where they differ more than the season itself."""
    n_years = len(ratios)
    if n_years == 1:
        return KEPT_OF_ONE_YEAR
    mean = ratios.mean(axis=0)
    chance = np.sum((ratios - mean) ** 2) / ((n_years - 1) * FREE) / n_years
    season = np.sum((mean - 1.0) ** 2)
    return float(max(0.0, 1.0 - SHRUNK_BY * chance / season)) if season > 0 else 0.0
