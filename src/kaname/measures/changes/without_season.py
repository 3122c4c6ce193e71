"""A monthly series without what every year does: indices per month of the year. See docs/measures/phases.md."""

from dataclasses import dataclass

import numpy as np

from kaname.measures.changes.scan import Numbers

# One period cannot tell season from chance, two give one difference; three years hold up against one odd year.
LEAST_YEARS = 3
# One-sided 95 % of a normal: the lag-12 correlation of a series without season exceeds it in one of twenty.
SURE = 1.645


@dataclass(frozen=True)
class WithoutSeason:
    """`values` without season; `indices` one per month from the first on (ratio, or difference where not `is_ratio`).

    Where no season was found, values are as they came and `indices` empty; `missing` more periods are needed to look.
    """

    values: Numbers
    indices: tuple[float, ...]
    is_ratio: bool
    missing: int


def without_season(*, values: Numbers, season: int = 12) -> WithoutSeason:
    """Take out the median deviation of each month from the moving year around it, if neighbouring years agree on it.

    Ratios where all values are above 0, else differences. Medians, so that a change of level spoils no index.

    Parameters
    ----------
    values : ndarray, shape (n_periods,)
        Successive periods, NaN where nothing is known. [unit]
    season : int
        Periods in a year, 2 or more.
    """
    missing = max(LEAST_YEARS * season - len(values), 0)
    known = np.isfinite(values)
    if missing or known.sum() < LEAST_YEARS * season * 2 / 3:
        return WithoutSeason(values, (), False, missing or int(np.ceil(LEAST_YEARS * season * 2 / 3 - known.sum())))
    is_ratio = bool(np.all(values[known] > 0))
    scaled = np.log(values, out=np.full(len(values), np.nan), where=known & (values > 0)) if is_ratio else values
    deviations = scaled - _moving_year(scaled, season)
    if not _years_agree(deviations, season):
        return WithoutSeason(values, (), False, 0)
    by_month = [deviations[month::season] for month in range(season)]
    raw = np.array([np.median(each[np.isfinite(each)]) if np.isfinite(each).any() else 0.0 for each in by_month])
    indices = raw - raw.mean()
    clean = scaled - np.resize(indices, len(values))
    told = np.exp(indices) if is_ratio else indices
    return WithoutSeason(np.exp(clean) if is_ratio else clean, tuple(float(index) for index in told), is_ratio, 0)


def _moving_year(values: Numbers, season: int) -> Numbers:
    """Centred mean over one year, gaps bridged, NaN at the ends where no whole year lies around."""
    places, known = np.arange(len(values)), np.isfinite(values)
    bridged = np.interp(places, places[known], values[known])
    weights = np.concatenate([[0.5], np.ones(season - 1), [0.5]]) if season % 2 == 0 else np.ones(season)
    inner = np.convolve(bridged, weights / weights.sum(), "valid")
    moving, edge = np.full(len(values), np.nan), (len(values) - len(inner)) // 2
    moving[edge : edge + len(inner)] = inner
    return moving


def _years_agree(deviations: Numbers, season: int) -> bool:
    pairs = deviations[season:] * deviations[:-season]
    n, square = int(np.isfinite(pairs).sum()), float(np.nanmean(deviations**2))
    return n > 0 and square > 0 and float(np.nanmean(pairs)) / square > SURE / np.sqrt(n)
