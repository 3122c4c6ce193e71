"""How clearly innovations of candidates precede those of the target. See docs/measures/drivers.md."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft
from scipy.ndimage import uniform_filter1d
from scipy.special import log_ndtr, ndtri_exp, stdtr

from kaname.measures.drivers.calendar import Numbers

# A far lag tells something with this share of the pairs of the nearest.
ENOUGH = 1 / 3
# Busy times come and go slowly: squares of neighbouring lags are about the same. [lags]
NEIGHBOURS = 7


class Links(NamedTuple):
    """Standard scores and pairs of periods behind them, (n_candidates, n_lags), by lag 0, 1, ...

    `p`, shape (n_candidates,), is how often chance alone would give as high a score at any of these lags; `widths` are
    those of the scores.
    """

    scores: Numbers
    pairs: Numbers
    p: Numbers
    widths: NDArray[np.int64]


def links(
    *, target: Numbers, target_known: Numbers, values: Numbers, known: Numbers, n_lags: int, kept: float, width: int = 1
) -> Links:
    """Cross-correlation of innovations at all lags by FFT, held against its own spread at far lags.

    Innovations of unrelated series are independent, so their correlations at all lags are normal with variance
    1 / pairs (Haugh [1]_), or more where both are restless at the same time (the mean of the products' squares). Where
    calendar or own past were not removed wholly, the correlations at far lags, where nothing can drive anything, show
    it: scores are divided by their spread if that is above 1, and a candidate that is as close at a far lag as at any
    near one has no link (what repeats, such as a month's end, is no driver).

    Parameters
    ----------
    target, target_known : ndarray, shape (n_periods,)
    values, known : ndarray, shape (n_candidates, n_periods)
    n_lags : int
    kept : float
        Share of the degrees of freedom that calendar and own past left. [0-1]
    width : int
        Neighbouring periods of which the candidates' values are means; lags that would reach beyond the target's
        period have a score of 0.

    References
    ----------
    .. [1] Haugh, "Checking the independence of two covariance-stationary time series: a univariate residual
       cross-correlation approach", Journal of the American Statistical Association 71 (1976) 378-385.
    """
    pairs = np.maximum(np.rint(_at_all_lags(target_known, known)), 0.0)
    correlations = _at_all_lags(target, values) / np.maximum(pairs, 1.0)
    both = _far(target.size, n_lags)
    usable = pairs[:, both] >= pairs.max(axis=1, keepdims=True) * ENOUGH
    squares = correlations[:, both] ** 2 * pairs[:, both] * usable
    spread = np.maximum(squares.sum(axis=1) / np.maximum(usable.sum(axis=1), 1), 1.0)
    restless = _restless(target, values, pairs)[:, :n_lags]
    scores = _scores(correlations[:, :n_lags], pairs[:, :n_lags] * kept) / np.sqrt(spread[:, None] * restless)
    scores[:, : width // 2] = 0.0
    best = np.abs(scores).max(axis=1)
    # One of n_lags: 1 - (1 - p)^n_lags, of the highest score's two-sided p.
    p = -np.expm1(n_lags * np.log1p(-np.minimum(2 * np.exp(log_ndtr(-best)), 1 - 1e-12)))
    p = np.where(best**2 * spread > squares.max(axis=1) * kept, p, 1.0)
    return Links(scores, pairs[:, :n_lags], p, np.full(len(values), width))


def of_all_widths(every: list[Links], *, widths: tuple[int, ...]) -> Links:
    """Each candidate at the width with its rarest score, which counts as one of several."""
    best = np.argmin([one.p for one in every], axis=0)
    scores, pairs, p, chosen = (np.stack(parts)[best, np.arange(best.size)] for parts in zip(*every, strict=True))
    return Links(scores, pairs, -np.expm1(chances(widths) * np.log1p(-np.minimum(p, 1 - 1e-12))), chosen)


def chances(widths: tuple[int, ...]) -> float:
    """As how many independent choices several widths count: means over neighbours overlap, 1 / √width each."""
    return float(sum(1 / np.sqrt(width) for width in widths))


def _far(n: int, n_lags: int) -> NDArray[np.int64]:
    """Lags of both signs, beyond those that are looked at, up to half of the time."""
    far = np.arange(n_lags, max(n // 2, n_lags + 1))
    return np.concatenate([far, -far])


def _restless(target: Numbers, values: Numbers, pairs: Numbers) -> Numbers:
    """Mean square of the products at each lag, in the mean of neighbouring lags: 1 or more."""
    squares = _at_all_lags(target**2, values**2) / np.maximum(pairs, 1.0)
    return np.maximum(uniform_filter1d(squares, NEIGHBOURS, axis=1, mode="wrap"), 1.0)


def _at_all_lags(target: Numbers, values: Numbers) -> Numbers:
    """Sums over t of candidate[t] x target[t + lag]; negative lags from the end."""
    size = next_fast_len(2 * target.size, real=True)
    return np.asarray(irfft(rfft(target, size) * np.conj(rfft(values, size, axis=1)), size, axis=1))


def _scores(correlations: Numbers, freedom: Numbers) -> Numbers:
    """The normal score that is as rare as the correlation is with so many degrees of freedom."""
    size = np.minimum(np.abs(correlations), 1 - 1e-9)
    n = np.maximum(freedom - 2, 1.0)
    tail = stdtr(n, -size * np.sqrt(n / (1 - size**2)))
    scores = -ndtri_exp(np.log(np.maximum(tail, 1e-300)))
    return np.asarray(np.sign(correlations) * np.where(freedom > 2, scores, 0.0))
