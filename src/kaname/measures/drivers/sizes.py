"""How much a driver moves the target, in plain terms. See docs/measures/drivers.md."""

import numpy as np
from scipy.ndimage import uniform_filter1d
from scipy.special import ndtri

from kaname.measures.drivers.calendar import Numbers
from kaname.measures.drivers.innovations import innovations, own_past_removed
from kaname.measures.drivers.result import Per, Size
from kaname.measures.drivers.scales import Scale, in_plain_terms, moved_by, scale_of

CONFIDENCE = 0.80
MORE = 0.10
# Posterior weight of the lags in the interval. [0-1]
OF_LAGS = 0.95


def size_of(
    *, target: Numbers, driver: Numbers, left_target: Numbers, left_driver: Numbers, order: int, lag: int, width: int
) -> Size:
    """Regression of the target on the driver around `lag` periods earlier, both beyond calendar and level.

    The own past is that of what the driver does not explain: it is learnt, the regression repeated on both without it,
    and learnt again (Cochrane and Orcutt [1]_).

    Parameters
    ----------
    target, driver : ndarray, shape (n_periods,)
        As they are.
    left_target, left_driver : ndarray, shape (n_periods,)
        Their residuals on their scales, NaN where unknown.
    order : int
        Of the own past.
    lag, width : int
        The mean of `width` periods of the driver around that lag.

    References
    ----------
    .. [1] Cochrane and Orcutt, "Application of least squares regression to relationships containing autocorrelated
       error terms", Journal of the American Statistical Association 44 (1949) 32-61.
    """
    means = uniform_filter1d(np.nan_to_num(left_driver), width, mode="constant")
    means[np.isnan(left_driver)] = np.nan
    both = np.stack([left_target[lag:], means[: means.size - lag]])
    slope, error = _slope(both)
    for _ in range(2):
        rest = both[:1] - slope * both[1:]
        past = innovations(rest, order=order, learn_until=rest.shape[1]).past
        news = own_past_removed(np.where(np.isfinite(both), both, 0.0), past=np.repeat(past, 2, axis=0))
        slope, error = _slope(np.where(np.isfinite(both).all(axis=0), news, np.nan))
    half = float(ndtri(0.5 + CONFIDENCE / 2)) * error
    per, move = _move(driver, means)
    ends = [in_plain_terms(target, (slope + off) * move) for off in (0.0, -half, half)]
    return Size(per, ends[0], min(ends[1:]), max(ends[1:]), is_relative=scale_of(target) is not Scale.AS_IS)


def _slope(both: Numbers) -> tuple[float, float]:
    """Of the first row on the second, and its standard error."""
    one, other = both[:, np.isfinite(both).all(axis=0)]
    slope = float(one @ other / (other @ other))
    rest = one - slope * other
    return slope, float(np.sqrt(rest @ rest / max(rest.size - 2, 1) / (other @ other)))


def _move(driver: Numbers, left: Numbers) -> tuple[Per, float]:
    """What is asked of the driver, on its scale; of one that is mostly 0, 10 % more would mean nothing."""
    if np.nanmin(driver) < 0 or np.nanmedian(driver) == 0:
        return Per.ONE_SPREAD, float(np.nanstd(left))
    return Per.TEN_PERCENT, moved_by(driver, MORE)


def lag_interval(scores: Numbers, *, lag: int, near: int) -> tuple[int, int]:
    """The lags around `lag` that hold 95 % of the weight exp(score² / 2) of all lags there with its direction."""
    first = max(lag - near, 0)
    window = scores[first : lag + near + 1]
    strength = np.where(np.sign(window) == np.sign(scores[lag]), window**2 / 2, -np.inf)
    weights = np.exp(strength - strength.max())
    order = np.argsort(-weights, kind="stable")
    enough = int(np.searchsorted(np.cumsum(weights[order]), OF_LAGS * weights.sum())) + 1
    chosen = first + order[:enough]
    return int(min(chosen.min(), lag)), int(max(chosen.max(), lag))
