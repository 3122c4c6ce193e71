"""Which candidate does most for the gap, for the money, and for the effort. See docs/measures/csf-ranking.md."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.measures.first_place import check_effects

Values = NDArray[np.float64]
Ranks = tuple[int | None, ...]
# What a candidate is ordered by, larger is better; None where it cannot be ordered.
Key = tuple[float, ...] | None


@dataclass(frozen=True)
class Ranking:
    """Ranks from 1 (best), equal ones share theirs; None where something is not known.

    `expected`, shape (n,), in the unit of the KGI; `per_budget` and `per_effort` per unit of budget and per
    person-day, inf where none is needed, NaN where not known or where there is no effect to divide.
    `score` is what `combined` is ordered by: 1 for the best at everything, 0 for the last at everything.
    """

    expected: Values
    per_budget: Values
    per_effort: Values
    by_effect: Ranks
    by_budget: Ranks
    by_effort: Ranks
    combined: Ranks
    score: tuple[float | None, ...]


def rank_candidates(*, low: Values, high: Values, confidence: Values, budget: Values, effort: Values) -> Ranking:
    """Rank by expected effect, by effect per budget and per person-day, and by the mean of these three ranks.

    Expected effect = confidence x middle of the range.

    Parameters
    ----------
    low, high : ndarray, shape (n,)
        Range of the effect; positive closes the gap. NaN where not known. [unit of the KGI]
    confidence : ndarray, shape (n,)
        Probability that the effect comes at all. [0-1]
    budget, effort : ndarray, shape (n,)
        0 for none needed, NaN for not known. [currency; person-days]

    Raises
    ------
    ValueError
        If shapes differ, a range ends below its start, a confidence is not within 0 and 1, or a cost is negative
        or infinite.
    """
    check_effects(low=low, high=high, confidence=confidence)
    for cost in (budget, effort):
        if cost.shape != low.shape or np.any(cost < 0) or np.any(np.isinf(cost)):
            raise ValueError("budget and effort are 0 or more for every candidate")
    expected = confidence * (low + high) / 2.0
    effects: list[Key] = [None if np.isnan(effect) else (float(effect),) for effect in expected]
    keys = [effects, _efficiencies(expected, cost=budget), _efficiencies(expected, cost=effort)]
    combined, score = _combined(keys)
    by_effect, by_budget, by_effort = (_ranks(each) for each in keys)
    return Ranking(
        expected=expected,
        per_budget=_per(expected, cost=budget),
        per_effort=_per(expected, cost=effort),
        by_effect=by_effect,
        by_budget=by_budget,
        by_effort=by_effort,
        combined=combined,
        score=score,
    )


def _per(expected: Values, *, cost: Values) -> Values:
    free = np.where(expected > 0, np.inf, np.nan)
    return np.divide(expected, cost, out=np.where(cost == 0, free, np.nan), where=cost > 0)


def _efficiencies(expected: Values, *, cost: Values) -> list[Key]:
    """What needs nothing comes first, by effect; then by effect per cost; what has no effect comes last, by effect.

    A loss must not look better because more is spent on it.
    """
    return [_efficiency(float(effect), cost=float(paid)) for effect, paid in zip(expected, cost, strict=True)]


def _efficiency(effect: float, *, cost: float) -> Key:
    if np.isnan(effect) or np.isnan(cost):
        return None
    if effect <= 0:
        return 0.0, effect
    return (2.0, effect) if cost == 0 else (1.0, effect / cost)


def _ranks(keys: Sequence[Key]) -> Ranks:
    return tuple(None if key is None else 1 + sum(other > key for other in keys if other is not None) for key in keys)


def _combined(keys: Sequence[Sequence[Key]]) -> tuple[Ranks, tuple[float | None, ...]]:
    """Over the criteria that are known for anybody, among the candidates that have all of them."""
    used = [criterion for criterion in keys if any(key is not None for key in criterion)]
    n = len(keys[0])
    complete = [i for i in range(n) if used and all(criterion[i] is not None for criterion in used)]
    losses = {i: sum(_ahead_of(i, criterion=criterion, among=complete) for criterion in used) for i in complete}
    most = len(used) * (len(complete) - 1)
    score = tuple(None if i not in losses else 1.0 - losses[i] / most if most else 1.0 for i in range(n))
    order: list[Key] = [None if i not in losses else (-losses[i], *(keys[0][i] or ())) for i in range(n)]
    return _ranks(order), score


def _ahead_of(i: int, *, criterion: Sequence[Key], among: Sequence[int]) -> float:
    """How many of the others are better, half of the equal ones: the rank from 0, the mean one on ties."""
    mine = criterion[i] or ()
    others = [criterion[j] or () for j in among if j != i]
    return sum(other > mine for other in others) + sum(other == mine for other in others) / 2
