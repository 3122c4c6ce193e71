"""A period's target over its months or weeks, and editing them. See docs/measures/spreading.md."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kaname.measures.sharing import share_amount

Weights = NDArray[np.float64]


class CannotSpread(ValueError):  # noqa: N818
    """The parts cannot take what they should; `code` is stable: `negative`, `fixed_exceed_total`, `nothing_free`."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def spread(*, total: Decimal, weights: Weights, step: Decimal) -> list[Decimal]:
    """The parts of a count or sum in proportion to the weights; they sum to `total` to the last digit.

    Parameters
    ----------
    total : Decimal
        0 or more. What is left beyond whole steps goes to the part with most weight. [unit of the metric]
    weights : ndarray, shape (n_parts,)
        Working time, or working time x season, 0 or more. [h]
    step : Decimal
        What parts are rounded to, above 0. [unit of the metric]

    Raises
    ------
    CannotSpread
        `negative`, if the total is below 0.
    NoCapacity
        If the weights sum to zero.
    ValueError
        If a weight is negative or not finite, or the step is not above 0.
    """
    if total < 0:
        raise CannotSpread("negative", f"a total to spread is 0 or more, not {total}")
    return share_amount(target=total, capacity=weights, step=step)


def edit_keeping_sum(
    *, values: Sequence[Decimal], index: int, new: Decimal, fixed: Sequence[bool], weights: Weights, step: Decimal
) -> list[Decimal]:
    """Change one part; the parts that are not fixed take the difference in proportion to weights, none below 0.

    A part that is used up leaves the rest to the others; those without weight give only when no other can.

    Parameters
    ----------
    values, fixed, weights : sequences of one length
        The parts before the change, 0 or more. [unit of the metric]
    index : int
        The part that is changed; whether it is fixed itself does not matter.
    step : Decimal
        What the others are changed by, above 0; what is left beyond whole steps goes to a single part.

    Raises
    ------
    CannotSpread
        `negative`, if a part would be below 0; `fixed_exceed_total`, if the new value and the fixed parts are more
        than the sum; `nothing_free`, if nobody can take what the part gives up.
    ValueError
        If lengths differ, or `spread` refuses weights or step.
    """
    if not len(values) == len(fixed) == len(weights) or not 0 <= index < len(values):
        raise ValueError("every part has a value, a weight, and is fixed or not")
    if new < 0 or min(values) < 0:
        raise CannotSpread("negative", "parts are 0 or more")
    free = np.array([not held and place != index for place, held in enumerate(fixed)])
    changed = edit_changing_sum(values=values, index=index, new=new)
    surplus = values[index] - new
    if surplus > 0:
        return _give(changed, amount=surplus, weights=np.where(free, weights, 0.0), step=step)
    if -surplus > sum((value for value, may in zip(values, free, strict=True) if may), Decimal(0)):
        raise CannotSpread("fixed_exceed_total", "the new value and the fixed parts are more than the sum")
    return _take(changed, amount=-surplus, free=free, weights=weights, step=step)


def edit_changing_sum(*, values: Sequence[Decimal], index: int, new: Decimal) -> list[Decimal]:
    """Change one part and leave the others; the sum changes with it.

    Raises
    ------
    CannotSpread
        `negative`, if the new value is below 0.
    """
    if new < 0:
        raise CannotSpread("negative", "parts are 0 or more")
    return [*values[:index], new, *values[index + 1 :]]


def _give(values: list[Decimal], *, amount: Decimal, weights: Weights, step: Decimal) -> list[Decimal]:
    if not np.any(weights > 0):
        raise CannotSpread("nothing_free", "no part is free to take the difference")
    given = spread(total=amount, weights=weights, step=step)
    return [value + part for value, part in zip(values, given, strict=True)]


def _take(
    values: list[Decimal], *, amount: Decimal, free: NDArray[np.bool_], weights: Weights, step: Decimal
) -> list[Decimal]:
    """Every round finishes or uses up a part, so that there are at most as many rounds as parts."""
    left = list(values)
    while amount > 0:
        able = free & np.array([value > 0 for value in left])
        by = np.where(able, weights, 0.0)
        if not by.any():
            by = np.where(able, np.array(left, dtype=np.float64), 0.0)
        taken = [
            min(part, value) for part, value in zip(spread(total=amount, weights=by, step=step), left, strict=True)
        ]
        left = [value - part for value, part in zip(left, taken, strict=True)]
        amount -= sum(taken)
    return left
