"""The periods before and after something started, and what is missing of them. See docs/measures/effect.md."""

from dataclasses import dataclass
from math import ceil
from typing import Self

import numpy as np

from kaname.measures.noise import Numbers, Outcome, Stretch, level, unscaled

# Events (for shares also failures) to be expected in each stretch, as for any test of counts. [count]
LEAST_EXPECTED = 5.0


@dataclass(frozen=True)
class BeforeAfter:
    """The periods before the start and those from it on, of one or several units."""

    before: Stretch
    after: Stretch
    outcome: Outcome

    @classmethod
    def at(cls, units: Stretch, start: int, outcome: Outcome) -> Self:
        return cls(units.part(0, start), units.part(start, units.events.shape[1]), outcome)

    @property
    def expected(self) -> Numbers:
        """Events of both stretches if both had one level, for shares the rarer of both outcomes; shape (2, n_units)."""
        exposure = np.array([self.before.exposure.sum(axis=1), self.after.exposure.sum(axis=1)])
        events, time = self.before.events.sum(axis=1) + self.after.events.sum(axis=1), exposure.sum(axis=0)
        mean = np.divide(events, time, out=np.zeros_like(time), where=time > 0)
        share = mean if self.outcome is Outcome.RATE else np.minimum(mean, np.maximum(1 - mean, 0.0))
        return np.asarray(exposure * share, dtype=np.float64)

    def missing(self, *, least_before: int, least_after: int) -> tuple[int, int] | None:
        """How many periods of the first unit are too few, by themselves or with too few events in them.

        None where nothing (or for shares, nothing else) ever happened: no number of periods can be named.
        """
        expected = self.expected[:, 0]
        if not expected.all() and self.before.exposure.any() and self.after.exposure.any():
            return None
        return (
            _more(float(self.before.periods[0]), least_before, float(expected[0])),
            _more(float(self.after.periods[0]), least_after, float(expected[1])),
        )

    @property
    def levels(self) -> tuple[float, float]:
        """Of the first unit before and after, on the scale."""
        return float(level(self.before, outcome=self.outcome)[0]), float(level(self.after, outcome=self.outcome)[0])

    @property
    def values(self) -> tuple[float | None, float | None]:
        """Of the first unit before and after in the metric's unit, as they were; None without exposure."""
        before, after = (
            float(part.events[0].sum() / part.exposure[0].sum()) * self._usual if part.exposure[0].any() else None
            for part in (self.before, self.after)
        )
        return before, after

    def interval(self, *, expected: float, half: float) -> tuple[float, float, float]:
        """What was expected, and the lowest and highest difference from it in the metric's unit.

        `expected` and `half` the width around the level since the start are on the scale.
        """
        ends = expected, self.levels[1] - half, self.levels[1] + half
        due, low, high = (float(unscaled(end, outcome=self.outcome)) * self._usual for end in ends)
        size = (self.values[1] or 0.0) - due  # none at all is below the half event that has a logarithm
        return due, min(low - due, size), max(high - due, size)

    @property
    def _usual(self) -> float:
        """What a rate is shown for: the mean exposure of a period since the start; 1 for a share."""
        if self.outcome is Outcome.SHARE:
            return 1.0
        part = self.after if self.after.exposure[0].any() else self.before
        return float(part.exposure[0].sum() / part.periods[0])


def _more(periods: float, least: int, expected: float) -> int:
    enough = ceil(periods * LEAST_EXPECTED / expected) if 0 < expected < LEAST_EXPECTED else 0
    return max(least - int(periods), enough - int(periods), 0)
