"""What is known of series of months: where it begins, and its small gaps. See docs/measures/outlook-months.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
# As many unknown periods in a row are filled in; after a longer gap history begins anew. [periods]
LONGEST_GAP = 2
# And no more than this share of a history; otherwise it begins after the latest gap that is too much. [0-1]
MOST_FILLED = 0.1


@dataclass(frozen=True)
class History:
    """Series that end with their latest period: NaN before their first one, and none after it.

    `n` counts the periods from there on, `filled` those of them that were unknown. A series whose latest periods are
    unknown has `missing` of them, and no history.
    """

    values: Numbers
    n: Counts
    filled: Counts
    missing: Counts

    @property
    def additive(self) -> NDArray[np.bool_]:
        """Whether a value of 0 or less stands in the series, so that it has no logarithm."""
        return np.asarray((np.nan_to_num(self.values, nan=1.0) <= 0).any(axis=1))

    @property
    def least(self) -> Numbers:
        """0 where the series was never below it, and no bound elsewhere; shape (n_series,)."""
        return np.where((np.nan_to_num(self.values) < 0).any(axis=1), -np.inf, 0.0)

    def rows(self, chosen: NDArray[np.bool_]) -> "History":
        n = self.n[chosen]
        first = self.values.shape[1] - int(n.max(initial=0))
        return History(self.values[chosen, first:], n, self.filled[chosen], self.missing[chosen])

    def until(self, back: int) -> "History":
        """What was known so many periods earlier."""
        values = self.values[:, : max(self.values.shape[1] - back, 0)]
        return History(values, np.maximum(self.n - back, 0), self.filled, self.missing)


def history(values: Numbers) -> History:
    """Cut what is unknown at the beginning, fill small gaps on a straight line between their neighbours.

    Raises
    ------
    ValueError
        If the values are not of shape (n_series, n_periods), or one is infinite.
    """
    if values.ndim != 2 or np.isinf(values).any():
        raise ValueError(f"series are rows of numbers or NaN, not of shape {values.shape}")
    rows = [_filled(row) for row in values]
    lengths = np.array([len(row) for row, *_ in rows], dtype=np.int64)
    whole = np.full((len(rows), int(lengths.max(initial=0))), np.nan)
    for place, (row, *_) in enumerate(rows):
        whole[place, whole.shape[1] - len(row) :] = row
    counted = [np.array(each, dtype=np.int64) for each in zip(*[(f, m) for _, f, m in rows], strict=True)]
    filled, missing = counted or [np.zeros(0, dtype=np.int64)] * 2
    return History(whole, lengths, filled, missing)


def _filled(row: Numbers) -> tuple[Numbers, int, int]:
    """One series, how many of its periods were unknown, and how many are at its end."""
    known = np.flatnonzero(np.isfinite(row))
    if not known.size:
        return row[:0], 0, 0
    missing = int(row.size - 1 - known[-1])
    if missing:
        return row[:0], 0, missing
    known = known[_begins(known) :]
    places = np.arange(known[0], row.size)
    return np.interp(places, known, row[known]), int(places.size - known.size), 0


def _begins(known: Counts) -> int:
    """Which of the known periods is the first from which on gaps are small and few."""
    after_gaps = np.flatnonzero(np.diff(known) > 1) + 1
    for earlier, place in list(zip(np.r_[0, after_gaps], after_gaps, strict=False))[::-1]:
        span = known[-1] - known[earlier] + 1
        filled = span - (known.size - earlier)
        if known[place] - known[place - 1] - 1 > LONGEST_GAP or filled > MOST_FILLED * span:
            return int(place)
    return 0
