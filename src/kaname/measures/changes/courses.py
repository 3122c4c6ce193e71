"""The straight courses of a history that was split, and how sure they are. See docs/measures/phases.md."""

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from typing import Self

import numpy as np

from kaname.measures.changes.daily_noise import MOST_LAG
from kaname.measures.changes.evidence import credible_days
from kaname.measures.changes.lines import Lines
from kaname.measures.changes.scan import Numbers


@dataclass(frozen=True)
class Scale:
    """Mean and standard deviation that values are reckoned in. [unit]"""

    mean: float
    spread: float
    is_flat: bool

    @classmethod
    def of(cls, values: Numbers) -> Self:
        mean, spread = float(values.mean()), float(values.std())
        # Rounding alone is no spread.
        is_flat = spread <= 1e-12 * float(np.abs(values).max())
        return cls(mean, 1.0 if is_flat else spread, is_flat)

    def down(self, values: Numbers) -> Numbers:
        return np.zeros_like(values) if self.is_flat else (values - self.mean) / self.spread


@dataclass(frozen=True)
class Courses:
    """One line per phase between `bounds` (in known points); `noise` is the standard deviation around them, scaled.

    `inflation` is by how much neighbours that resemble each other make a line less sure. [ratio]
    """

    lines: Lines
    bounds: tuple[int, ...]
    scale: Scale
    shortest: int
    noise: float
    inflation: float

    @classmethod
    def of(cls, lines: Lines, begins: list[int], *, scale: Scale, shortest: int) -> Self:
        bounds = (0, *begins, len(lines.z))
        stretches = list(pairwise(bounds))
        off = [_residuals(lines, first, last) for first, last in stretches]
        squares = float(sum((each**2).sum() for each in off))
        pairs = float(sum((each[1:] * each[:-1]).sum() for each in off))
        # The lag-1 correlation of n residuals around a line is too low by about 2 / n.
        lag = pairs / squares + 2 * len(stretches) / len(lines.z) if squares > 0 else 0.0
        lag = min(max(lag, 0.0), MOST_LAG)
        freedom = max(len(lines.z) - 2 * len(stretches), 1)
        return cls(lines, bounds, scale, shortest, sqrt(squares / freedom), (1 + lag) / (1 - lag))

    @property
    def n(self) -> int:
        return len(self.bounds) - 1

    @property
    def freedom(self) -> float:
        """Degrees of freedom of the noise: of points that resemble each other there are fewer."""
        return max((len(self.lines.z) - 2 * self.n) / self.inflation, 1.0)

    def place(self, point: int) -> int:
        return int(self.lines.t[point])

    def value(self, index: int, place: int) -> float:
        """Of the line of a phase, also beyond it. [unit]"""
        t, z, slope = self.lines.line(self.bounds[index], self.bounds[index + 1])
        return self.scale.mean + self.scale.spread * (z + slope * (place - t))

    def slope(self, index: int) -> float:
        return self.scale.spread * self.lines.line(self.bounds[index], self.bounds[index + 1])[2]

    def step_error(self, index: int, place: int) -> float:
        """Standard error of the step from the line before to the line of phase `index`. [unit]"""
        sides = zip(self.bounds[index - 1 : index + 1], self.bounds[index : index + 2], strict=True)
        variance = sum(self.lines.variance_at(first, last, place) for first, last in sides)
        return self.scale.spread * self.noise * sqrt(variance * self.inflation)

    def saved(self, index: int) -> float:
        """Residuals that the break before phase `index` saves, in variances of noise whose neighbours are alike."""
        first, at, last = self.bounds[index - 1 : index + 2]
        one, two = self.lines.residual(first, last), self.lines.residual(first, at) + self.lines.residual(at, last)
        return float(one - two) / max(self.noise**2 * self.inflation, 1e-12)

    def date_of(self, index: int) -> tuple[int, int]:
        """Places between which phase `index` begins with 95 %, if its neighbours stay where they are."""
        first, last = self.bounds[index - 1], self.bounds[index + 1]
        tried = np.arange(first + self.shortest, last - self.shortest + 1)
        squares = self.lines.residual(first, tried) + self.lines.residual(tried, last)
        variance = max(2 * self.noise**2 * self.inflation, 1e-12)
        weights = np.exp(-(squares - squares.min()) / variance)
        inside = np.flatnonzero(credible_days(weights=(weights / weights.sum())[None])[0])
        return self.place(int(tried[inside[0]])), self.place(int(tried[inside[-1]]))


def _residuals(lines: Lines, first: int, last: int) -> Numbers:
    t, z, slope = lines.line(first, last)
    return np.asarray(lines.z[first:last] - z - slope * (lines.t[first:last] - t), dtype=np.float64)
