"""Candidates in order, with what keeps the others from being ranked and how sure the first place is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kaname.goals.csf.goal_gap import GoalGap
from kaname.goals.csf.parts import COSTS
from kaname.goals.models import Csf
from kaname.measures.first_place import FirstPlace, first_place
from kaname.measures.ranking import Ranking, Ranks, rank_candidates

Values = NDArray[np.float64]


class Criterion(StrEnum):
    """What candidates are ordered by."""

    EFFECT = "effect"
    BUDGET = "budget"
    EFFORT = "effort"
    COMBINED = "combined"


@dataclass(frozen=True)
class RankedCsf:
    """One candidate: `rank` from 1, None where `missing` names what is not known yet (names of its parts).

    Effects in the unit of the goal's metric, per person-day and per unit of budget; None where not known, inf where
    none is needed. `probability` is that of coming first. [0-1]
    """

    csf: Csf
    rank: int | None
    missing: tuple[str, ...]
    low: float | None
    high: float | None
    expected: float | None
    share: float | None
    per_budget: float | None
    per_effort: float | None
    probability: float | None
    places: tuple[int | None, int | None, int | None]
    """By effect, per budget and per person-day."""


@dataclass(frozen=True)
class RankedCsfs:
    """All candidates in order, those without a rank last.

    `robust`: the first stays first anywhere within the ranges; `rivals` are those that could overtake it. Not known
    where it comes first because it needs nothing, and for the combined order, which has no range.
    `nobody` is the probability that no candidate has any effect.
    """

    criterion: Criterion
    lines: tuple[RankedCsf, ...]
    robust: bool | None
    rivals: tuple[Csf, ...]
    nobody: float | None
    furthest: float
    """The largest effect or the gap, whichever is more: what bars are drawn against, above 0."""

    @property
    def first(self) -> list[RankedCsf]:
        """Those in the first place, several where they are equal."""
        return [line for line in self.lines if line.rank == 1]

    @property
    def ranked(self) -> list[RankedCsf]:
        return [line for line in self.lines if line.rank is not None]


NEEDED = {
    Criterion.EFFECT: ("effect_low", "effect_high", "confidence"),
    Criterion.BUDGET: ("effect_low", "effect_high", "confidence", "budget"),
    Criterion.EFFORT: ("effect_low", "effect_high", "confidence", "effort_days"),
    Criterion.COMBINED: ("effect_low", "effect_high", "confidence", "budget", "effort_days"),
}


def ranked(csfs: Sequence[Csf], *, gap: GoalGap, by: Criterion) -> RankedCsfs:
    """Rank a goal's candidates by one criterion."""
    low, high, confidence = (_column(csfs, name) for name in ("effect_low", "effect_high", "confidence"))
    budget, effort = _column(csfs, "budget"), _column(csfs, "effort_days")
    ranking = rank_candidates(low=low, high=high, confidence=confidence, budget=budget, effort=effort)
    ranks = _ranks(ranking, by)
    cost = {Criterion.BUDGET: budget, Criterion.EFFORT: effort}.get(by, np.ones(len(csfs)))
    free = bool(np.any((cost == 0) & (ranking.expected > 0)))
    sure = None if free else first_place(low=_per(low, cost), high=_per(high, cost), confidence=confidence)
    needed = _needed(csfs, by)
    lines = [
        RankedCsf(
            csf=csf,
            rank=ranks[i],
            missing=_missing(csf, needed) if ranks[i] is None else (),
            low=_known(low[i]),
            high=_known(high[i]),
            expected=_known(ranking.expected[i]),
            share=gap.share(_known(ranking.expected[i])),
            per_budget=_known(ranking.per_budget[i]),
            per_effort=_known(ranking.per_effort[i]),
            probability=_known(sure.probabilities[i]) if sure else None,
            places=(ranking.by_effect[i], ranking.by_budget[i], ranking.by_effort[i]),
        )
        for i, csf in enumerate(csfs)
    ]
    lines.sort(key=lambda line: (line.rank is None, line.rank or 0))
    judged = sure is not None and by is not Criterion.COMBINED and sure.first is not None and ranks[sure.first] == 1
    return RankedCsfs(
        criterion=by,
        lines=tuple(lines),
        robust=sure.robust if sure and judged else None,
        rivals=_rivals(csfs, sure) if sure and judged else (),
        nobody=sure.nobody if sure else None,
        furthest=max([gap.size or 0.0, *(line.high for line in lines if line.high is not None)]) or 1.0,
    )


def _ranks(ranking: Ranking, by: Criterion) -> Ranks:
    return {
        Criterion.EFFECT: ranking.by_effect,
        Criterion.BUDGET: ranking.by_budget,
        Criterion.EFFORT: ranking.by_effort,
        Criterion.COMBINED: ranking.combined,
    }[by]


def _rivals(csfs: Sequence[Csf], sure: FirstPlace) -> tuple[Csf, ...]:
    """Those whose range reaches into that of the first."""
    return tuple(csf for csf, overlaps in zip(csfs, sure.overlaps[sure.first or 0], strict=True) if overlaps)


def _needed(csfs: Sequence[Csf], by: Criterion) -> tuple[str, ...]:
    """The combined order leaves out a cost that no candidate states."""
    if by is not Criterion.COMBINED:
        return NEEDED[by]
    stated = {name for name in COSTS if any(getattr(csf, name) is not None for csf in csfs)}
    return tuple(name for name in NEEDED[by] if name not in COSTS or name in stated)


def _missing(csf: Csf, needed: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in needed if getattr(csf, name) is None)


def _per(effect: Values, cost: Values) -> Values:
    """The same range per unit of what it costs; NaN where nothing is paid, as there is nothing to divide by."""
    per: Values = np.divide(effect, cost, out=np.full(effect.shape, np.nan), where=cost > 0)
    return per


def _column(csfs: Sequence[Csf], name: str) -> Values:
    figures: list[Decimal | None] = [getattr(csf, name) for csf in csfs]
    return np.array([np.nan if figure is None else float(figure) for figure in figures], dtype=np.float64)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
