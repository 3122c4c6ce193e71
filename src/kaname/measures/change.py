"""The change from one period to another."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """A difference in the metric's own unit, and relative to the size of the earlier value.

    For a ratio, `points` x 100 are percentage points. `relative` is None where the earlier value is zero. [unit; ratio]
    """

    points: float
    relative: float | None


def change(current: float | None, before: float | None) -> Change | None:
    """Change from `before` to `current`, up is positive also from negative values; None where either is missing."""
    if current is None or before is None:
        return None
    points = current - before
    return Change(points=points, relative=points / abs(before) if before else None)
