"""What initiatives did to the numbers of a goal's tree before, as far as that was measured."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kaname.insights.models import TriedEffect, TriedKind, TriedVerdict
from kaname.insights.tried.judging import from_json
from kaname.measures.effect import Effect, EffectGrade


@dataclass(frozen=True)
class Measured:
    """One initiative, by its id: `change` is after ÷ what was to be expected without - 1, between `low` and `high`.

    [ratio]
    """

    initiative: int
    metric_key: str
    change: float
    low: float
    high: float
    grade: EffectGrade
    helped: bool


def tried_before(metric_keys: Collection[str]) -> list[Measured]:
    """Initiatives of any goal for these metrics whose effect can be told, the latest first. One query.

    Who may read of an initiative is asked when it is shown.
    """
    rows = TriedEffect.objects.filter(kind=TriedKind.INITIATIVE, metric_key__in=metric_keys, effect__isnull=False)
    found = (_measured(row, from_json(row.effect)) for row in rows)
    return [one for one in found if one is not None]


def _measured(row: TriedEffect, effect: Effect | None) -> Measured | None:
    if effect is None or effect.grade is EffectGrade.TOO_LITTLE_DATA or not effect.expected:
        return None
    if effect.size is None or effect.low is None or effect.high is None:
        return None
    ends = [value / effect.expected for value in (effect.size, effect.low, effect.high)]
    helped = row.verdict == TriedVerdict.HELPED
    return Measured(row.origin, row.metric_key, ends[0], ends[1], ends[2], effect.grade, helped)
