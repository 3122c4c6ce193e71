"""One word for how a target stands. The rule is written out in docs/measures/status.md."""

import math
from enum import StrEnum

from kaname.measures.attainment import bounds, is_reached
from kaname.measures.direction import Direction
from kaname.measures.pace import expected_by_now

# No judgement before this share of the working time. [0-1]
TOO_EARLY_BELOW = 0.20
# Margins against what is expected by now, better is positive. [share of the expected value]
AHEAD_FROM = 0.10
ON_TRACK_FROM = -0.05
AT_RISK_FROM = -0.20
# The same words by the probability of reaching the target. [0-1]
AHEAD_LIKELY_FROM = 0.90
ON_TRACK_LIKELY_FROM = 0.60
AT_RISK_LIKELY_FROM = 0.30


class Status(StrEnum):
    """How a target stands."""

    AHEAD = "ahead"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    TOO_EARLY = "too_early"
    NO_DATA = "no_data"
    NO_TARGET = "no_target"
    STALE = "stale"
    REACHED = "reached"


def status_of(
    *,
    actual: float | None,
    target: float | None,
    expected: float | None,
    share: float,
    over: bool,
    direction: Direction,
    additive: bool,
    upper: float | None = None,
    stale: bool = False,
    step: float = 0.0,
    probability: float | None = None,
) -> Status:
    """The status word; the first rule that applies wins.

    Parameters
    ----------
    actual, target, upper : float or None
        None where there is no data, no target, no upper end (range).
    expected : float or None
        From `expected_by_now`; None is read as that.
    share : float
        Elapsed share of the working time; 1 when none of it is left. [0-1]
    over : bool
        Whether the period's last day has passed: on a weekend before it, facts may still come in.
    additive : bool
        Counts and sums, which only grow; False for rates and means.
    stale : bool
        Whether facts are overdue, so that the actual cannot be trusted.
    step : float
        Smallest step of the metric, 1 for counts: being behind by less than a step is on track. [unit of the metric]
    probability : float or None
        Of reaching the target; None where there is no outlook: then the pace decides. [0-1]
    """
    if target is None or _asks_nothing(target, direction=direction, additive=additive):
        return Status.NO_TARGET
    if actual is None:
        return Status.NO_DATA
    if stale:
        return Status.STALE
    verdict = _final(actual, target=target, upper=upper, over=over, direction=direction, additive=additive)
    if verdict is not None:
        return verdict
    if share < TOO_EARLY_BELOW:
        return Status.TOO_EARLY
    if probability is not None:
        return likely(probability)
    low = expected_by_now(target=target, share=share, additive=additive) if expected is None else expected
    top = bounds(target=target, direction=direction, upper=upper)[1]
    high = expected_by_now(target=top, share=share, additive=additive) if direction is Direction.RANGE else low
    return _word(actual, low=low, high=max(low, high), direction=direction, step=step)


def _asks_nothing(target: float, *, direction: Direction, additive: bool) -> bool:
    return additive and direction is Direction.HIGHER and target == 0


def _final(
    actual: float, *, target: float, upper: float | None, over: bool, direction: Direction, additive: bool
) -> Status | None:
    """The verdict that the rest of the period cannot change any more, or None while it is open."""
    reached = is_reached(actual=actual, target=target, direction=direction, upper=upper)
    if over:
        return Status.REACHED if reached else Status.OFF_TRACK
    if not additive or target <= 0:
        return None
    if direction is Direction.HIGHER:
        return Status.REACHED if reached else None
    _, high = bounds(target=target, direction=direction, upper=upper)
    return Status.OFF_TRACK if actual > high and not reached else None


def likely(probability: float) -> Status:
    """The word for the probability of reaching a target. [0-1]"""
    if probability >= AHEAD_LIKELY_FROM:
        return Status.AHEAD
    if probability >= ON_TRACK_LIKELY_FROM:
        return Status.ON_TRACK
    return Status.AT_RISK if probability >= AT_RISK_LIKELY_FROM else Status.OFF_TRACK


def _word(actual: float, *, low: float, high: float, direction: Direction, step: float) -> Status:
    """Compare with the band expected by now; `low` and `high` are the same value unless it is a range."""
    if direction is Direction.LOWER or (direction is Direction.RANGE and actual > high):
        better, expected = high - actual, high
    elif direction is Direction.HIGHER or actual < low:
        better, expected = actual - low, low
    else:
        return Status.ON_TRACK
    margin = better / abs(expected) if expected else math.copysign(math.inf, better) if better else 0.0
    if margin >= AHEAD_FROM:
        return Status.AHEAD
    if margin >= ON_TRACK_FROM or -better < step:
        return Status.ON_TRACK
    return Status.AT_RISK if margin >= AT_RISK_FROM else Status.OFF_TRACK
