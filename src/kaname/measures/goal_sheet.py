"""A goal sheet's weighted attainment. See docs/measures/goal-sheet.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Weighted:
    """The mean attainment, None while nothing is known, and how much of the weight it rests on. [ratio; 0-1]"""

    attainment: float | None
    known: float


def weighted_attainment(*, weights: Sequence[float], attainments: Sequence[float | None]) -> Weighted:
    """The mean of the known attainments, each by its weight; none of them is capped.

    What is not known yet has no say: it neither counts as nothing nor as reached. `known` says how much of the weight
    is behind the mean.

    Parameters
    ----------
    weights : sequence of float
        Of each row, 0 or more. [0-1]
    attainments : sequence of float or None
        Actual / target of each row as its direction wants it. [ratio]

    Raises
    ------
    ValueError
        If the lengths differ or a weight is below 0.
    """
    if len(weights) != len(attainments) or any(weight < 0 for weight in weights):
        raise ValueError("every row has a weight of 0 or more and an attainment or None")
    some = [(weight, one) for weight, one in zip(weights, attainments, strict=True) if one is not None and weight > 0]
    known, total = sum(weight for weight, _one in some), sum(weights)
    if known <= 0:
        return Weighted(None, 0.0)
    return Weighted(sum(weight * one for weight, one in some) / known, known / total)
