"""Which identities a load has brought so far."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]

# Hashes of 63 bits fall into these evenly, so that each merge needs memory for a small part of all.
BUCKETS = 64
EDGES = np.arange(1, BUCKETS, dtype=np.int64) << 57


class Seen:
    """Hashes in buckets of sorted runs, each more than twice as long as the next: exact, and 8 bytes a row."""

    def __init__(self) -> None:
        self._buckets: list[list[Hashes]] = [[] for _ in range(BUCKETS)]

    def any_of(self, ordered: Hashes) -> bool:
        """Whether any of these sorted hashes was added before."""
        return any(_share(run, part) for runs, part in self._sorted_in(ordered) for run in runs)

    def add(self, ordered: Hashes) -> None:
        for runs, part in self._sorted_in(ordered):
            merged = part.copy()
            while runs and len(runs[-1]) <= 2 * len(merged):
                merged = np.concatenate([runs.pop(), merged])
                merged.sort(kind="stable")  # merges what is sorted already
            runs.append(merged)

    def _sorted_in(self, ordered: Hashes) -> Iterator[tuple[list[Hashes], Hashes]]:
        """Each bucket with the hashes that belong there, where there are any."""
        parts = np.split(ordered, np.searchsorted(ordered, EDGES))
        return ((runs, part) for runs, part in zip(self._buckets, parts, strict=True) if len(part))


def _share(run: Hashes, ordered: Hashes) -> bool:
    places = np.searchsorted(run, ordered)
    return bool((run[np.minimum(places, len(run) - 1)] == ordered).any())
