"""Which identities a load has brought so far."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]


class Seen:
    """Hashes in sorted runs, each more than twice as long as the next: exact, and 8 bytes a row."""

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def any_of(self, ordered: Hashes) -> bool:
        """Whether any of these sorted hashes was added before."""
        return any(_share(run, ordered) for run in self._runs)

    def add(self, ordered: Hashes) -> None:
        while self._runs and len(self._runs[-1]) <= 2 * len(ordered):
            ordered = np.sort(np.concatenate([self._runs.pop(), ordered]))
        self._runs.append(ordered)


def _share(run: Hashes, ordered: Hashes) -> bool:
    places = np.searchsorted(run, ordered)
    return bool((run[np.minimum(places, len(run) - 1)] == ordered).any())
