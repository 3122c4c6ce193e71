"""What is new in a series: beyond calendar, level and its own past. See docs/measures/drivers.md."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from kaname.measures.drivers.calendar import Numbers

# An outlier or a break counts as much as a large ordinary move. [standard deviations]
MOST = 4.0
# Nothing new is left below this share of the series' own variance. [0-1]
LEAST_NEW = 1e-6


class Innovations(NamedTuple):
    """Unit variance, 0 where `known` is 0, both of shape (n_series, n_periods); and the own past's weights."""

    values: Numbers
    known: Numbers
    past: Numbers


def beyond(values: Numbers, *, design: Numbers) -> Numbers:
    """Residuals of each series on the columns, NaN where unknown; shape (n_series, n_periods)."""
    left = np.full(values.shape, np.nan)
    known = np.isfinite(values)
    whole = known.all(axis=1)
    basis = np.linalg.svd(design, full_matrices=False)
    kept = basis[0][:, basis[1] > 1e-10 * basis[1][0]]
    left[whole] = values[whole] - (values[whole] @ kept) @ kept.T
    for place in np.flatnonzero(~whole & (known.sum(axis=1) > 0)):
        rows = known[place]
        left[place, rows] = values[place, rows] - design[rows] @ np.linalg.lstsq(design[rows], values[place, rows])[0]
    return left


def innovations(residuals: Numbers, *, order: int, learn_until: int) -> Innovations:
    """What an autoregression leaves of each series, clipped and brought to unit variance.

    Its weights are learnt by least squares from the periods before `learn_until`.
    """
    known = np.isfinite(residuals)
    filled = np.where(known, residuals, 0.0)
    known = known & (np.arange(residuals.shape[1]) >= order)
    rows = sliding_window_view(filled[:, :learn_until], order, axis=1)[:, :-1, ::-1] * known[:, order:learn_until, None]
    gram = rows.transpose(0, 2, 1) @ rows
    gram += np.eye(order) * (1e-8 * np.einsum("ijj->i", gram) / order + 1e-300)[:, None, None]
    past = np.linalg.solve(gram, rows.transpose(0, 2, 1) @ filled[:, order:learn_until, None])[..., 0]
    return Innovations(_unit(own_past_removed(filled, past=past), known), known.astype(np.float64), past)


def own_past_removed(filled: Numbers, *, past: Numbers) -> Numbers:
    """Series less what their past says, by one set of weights each; the first periods are 0."""
    order = past.shape[1]
    news = np.zeros_like(filled)
    news[:, order:] = filled[:, order:]
    for lag in range(1, order + 1):
        news[:, order:] -= past[:, lag - 1, None] * filled[:, order - lag : filled.shape[1] - lag]
    return news


def over(residuals: Numbers, news: Innovations, *, width: int) -> Innovations:
    """News of the first series beside means of the others over neighbouring periods, again of unit variance.

    A driver that works over days shows in the target less the target's own past as its mean less the same weights, so
    the others lose not their own past but the target's. That of the target is white; one of two is enough.
    """
    if width == 1:
        return news
    filled, known = np.where(np.isfinite(residuals), residuals, 0.0), news.known > 0
    rest = _unit(own_past_removed(filled, past=np.repeat(news.past[:1], len(filled), axis=0)), known)
    means = _to_unit(uniform_filter1d(rest, width, axis=1, mode="constant"), known)
    means[0] = news.values[0]
    return news._replace(values=means)


def _unit(news: Numbers, known: NDArray[np.bool_]) -> Numbers:
    news = np.where(known, news, 0.0)
    for _ in range(2):
        most = MOST * _spread(news, known)
        news = np.clip(news, -most, most)
    return _to_unit(news, known)


def _to_unit(news: Numbers, known: NDArray[np.bool_]) -> Numbers:
    news = np.where(known, news, 0.0)
    spread = _spread(news, known)
    return np.divide(news, spread, out=np.zeros_like(news), where=spread > 0)


def _spread(news: Numbers, known: NDArray[np.bool_]) -> Numbers:
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    return np.asarray(np.sqrt((news**2).sum(axis=1, keepdims=True) / count))
