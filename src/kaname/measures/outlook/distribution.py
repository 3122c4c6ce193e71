"""What may come, as a distribution: its middle, intervals, probabilities. See docs/measures/outlook-months.md."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from kaname.measures.attainment import ROUNDING
from kaname.measures.direction import Direction
from kaname.measures.outlook.history import Numbers

# Eight of ten intervals hold what comes true. [0-1]
COVERAGE = 0.8


@dataclass(frozen=True)
class Distribution:
    """What was achieved plus what comes: Student's t around `ahead`, on its logarithm or, where additive, as it is.

    All arrays have one shape, or broadcast to it. `ahead` is as often too low as too high; `half` is half the width of
    the 80 % interval, a difference of logarithms or, where additive, in the metric's unit. NaN where not known. Nothing
    comes that is below `least`: 0 for what was never below 0.
    """

    ahead: Numbers
    half: Numbers
    additive: NDArray[np.bool_]
    freedom: float
    least: Numbers | float = -np.inf
    achieved: Numbers | float = 0.0

    @property
    def expected(self) -> Numbers:
        """The middle: it ends above as often as below. [unit of the metric]"""
        return np.asarray(self.achieved + np.maximum(self.ahead, self.least))

    def interval(self, *, coverage: float = COVERAGE) -> tuple[Numbers, Numbers]:
        """Lower and upper end of the interval that holds what comes true so often. [unit of the metric]

        Raises
        ------
        ValueError
            If the coverage is not above 0 and below 1.
        """
        if not 0 < coverage < 1:
            raise ValueError(f"a coverage is above 0 and below 1, not {coverage}")
        away = float(stdtrit(self.freedom, 0.5 + coverage / 2)) / self._unit
        return self._at(-away), self._at(away)

    def probability(self, *, target: Numbers | float, direction: Direction, upper: float | None = None) -> Numbers:
        """How probable it is that the target is reached: from it on, up to it, or from it to `upper`. [0-1]

        Raises
        ------
        ValueError
            If `upper` is missing for a range, or below the target.
        """
        if direction is Direction.RANGE and (upper is None or np.any(upper < np.asarray(target))):
            raise ValueError("a range has an upper end that is not below the lower one")
        room = ROUNDING * np.maximum(np.abs(target), np.abs(self.expected))
        most = np.asarray(target if direction is Direction.LOWER else upper, dtype=np.float64)
        below = 0.0 if direction is Direction.LOWER else self._below(target - room)
        up_to = 1.0 if direction is Direction.HIGHER else self._below(most + room)
        known = np.isfinite(self.half) & np.isfinite(self.ahead)
        return np.where(known, np.clip(up_to - below, 0.0, 1.0), np.nan)

    def widened(self, factor: float) -> "Distribution":
        """With half widths so many times as large. Raises ValueError unless the factor is above 0."""
        if not factor > 0:
            raise ValueError(f"intervals widen by a factor above 0, not {factor}")
        return replace(self, half=self.half * factor)

    @property
    def _unit(self) -> float:
        """Quantile of Student's t at the ends of the 80 % interval."""
        return float(stdtrit(self.freedom, 0.5 + COVERAGE / 2))

    def _at(self, away: float) -> Numbers:
        off = away * self.half
        with np.errstate(over="ignore"):
            ahead = np.where(self.additive, self.ahead + off, self.ahead * np.exp(np.where(self.additive, 0.0, off)))
        return np.asarray(self.achieved + np.maximum(ahead, self.least))

    def _below(self, value: Numbers) -> Numbers:
        """How probable it is to end below; NaN where the distribution is not known."""
        rest = value - self.achieved
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log(np.maximum(rest, 0.0) / np.where(self.additive, 1.0, self.ahead))
            away = np.where(self.additive, rest - self.ahead, ratio) / self.half
        return np.where(rest <= self.least, 0.0, stdtr(self.freedom, away * self._unit))
