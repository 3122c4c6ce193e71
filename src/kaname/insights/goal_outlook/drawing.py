"""The draws of a goal's leaves: the same for the same outlook, so that two assumptions differ by nothing else."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from kaname.measures.outlook.tree import leaf_draws

Numbers = NDArray[np.float64]
SEED = 20_260_401
# Fifty leaves take 1.6 MB.
MOST_KEPT = 16


def draws_of(quantiles: Numbers, correlation: Numbers) -> Numbers:
    """Shape (n_leaves, n_draws); NaN of leaves without an outlook."""
    return leaf_draws(quantiles=quantiles, rng=np.random.default_rng(SEED), correlation=correlation)


class KeptDraws:
    """The draws of the goals that were looked at last, in this process."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[tuple[int, str], Numbers](), Lock()

    def of(self, goal: int, made_at: str, quantiles: list[list[float | None]], correlation: list[list[float]]) -> Numbers:
        """Those of an outlook that was made then."""
        key = (goal, made_at)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = draws_of(np.array(quantiles, dtype=np.float64), np.array(correlation, dtype=np.float64))
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


kept_draws = KeptDraws()
