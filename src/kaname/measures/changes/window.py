"""The last half year of several series, and the days on which a level may have changed. See docs/measures/watch.md."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kaname.measures.changes.daily_noise import Around
from kaname.measures.changes.scan import Kind, Numbers, Places, Split, split

# Half a year: long enough for a level, short enough not to hold two of them.
WINDOW = 182
# A change shows from its first week on; older than 60 days it is history, and `phases` tells it. [d]
YOUNGEST, OLDEST = 7, 60
LEAST_DAYS_BEFORE = 28
# Of the days since a change at least so many must be known: a week with a weekend and a holiday. [d]
LEAST_DAYS_AFTER = 4
# With fewer events in half a year not even a full stop would show. [count]
LEAST_EVENTS = 30


@dataclass(frozen=True)
class Window:
    """The last days, 0 of both where a day does not count; candidates and whether they may be the day."""

    y: Numbers
    e: Numbers
    known: NDArray[np.bool_]
    kind: Kind
    first: int

    @classmethod
    def of(cls, counts: Numbers, exposure: Numbers, kind: Kind) -> "Window":
        y, e = counts[:, -WINDOW:], exposure[:, -WINDOW:]
        known = np.isfinite(y) & np.isfinite(e)
        used = known & (np.where(known, e, 0.0) > 0)
        return cls(np.where(used, y, 0.0), np.where(used, e, 0.0), known, kind, counts.shape[1] - y.shape[1])

    def relative_to(self, factors: Numbers) -> "Window":
        return replace(self, e=self.e * factors)

    def with_counts(self, y: Numbers) -> "Window":
        return replace(self, y=y)

    @property
    def candidates(self) -> Places:
        days = self.y.shape[1]
        return np.arange(max(days - OLDEST, 1), max(days - YOUNGEST + 1, 2))

    @property
    def parts(self) -> Split:
        return split(y=self.y, e=self.e, candidates=self.candidates, kind=self.kind)

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Which candidates have enough known days before and after them; shape (n_series, n_candidates)."""
        known = self.known.astype(np.float64)
        days = split(y=known, e=known, candidates=self.candidates, kind=Kind.RATE)
        parts = self.parts
        enough = (days.y_before >= LEAST_DAYS_BEFORE) & (days.y_after >= LEAST_DAYS_AFTER)
        return np.asarray(enough & (parts.e_before > 0) & (parts.e_after > 0), dtype=np.bool_)

    @property
    def events(self) -> Numbers:
        """What the level is known from: events, the rarer outcome of trials, or how many were averaged."""
        y, e = self.y.sum(axis=1), self.e.sum(axis=1)
        rarer = np.asarray(np.minimum(y, e - y), dtype=np.float64)
        averaged = np.where(y > 0, e, 0.0)
        return np.asarray({Kind.RATE: y, Kind.SHARE: rarer, Kind.MEAN: averaged}[self.kind], dtype=np.float64)

    def around(self) -> Around:
        """The days around the two levels that fit best."""
        best = np.where(self.counts, self.parts.gain, -1.0).argmax(axis=1)
        return Around.two_levels(y=self.y, e=self.e, place=self.candidates[best], kind=self.kind)

    @property
    def missing_days(self) -> Places:
        """How many more known days until there is a day to try, 0 or more; shape (n_series,)."""
        short = LEAST_DAYS_BEFORE + YOUNGEST - self.known.sum(axis=1)
        return np.asarray(np.where(self.counts.any(axis=1), 0, np.maximum(short, 1)), dtype=np.int64)

    @property
    def missing_events(self) -> Places:
        short = np.ceil(LEAST_EVENTS - self.events)
        return np.asarray(np.maximum(short, 0), dtype=np.int64)
