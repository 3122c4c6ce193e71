"""When in the year series are high and low, as far as they repeat it. See docs/measures/outlook-months.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from kaname.measures.outlook.history import History, Numbers

# A season counts where its autocorrelation is beyond this two-sided interval of chance; what it is worth, the
# shrinkage decides. [0-1]
CONFIDENCE = 0.6
# Seasons change: each year counts so much of the one after it. [ratio]
FADES = 0.8
# James and Stein take two off the degrees of freedom, which are one less than the number of indices.
SHRUNK_BY = 3


@dataclass(frozen=True)
class Seasonal:
    """Indices by distance to the latest period: `indices[:, 0]` is the latest period's, `[:, 1]` the one before it.

    Factors around 1, or terms around 0 for additive series; of series without a season all are neutral.
    """

    indices: Numbers
    found: NDArray[np.bool_]

    def of_past(self, n_periods: int) -> Numbers:
        return self.indices[:, np.arange(n_periods - 1, -1, -1) % self.indices.shape[1]]

    def ahead(self, horizon: int) -> Numbers:
        return self.indices[:, -np.arange(1, horizon + 1) % self.indices.shape[1]]


def seasonal(past: History, *, season: int) -> Seasonal:
    """Classical decomposition with indices shrunk towards none as far as the years disagree.

    Parameters
    ----------
    season : int
        Periods in a year, 4 or 12. Series of two years or less have no season.

    References
    ----------
    .. [1] Miller and Williams, "Shrinkage estimators of time series seasonal factors and their effect on forecasting
       accuracy", International Journal of Forecasting 19(4), 2003.
    """
    neutral = np.where(past.additive, 0.0, 1.0)[:, None]
    found = (past.n > 2 * season) & _repeats(past, season)
    indices = np.repeat(neutral, season, axis=1)
    if found.any():
        chosen = past.rows(found)
        raw = _shrunk(_ratios(chosen, season), neutral[found])
        sound = np.isfinite(raw).all(axis=1) & (chosen.additive | (raw > 0).all(axis=1))
        indices[found] = np.where(sound[:, None], raw, neutral[found])
        found[found] = sound
    return Seasonal(indices, found)


def _repeats(past: History, season: int) -> NDArray[np.bool_]:
    """Whether a year later is like the year before, beyond chance as Bartlett has it."""
    if past.values.shape[1] <= season:
        return np.zeros(len(past.n), dtype=bool)
    n = np.maximum(past.n, 1)[:, None]
    off = np.nan_to_num(past.values - np.nansum(past.values, axis=1, keepdims=True) / n)
    square = np.maximum((off**2).sum(axis=1), np.finfo(float).tiny)
    r = np.stack([(off[:, lag:] * off[:, :-lag]).sum(axis=1) / square for lag in range(1, season + 1)])
    limit = ndtri(0.5 + CONFIDENCE / 2) * np.sqrt((1 + 2 * (r[:-1] ** 2).sum(axis=0)) / n[:, 0])
    return np.asarray(np.abs(r[-1]) > limit)


def _ratios(past: History, season: int) -> Numbers:
    """Each period over the mean of the year around it, by year and distance to the end: NaN where not known."""
    half, n_periods = season // 2, past.values.shape[1]
    weights = np.r_[0.5, np.ones(season - 1), 0.5] / season
    windows = np.lib.stride_tricks.sliding_window_view(past.values, season + 1, axis=1)
    trend, middle = windows @ weights, past.values[:, half : n_periods - half]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(past.additive[:, None], middle - trend, middle / trend)
    years = -(-n_periods // season)
    padded = np.full((len(ratios), years * season), np.nan)
    padded[:, years * season - n_periods + half : years * season - half] = ratios
    return padded.reshape(len(ratios), years, season)[:, :, ::-1]


def _shrunk(ratios: Numbers, neutral: Numbers) -> Numbers:
    """Means over the years, James-Stein towards none; ratios of shape (n_series, n_years, season)."""
    known = np.isfinite(ratios)
    weights = np.where(known, FADES ** np.arange(ratios.shape[1])[::-1, None], 0.0)
    total = np.maximum(weights.sum(axis=1), np.finfo(float).tiny)
    raw = np.nansum(ratios * weights, axis=1) / total
    freedom = np.maximum((known.sum(axis=1) - 1).sum(axis=1), 1)
    chance = np.nansum((ratios - raw[:, None]) ** 2, axis=(1, 2)) / freedom
    mean = raw.mean(axis=1, keepdims=True)
    raw = np.where(neutral == 0, raw - mean, raw / np.where(mean == 0, 1.0, mean))
    size = ((raw - neutral) ** 2).sum(axis=1)
    of_a_mean = chance * ((weights**2).sum(axis=1) / total**2).mean(axis=1)
    kept = np.clip(1 - (raw.shape[1] - SHRUNK_BY) * of_a_mean / np.where(size > 0, size, 1.0), 0, 1)
    return np.asarray(neutral + kept[:, None] * (raw - neutral))
