"""Splitting a team target over its members so that the parts sum exactly."""

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

MANTISSA_BITS = 53


class NoCapacity(ValueError):  # noqa: N818
    """Nobody has any time to take a share."""

    code = "no_capacity"

    def __init__(self) -> None:
        super().__init__("nobody has working time in this period")


def share_target(*, target: int, capacity: NDArray[np.float64]) -> NDArray[np.int64]:
    """Split a team target into whole personal targets in proportion to capacity.

    Largest-remainder method [1]_: each person gets the whole part of their exact
    share; units left over go to the largest fractions, earlier people first on ties.

    Parameters
    ----------
    target : int
        Team target for the period, 0 or more. [count]
    capacity : ndarray, shape (n_people,)
        Selling time of each person in the period, 0 or more. [h]

    Returns
    -------
    ndarray of int64, shape (n_people,)
        Personal targets in the order of `capacity`; they sum to `target`. [count]

    Raises
    ------
    NoCapacity
        If the capacities sum to zero.
    ValueError
        If the target or a capacity is negative or not finite.

    References
    ----------
    .. [1] Balinski and Young, "Fair Representation", Yale University Press, 1982.
    """
    if target < 0:
        raise ValueError(f"a target to split is 0 or more, not {target}")
    weights = _whole_weights(capacity)
    total = sum(weights)
    if total == 0:
        raise NoCapacity
    whole, fraction = zip(*(divmod(target * weight, total) for weight in weights), strict=True)
    shares = np.array(whole, dtype=np.int64)
    largest_first = sorted(range(len(weights)), key=lambda person: -fraction[person])
    shares[largest_first[: target - sum(whole)]] += 1
    return shares


def share_amount(*, target: Decimal, capacity: NDArray[np.float64], step: Decimal) -> list[Decimal]:
    """`share_target` for amounts: personal targets are multiples of `step` and sum to `target` to the last digit.

    Parameters
    ----------
    target : Decimal
        Team target, 0 or more. What is left beyond whole steps goes to the person with most capacity. [currency]
    capacity : ndarray, shape (n_people,)
        Selling time of each person in the period, 0 or more. [h]
    step : Decimal
        What amounts are rounded to, above 0: 1 for yen, 0.01 for cents, 10000 for whole 万円. [currency]

    Raises
    ------
    NoCapacity
        If the capacities sum to zero.
    ValueError
        If the target or a capacity is negative or not finite, or the step is not above 0.
    """
    if not step > 0:
        raise ValueError(f"a step is above 0, not {step}")
    steps, rest = divmod(target, step)
    shares = [int(share) * step for share in share_target(target=int(steps), capacity=capacity)]
    shares[int(np.argmax(capacity))] += rest
    return shares


def _whole_weights(capacity: NDArray[np.float64]) -> list[int]:
    """The capacities as whole numbers in exactly the same proportion: no rounding can move a unit."""
    if not np.all(np.isfinite(capacity)) or np.any(capacity < 0):
        raise ValueError("capacity is 0 or more")
    # A binary fraction is a whole mantissa times a power of two; the smallest power becomes 1.
    mantissas, exponents = np.frexp(np.asarray(capacity, dtype=np.float64))
    powers = np.where(mantissas > 0, exponents - exponents[mantissas > 0].min(initial=0), 0)
    whole = np.ldexp(mantissas, MANTISSA_BITS).astype(np.int64)
    return [mantissa << power for mantissa, power in zip(whole.tolist(), powers.tolist(), strict=True)]
