"""From a baseline to a target: growth, gap, and the gap per month. See docs/measures/feasibility.md."""

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kaname.measures.attainment import bounds
from kaname.measures.direction import Direction
from kaname.measures.sharing import NoCapacity


class GrowthUndefined(ValueError):  # noqa: N818
    """Growth from nothing, or from less than nothing, has no size."""

    code = "growth_undefined"

    def __init__(self) -> None:
        super().__init__("growth needs a baseline above 0")


def target_from_growth(*, baseline: Decimal, growth: Decimal) -> Decimal:
    """The target that growth asks for, exactly: baseline x (1 + growth).

    Raises
    ------
    GrowthUndefined
        If the baseline is 0 or below.
    """
    if not baseline > 0:
        raise GrowthUndefined
    return baseline * (1 + growth)


def gap(
    *, target: float, baseline: float, direction: Direction = Direction.HIGHER, upper: float | None = None
) -> float:
    """Target - baseline; of a range, the way to its nearer end, 0 inside it. [unit of the metric]

    Raises
    ------
    ValueError
        If `upper` is below `target`.
    """
    low, high = bounds(target=target, direction=direction, upper=upper)
    return min(max(baseline, low), high) - baseline


def gap_per_month(*, gap: float, hours: NDArray[np.float64], additive: bool) -> NDArray[np.float64]:
    """What each remaining month has to bring of the gap.

    Parameters
    ----------
    gap : float
        Below 0 where the metric has to fall. [unit of the metric]
    hours : ndarray, shape (n_months,)
        Working time of each remaining month, 0 or more. [h]
    additive : bool
        Counts and sums are shared by working time; a rate or mean has the whole gap in every month.

    Raises
    ------
    NoCapacity
        If something has to be shared and no working time is left.
    ValueError
        If hours are negative or not finite.
    """
    if not np.all(np.isfinite(hours)) or np.any(hours < 0):
        raise ValueError("working time is 0 or more")
    if not additive:
        return np.full(hours.shape, gap, dtype=np.float64)
    total = hours.sum()
    if total == 0:
        raise NoCapacity
    parts: NDArray[np.float64] = gap * (hours / total)
    return parts
