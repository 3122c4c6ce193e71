"""Whether a link is seen in all of the time or in some stretch only. See docs/measures/drivers.md."""

import numpy as np

from kaname.measures.drivers.calendar import Numbers

# Complementary pairs of half-samples, each half of the blocks of time.
PAIRS = 25
# The same half-samples for the same data: a constant, as answers must not change by being asked again.
SEED = 20261128


def block_sums(*, target: Numbers, values: Numbers, n_lags: int, length: int) -> Numbers:
    """Products of target and lagged candidates, summed per block of periods: (n_blocks, n_candidates, n_lags)."""
    n = target.size
    starts = np.arange(0, max(n - length // 2, 1), length)
    sums = np.empty((starts.size, len(values), n_lags))
    products = np.zeros_like(values)
    for lag in range(n_lags):
        products[:, :lag] = 0.0
        np.multiply(values[:, : n - lag], target[lag:], out=products[:, lag:])
        sums[:, :, lag] = np.add.reduceat(products, starts, axis=1).T
    return sums


def selection_frequency(sums: Numbers, *, place: int, lag: int, sign: float, near: int, strongest: int) -> float:
    """Share of half-samples in which a candidate is among the strongest, at about its lag and in its direction.

    Complementary pairs as in Shah and Samworth [1]_, of whole blocks, so that neighbouring periods stay together.

    References
    ----------
    .. [1] Shah and Samworth, "Variable selection with error control: another look at stability selection", Journal of
       the Royal Statistical Society B 75 (2013) 55-80.
    """
    halves = _halves(len(sums))
    scores = (halves @ sums.reshape(len(sums), -1)).reshape(len(halves), *sums.shape[1:])
    window = scores[:, place, max(lag - near, 0) : lag + near + 1]
    own = (sign * window).max(axis=1)
    best = np.abs(scores).max(axis=2)
    ahead = (np.delete(best, place, axis=1) > own[:, None]).sum(axis=1)
    return float(np.mean((ahead < strongest) & (own > 0)))


def _halves(n_blocks: int) -> Numbers:
    """Rows of 0 and 1 over the blocks, each followed by its complement."""
    rng = np.random.default_rng(SEED)
    chosen = np.array([rng.permutation(n_blocks) < n_blocks // 2 for _ in range(PAIRS)])
    return np.concatenate([chosen, ~chosen]).astype(np.float64)
