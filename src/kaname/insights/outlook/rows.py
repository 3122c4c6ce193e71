"""Outlooks as they stand in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import isfinite
from typing import Any

import numpy as np

from kaname.insights.models import Outlook, Verdict
from kaname.insights.outlook.asked import Asked
from kaname.insights.outlook.estimating import Metric
from kaname.insights.outlook.units import Units
from kaname.measures.outlook.judgement import Judgement
from kaname.measures.outlook.outlooks import Outlooks

VERDICTS = {Judgement.ALL: Verdict.SHOWN, Judgement.RANGE: Verdict.RANGE}


def rows_of(metric: Metric, found: Outlooks[Any], *, units: Units, asked: Asked, at: datetime) -> Iterator[Outlook]:
    """A row for each unit that is asked for the metric, and for every group: a team's end is worth knowing anyway."""
    key = metric.definition.key
    target, upper = asked.values(key, units.owners)
    chance = found.probability(target=target, direction=metric.definition.direction, upper=upper)
    for number, owner in enumerate(units.owners):
        verdict = VERDICTS.get(found.judgements[number], Verdict.REFUSED)
        if units.of_people and (np.isnan(target[number]) or found.n_days[number] == 0):
            continue
        yield Outlook(
            metric_key=key,
            team_key=owner.team or "",
            person_key=owner.person or "",
            starts_on=asked.period.starts_on,
            ends_on=asked.period.ends_on,
            verdict=verdict,
            reason="" if verdict == Verdict.SHOWN else str(found.judgements[number]),
            missing=int(found.missing_days[number]) or None,
            achieved=number_or_none(found.achieved[number]),
            expected=number_or_none(found.expected[number]),
            low=number_or_none(found.low[number]),
            high=number_or_none(found.high[number]),
            target=number_or_none(target[number]),
            upper=number_or_none(upper[number]),
            probability=number_or_none(chance[number]),
            n_days=int(found.n_days[number]),
            method=metric.parts.kind.value,
            grade="tested",
            parts={},
            made_at=at,
        )


def number_or_none(value: float) -> float | None:
    return float(value) if isfinite(value) else None
