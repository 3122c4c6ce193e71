"""How much of a target is reached. See docs/measures/attainment.md."""

from kaname.measures.direction import Direction

# 0.1 + 0.2 reaches a target of 0.3. [share of the target]
ROUNDING = 1e-9


def attainment(
    *,
    actual: float | None,
    target: float | None,
    direction: Direction,
    upper: float | None = None,
    baseline: float | None = None,
) -> float | None:
    """Share of the target that is reached; 1 when actual equals the target, not capped above.

    Higher is better: actual / target. Lower is better: target / actual. Range: 1 inside `target <= actual <= upper`,
    below it as higher, above it as lower is better. With a baseline: the share of the gap from baseline to target that
    is covered.

    Returns
    -------
    float or None
        None where no ratio means anything: a missing value; a zero or negative divisor. [ratio]

    Raises
    ------
    ValueError
        If `upper` is below `target`.
    """
    if actual is None or target is None:
        return None
    low, high = bounds(target=target, direction=direction, upper=upper)
    if low <= actual <= high:
        return 1.0
    if baseline is not None and _shortfall(baseline, low=low, high=high, direction=direction) > 0:
        return _gap_covered(actual, baseline=baseline, low=low, high=high, direction=direction)
    if direction is Direction.HIGHER or (direction is Direction.RANGE and actual < low):
        return actual / low if low > 0 else None
    return high / actual if high >= 0 and actual > 0 else None


def is_reached(*, actual: float, target: float, direction: Direction, upper: float | None = None) -> bool:
    """Whether the actual is as good as the target or better, within the rounding of binary fractions."""
    low, high = bounds(target=target, direction=direction, upper=upper)
    rounding = ROUNDING * max(abs(low), abs(high))
    return _shortfall(actual, low=low, high=high, direction=direction) <= rounding


def bounds(*, target: float, direction: Direction, upper: float | None) -> tuple[float, float]:
    """Lowest and highest value that meet the target exactly; both are the target unless it is a range.

    Raises
    ------
    ValueError
        If `upper` is below `target`.
    """
    if direction is not Direction.RANGE or upper is None:
        return target, target
    if upper < target:
        raise ValueError(f"the upper end {upper} is below the lower end {target}")
    return target, upper


def _shortfall(value: float, *, low: float, high: float, direction: Direction) -> float:
    """How far the value is on the wrong side of the target; below 0 where it is better than the target."""
    if direction is Direction.HIGHER:
        return low - value
    if direction is Direction.LOWER:
        return value - high
    return max(low - value, 0.0, value - high)


def _gap_covered(actual: float, *, baseline: float, low: float, high: float, direction: Direction) -> float:
    gap = _shortfall(baseline, low=low, high=high, direction=direction)
    return 1.0 - _shortfall(actual, low=low, high=high, direction=direction) / gap
