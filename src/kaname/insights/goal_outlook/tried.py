"""What initiatives did to the numbers of a goal's tree before, as far as that was measured."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from kaname.goals.actions.effect import effect_of_initiative
from kaname.goals.models import Initiative
from kaname.goals.reader import Reader
from kaname.measures.effect import Effect, EffectGrade

# The latest ones; each takes a question to the store.
MOST = 30


def tried_before(metric_keys: Collection[str], *, at: datetime) -> list[dict[str, Any]]:
    """Initiatives of any goal for these metrics whose effect can be told: by how much, between what, how well founded.

    `change` is after ÷ what was to be expected without - 1. [ratio]
    """
    # Whose reader it is does not matter to an effect; who may read of an initiative is asked when it is shown.
    reader = Reader(user=None, at=at)  # type: ignore[arg-type]
    rows = Initiative.objects.filter(kpi__metric_key__in=metric_keys).select_related(
        "kpi__goal__team", "kpi__team", "team"
    )
    found = []
    for initiative in rows.order_by("-starts_on", "-pk")[:MOST]:
        measured = effect_of_initiative(initiative, reader=reader)
        if measured is not None and measured.effect is not None:
            found += _row(initiative, measured.effect)
    return found


def _row(initiative: Initiative, effect: Effect) -> list[dict[str, Any]]:
    size, expected, low, high = effect.size, effect.expected, effect.low, effect.high
    told = effect.grade is not EffectGrade.TOO_LITTLE_DATA and size is not None and low is not None and high is not None
    if not told or not expected or size is None or low is None or high is None:
        return []
    return [
        {
            "initiative": initiative.pk,
            "metric_key": initiative.kpi.metric_key,
            "change": size / expected,
            "low": low / expected,
            "high": high / expected,
            "grade": effect.grade.value,
            "sure": effect.is_sure,
            "weeks": effect.n_after,
        }
    ]
