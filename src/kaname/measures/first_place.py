"""How sure the first place among candidates is. See docs/measures/csf-ranking.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True)
class FirstPlace:
    """Whether the largest expected effect stays the largest.

    `first` is its place among the candidates, None where none is known. `robust`: whatever the effects are within
    their ranges, none of the others catches up at the stated confidences. `overlaps[i, j]`: i and j could change
    places. `probabilities`, shape (n,): of having the largest effect, NaN where not known; `nobody`: that no
    candidate has any. They sum to 1. [0-1]
    """

    first: int | None
    robust: bool
    overlaps: NDArray[np.bool_]
    probabilities: Values
    nobody: float


def first_place(*, low: Values, high: Values, confidence: Values) -> FirstPlace:
    """Effects as independent draws: with the stated confidence evenly from the range, else nothing.

    The probabilities are exact: on every stretch between two ends of ranges the integrand is a polynomial, which
    Gauss-Legendre quadrature integrates without error. Candidates with one and the same certain effect share it.

    Parameters
    ----------
    low, high : ndarray, shape (n,)
        Range of the expected effect, NaN where not known. [unit of the KGI]
    confidence : ndarray, shape (n,)
        Probability that the candidate has that effect at all, NaN where not known. [0-1]

    Raises
    ------
    ValueError
        If a range ends below its start, or a confidence is not within 0 and 1.
    """
    check_effects(low=low, high=high, confidence=confidence)
    known = np.flatnonzero(np.isfinite(low + high + confidence))
    probabilities = np.full(low.shape, np.nan)
    ranges = low[known], high[known], confidence[known]
    probabilities[known] = _of_ranges(*ranges) + _of_points(*ranges)
    least, most = confidence * low, confidence * high
    overlaps = (least[:, np.newaxis] <= most) & (least <= most[:, np.newaxis])
    np.fill_diagonal(overlaps, False)
    first = int(known[np.argmax((least + most)[known])]) if known.size else None
    return FirstPlace(
        first=first,
        robust=first is not None and not np.delete(most[known] >= least[first], np.flatnonzero(known == first)).any(),
        overlaps=overlaps,
        probabilities=probabilities,
        nobody=float(np.prod(_at_most(np.zeros(1), *ranges))),
    )


def check_effects(*, low: Values, high: Values, confidence: Values) -> None:
    """Refuse ranges that end below their start, and confidences outside 0 to 1.

    Raises
    ------
    ValueError
    """
    if not low.shape == high.shape == confidence.shape or low.ndim != 1:
        raise ValueError("every candidate has a range and a confidence")
    if np.any(np.isinf(low) | np.isinf(high)) or np.any(low > high):
        raise ValueError("a range starts at or below its end")
    if np.any((confidence < 0) | (confidence > 1)):
        raise ValueError("a confidence is 0 to 1")


def _at_most(x: Values, low: Values, high: Values, confidence: Values) -> Values:
    """Probability that each candidate's effect is at most x, where x is 0 or more: shape (n, x.size)."""
    width = (high - low)[:, np.newaxis]
    above = x - low[:, np.newaxis]
    inside = np.divide(above, width, out=np.where(above >= 0, 1.0, 0.0), where=width > 0)
    at_most: Values = 1.0 - confidence[:, np.newaxis] * (1.0 - np.clip(inside, 0.0, 1.0))
    return at_most


def _of_ranges(low: Values, high: Values, confidence: Values) -> Values:
    """For candidates with a range: the integral of its density x the probability that all others are below."""
    ends = np.unique(np.concatenate([[0.0], low, high]).clip(min=0.0))
    nodes, weights = np.polynomial.legendre.leggauss(max((low.size + 1) // 2, 1))
    half = np.diff(ends)[:, np.newaxis] / 2
    x = (ends[:-1, np.newaxis] + half * (1.0 + nodes)).ravel()
    dx = (half * weights).ravel()
    at_most = _at_most(x, low, high, confidence)
    found = np.zeros(low.size)
    for i in np.flatnonzero(high > low):
        density = np.where((x > low[i]) & (x < high[i]), confidence[i] / (high[i] - low[i]), 0.0)
        found[i] = np.sum(dx * density * np.prod(np.delete(at_most, i, axis=0), axis=0))
    return found


def _of_points(low: Values, high: Values, confidence: Values) -> Values:
    """For candidates with a single value: all others below, or equal and sharing the place."""
    nodes, weights = np.polynomial.legendre.leggauss(max((low.size + 1) // 2, 1))
    share = (1.0 + nodes) / 2
    found = np.zeros(low.size)
    for i in np.flatnonzero((high == low) & (low > 0)):
        equal = (low == low[i]) & (high == low[i])
        below = np.prod(_at_most(low[i : i + 1], low, high, confidence)[~equal])
        equal[i] = False
        # The mean of 1 / (1 + how many equal ones succeed) is the integral of their generating function.
        shared = np.prod(1.0 - confidence[equal, np.newaxis] * (1.0 - share), axis=0)
        found[i] = confidence[i] * below * np.sum(shared * weights) / 2
    return found
