"""Did it help, beside the forecast without it: what was to be expected, and what came. See docs/measures/effect.md."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kaname.measures.effect import NOTABLE, Against, Effect, EffectGrade, Needed
from kaname.measures.outlook.months_ahead import OutlookGrade
from kaname.measures.outlook.total_ahead import total_ahead

Numbers = NDArray[np.float64]
# As far as months are looked ahead here: an effect that comes later is lost in what may happen anyway.
MOST_AFTER = 6


def forecast_effect(*, before: Numbers, after: Numbers, notable: float = NOTABLE) -> Effect:
    """What whole months since the start brought, in the mean, against what those before it had let expect.

    The forecast knows the months before the start alone, with their course and season. It does not know what happened
    to everybody since: the grade is "correlated" at most.

    Parameters
    ----------
    before : ndarray, shape (n_before,)
        Whole months in a row before the start, oldest first, NaN where nothing is known. [unit of the metric]
    after : ndarray, shape (n_after,)
        Whole months since the start; the first six count. [unit of the metric]
    notable : float
        The relative effect that must be visible before its absence is stated, above 0. [ratio]

    Raises
    ------
    ValueError
        If an array has not one dimension, or notable is not above 0.
    """
    if before.ndim != 1 or after.ndim != 1 or not notable > 0:
        raise ValueError("months before and since are rows of numbers, a notable effect is above 0")
    came = after[:MOST_AFTER]
    came = came[: int(np.argmin(np.isfinite(came)))] if not np.isfinite(came).all() else came
    known, n = int(np.isfinite(before).sum()), len(came)
    shown = Effect(
        before=_mean(before[-max(n, 1) :]), after=_mean(came), n_before=known, n_after=n, against=Against.FORECAST
    )
    if not n or not before.size:
        return _missing(shown, Needed(before=0 if before.size else 1, after=0 if n else 1))
    ahead = total_ahead(before, weights=np.ones(n))
    if ahead.basis.grade() is not OutlookGrade.TESTED:
        lacking = int(ahead.basis.needed_for_test[0])
        return _missing(shown, Needed(before=lacking, after=None if not lacking else 0))
    low, high = (float(end) / n for end in ahead.total.interval())
    return _held_against(shown, float(ahead.total.expected) / n, low, high, notable)


def _held_against(shown: Effect, expected: float, low: float, high: float, notable: float) -> Effect:
    assert shown.after is not None  # noqa: S101
    found = replace(
        shown,
        grade=EffectGrade.CORRELATED,
        expected=expected,
        low=shown.after - high,
        high=shown.after - low,
    )
    if found.is_sure or (high - low) / 2 <= notable * abs(expected):
        return found
    return _missing(found, Needed(after=None))


def _missing(found: Effect, needed: Needed) -> Effect:
    return replace(found, grade=EffectGrade.TOO_LITTLE_DATA, needed=needed)


def _mean(values: Numbers) -> float | None:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else None
