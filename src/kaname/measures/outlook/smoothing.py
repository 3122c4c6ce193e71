"""Level and trend of series, by exponential smoothing of many shapes at once. See docs/measures/outlook-months.md."""

from itertools import product

import numpy as np

from kaname.measures.outlook.history import Counts, Numbers

# Weights of the newest value in the level.
ALPHAS = np.linspace(0.02, 0.98, 25)
# Level, trend (as a share of the level's weight) and damping per period: 216 shapes of Holt's method. Damping from .6
# on: on the training parts of M3, shapes whose trend goes on nearly undamped were worse.
GRID = np.array(
    list(
        product((0.1, 0.25, 0.4, 0.6, 0.8, 0.97), (0.01, 0.03, 0.08, 0.15, 0.3, 0.6), (0.6, 0.7, 0.8, 0.88, 0.94, 0.98))
    )
)
# The first level and trend are those of a straight line through as many values.
FIRST = 12
# So many series at once keep the grid in the processor's cache.
AT_ONCE = 64
TINY = np.finfo(float).tiny


def theta(series: Numbers, *, n: Counts, horizon: int) -> Numbers:
    """The Theta method with two lines: half the straight line, half the smoothed series of twice the curvature [1]_.

    Parameters
    ----------
    series : ndarray, shape (n_series, n_periods)
        Without season; NaN before the first of `n` values.

    Returns
    -------
    ndarray, shape (n_series, horizon)

    References
    ----------
    .. [1] Assimakopoulos and Nikolopoulos, "The theta model", International Journal of Forecasting 16(4), 2000.
    """
    n_periods = series.shape[1]
    place = np.arange(n_periods) - (n_periods - n)[:, None]
    level, trend = _line(series, place, n)
    doubled = 2 * series - (level[:, None] + trend[:, None] * place)
    line = level[:, None] + trend[:, None] * (n[:, None] - 1 + np.arange(1, horizon + 1))
    return np.asarray((line + _smoothed(doubled, n)[:, None]) / 2)


def damped_holt(series: Numbers, *, n: Counts, horizon: int) -> Numbers:
    """Holt's method with a damped trend [1]_, the mean of 216 shapes weighted by their likelihood; as `theta`.

    References
    ----------
    .. [1] Gardner and McKenzie, "Forecasting trends in time series", Management Science 31(10), 1985.
    """
    parts = range(0, len(series), AT_ONCE)
    found = [_damped_holt(series[at : at + AT_ONCE], n[at : at + AT_ONCE], horizon) for at in parts]
    return np.concatenate(found) if found else np.empty((0, horizon))


def _damped_holt(series: Numbers, n: Counts, horizon: int) -> Numbers:
    n_periods = series.shape[1]
    place = np.arange(n_periods) - (n_periods - n)[:, None]
    first, slope = _line(np.where(place < FIRST, series, np.nan), place, np.minimum(n, FIRST))
    alpha, share, damping = GRID.T
    trend = np.repeat(slope[:, None], len(GRID), axis=1)
    level, error = first[:, None] - trend, np.zeros(trend.shape)
    for at in range(n_periods - int(n.max(initial=0)), n_periods):
        now = place[:, at] >= 0
        moved = damping * trend
        off = np.where(now[:, None], series[:, at, None] - level - moved, 0.0)
        step = alpha * off
        if now.all():
            level += moved + step
            trend = moved + share * step
        else:
            level = np.where(now[:, None], level + moved + step, level)
            trend = np.where(now[:, None], moved + share * step, trend)
        error += off * off
    weight = _weights(error, n)
    ahead = np.cumsum(damping[:, None] ** np.arange(1, horizon + 1), axis=1)
    return np.asarray((weight * level).sum(axis=1)[:, None] + (weight * trend) @ ahead)


def _smoothed(series: Numbers, n: Counts) -> Numbers:
    """The latest level by simple exponential smoothing, all weights by their likelihood; shape (n_series,)."""
    n_periods, rows = series.shape[1], np.arange(len(series))
    level = np.repeat(series[rows, n_periods - n][:, None], len(ALPHAS), axis=1)
    error = np.zeros(level.shape)
    for at in range(n_periods):
        off = np.where((at > n_periods - n)[:, None], series[:, at, None] - level, 0.0)
        level += ALPHAS * off
        error += off * off
    return np.asarray((_weights(error, n) * level).sum(axis=1))


def _weights(error: Numbers, n: Counts) -> Numbers:
    """Of shapes by their sums of squared errors: likelihoods of normal errors, their variance profiled out."""
    log = -0.5 * n[:, None] * np.log(error + TINY)
    weight = np.exp(log - log.max(axis=1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def _line(series: Numbers, place: Counts, n: Counts) -> tuple[Numbers, Numbers]:
    """Value at place 0 and slope of the straight line with the least squares; NaN values do not count."""
    known = np.isfinite(series)
    mean = np.nansum(series, axis=1) / n
    off = np.where(known, place - ((n - 1) / 2)[:, None], 0.0)
    slope = (off * np.nan_to_num(series)).sum(axis=1) / np.maximum((off**2).sum(axis=1), TINY)
    return np.asarray(mean - slope * (n - 1) / 2), np.asarray(slope)
