"""The expected course of series: four simple methods on logarithms, averaged. See docs/measures/outlook-months.md."""

import numpy as np
from numpy.typing import NDArray

from kaname.measures.outlook.history import History, Numbers
from kaname.measures.outlook.seasonal import seasonal
from kaname.measures.outlook.smoothing import damped_holt, theta

# Periods averaged to one before the slow course is read: quarters and thirds of a year of months, halves of quarters.
BLOCKS = {12: (3, 4), 4: (2,)}
# Fewer periods have a level but no course that could be told from chance: 15 months, 6 quarters.
LEAST_COURSE = {12: 15, 4: 6}
# Weight of the newest value where there is only a level; nearly the last value, which was best on short series.
NEWEST = 0.95
# From fewer periods than this nothing is expected: two differences are the least to measure an error by.
LEAST = 3


def expected_ahead(past: History, *, season: int, horizon: int) -> Numbers:
    """What is to be expected of the next periods if things go on as they did; shape (n_series, horizon).

    NaN for series of fewer than three periods.
    """
    ahead = np.full((len(past.n), horizon), np.nan)
    short = (past.n >= LEAST) & (past.n < LEAST_COURSE[season])
    if short.any():
        ahead[short] = _level(past.rows(short))[:, None]
    long = past.n >= LEAST_COURSE[season]
    if long.any():
        ahead[long] = log_comb(past.rows(long), season=season, horizon=horizon)
    return ahead


def log_comb(past: History, *, season: int, horizon: int) -> Numbers:
    """The mean of Theta, twice damped Holt, and both on block means, of the logarithms without season."""
    found, additive = seasonal(past, season=season), past.additive[:, None]
    periods = found.of_past(past.values.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = np.where(additive, past.values - periods, np.log(past.values / periods))
    course = _course(plain, past, season=season, horizon=horizon)
    ahead = found.ahead(horizon)
    return np.where(additive, course + ahead, np.exp(np.where(additive, 0.0, course)) * ahead)


def _course(plain: Numbers, past: History, *, season: int, horizon: int) -> Numbers:
    holt = damped_holt(plain, n=past.n, horizon=horizon)
    parts = [theta(plain, n=past.n, horizon=horizon), holt, holt]
    for size in BLOCKS[season]:
        means = plain[:, plain.shape[1] % size :].reshape(len(plain), -1, size).mean(axis=2)
        n, ahead = past.n // size, -(-horizon // size)
        slow = (theta(means, n=n, horizon=ahead) + damped_holt(means, n=n, horizon=ahead)) / 2
        parts.append(np.repeat(slow, size, axis=1)[:, :horizon])
    return np.asarray(np.mean(parts, axis=0))


def _level(past: History) -> Numbers:
    """Exponentially weighted mean of a few values."""
    level: NDArray[np.float64] = np.full(len(past.n), np.nan)
    for value in past.values.T:
        level = np.where(np.isfinite(level), level + NEWEST * (value - level), value)
    return level
