"""The change from a baseline that reaches a target. See docs/measures/feasibility.md."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kaname.measures.attainment import ROUNDING, bounds
from kaname.measures.direction import Direction


class Basis(StrEnum):
    """What periods are compared by: growth (later / earlier - 1), or the difference where growth has no size."""

    GROWTH = "growth"
    DIFFERENCE = "difference"


@dataclass(frozen=True)
class RequiredChange:
    """The growth, or the difference, from the baseline to the target: what lies in `least` to `most` reaches it.

    `least` is -inf where the metric has to fall, `most` is inf where it has to rise; a range that holds the baseline
    has both ends. `nearest` is the smallest change that reaches the target, 0 inside a range; `rounding` is how far
    binary fractions may miss an end. [ratio; unit of the metric]
    """

    basis: Basis
    least: float
    most: float
    nearest: float
    rounding: float

    @property
    def asks_change(self) -> bool:
        """Whether standing still is not enough."""
        return not self.is_reached_by(0.0)

    def is_reached_by(self, change: float) -> bool:
        return self.least - self.rounding <= change <= self.most + self.rounding

    def percentile_among(self, changes: Sequence[float]) -> float | None:
        """Share of the changes that fell short of it, counting half of the equal ones. [0-1]

        None where there are no changes, and for a range that holds the baseline: what lies on both sides of it has
        no rank.
        """
        if not changes or (math.isfinite(self.least) and math.isfinite(self.most)):
            return None
        short = np.array(changes) - self.nearest if math.isfinite(self.least) else self.nearest - np.array(changes)
        return float(np.where(np.abs(short) <= self.rounding, 0.5, short < 0).mean())

    def beyond(self, rate: float | None) -> float | None:
        """What remains of the growth after a growth that comes by itself: (1 + required) / (1 + rate) - 1. [ratio]

        None without a rate, where growth has no size, and where nothing is left to divide by (rate -1).
        """
        if rate is None or rate == -1 or self.basis is Basis.DIFFERENCE or self.nearest < -1:
            return None
        return (1 + self.nearest) / (1 + rate) - 1

    def change_between(self, before: float | None, now: float) -> float | None:
        """The change of two comparable periods; None where one is not known or growth from it has no size."""
        if before is None or not self.counts(before) or not math.isfinite(now):
            return None
        return _changed(before, now, basis=self.basis)

    def counts(self, before: float) -> bool:
        """Whether a later value can be compared with this one."""
        return math.isfinite(before) and (self.basis is Basis.DIFFERENCE or before > 0)


def required_change(
    *, baseline: float, target: float, direction: Direction, upper: float | None = None
) -> RequiredChange:
    """What the target asks of the baseline: growth, or the difference where the baseline is 0 or below.

    Raises
    ------
    ValueError
        If baseline or target is not finite, or `upper` is below `target`.
    """
    if not (math.isfinite(baseline) and math.isfinite(target)):
        raise ValueError("baseline and target are numbers")
    low, high = bounds(target=target, direction=direction, upper=upper)
    basis = Basis.GROWTH if baseline > 0 else Basis.DIFFERENCE
    least, most = (_changed(baseline, end, basis=basis) for end in (low, high))
    size = max(abs(low), abs(high), abs(baseline))
    has_to_rise = direction is Direction.HIGHER or (direction is Direction.RANGE and least > 0)
    has_to_fall = direction is Direction.LOWER or (direction is Direction.RANGE and most < 0)
    return RequiredChange(
        basis=basis,
        least=-math.inf if has_to_fall else least,
        most=math.inf if has_to_rise else most,
        nearest=least if has_to_rise else most if has_to_fall else 0.0,
        rounding=ROUNDING * (size / baseline if basis is Basis.GROWTH else size),
    )


def _changed(before: float, now: float, *, basis: Basis) -> float:
    return now / before - 1 if basis is Basis.GROWTH else now - before
