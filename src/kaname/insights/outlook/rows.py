"""Outlooks as they stand in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import isfinite
from typing import Any

import numpy as np

from kaname.insights.models import Outlook, Verdict
from kaname.insights.outlook.ahead import Ahead, Found
from kaname.insights.outlook.asked import Asked
from kaname.insights.outlook.parts import parts_of_unit, spread_of
from kaname.insights.outlook.taking import takings
from kaname.measures.outlook.judgement import Judgement

VERDICTS = {Judgement.ALL: Verdict.SHOWN, Judgement.RANGE: Verdict.RANGE}
TOO_FEW_MONTHS = "too_few_months"


def rows_of(ahead: Ahead, asked: Asked, *, at: datetime) -> Iterator[Outlook]:
    """A row for each person who is asked for the metric, and for each group."""
    metric, units, period = ahead.metric, ahead.units, asked.period
    found = ahead.find(period)
    outlooks = found.outlooks
    target, upper = asked.values(metric.definition.key, units.owners)
    chance = outlooks.probability(target=target, direction=metric.definition.direction, upper=upper)
    taking = takings(ahead, period, target)
    for number, owner in enumerate(units.owners):
        if units.of_people and np.isnan(target[number]):
            continue
        verdict, reason, missing = _judged(found, number)
        noise, drift = spread_of(found, number)
        yield Outlook(
            metric_key=metric.definition.key,
            team_key=owner.team or "",
            person_key=owner.person or "",
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            verdict=verdict,
            reason=reason,
            missing=missing,
            achieved=number_or_none(outlooks.achieved[number]),
            expected=number_or_none(outlooks.expected[number]),
            low=number_or_none(outlooks.low[number]),
            high=number_or_none(outlooks.high[number]),
            target=number_or_none(target[number]),
            upper=number_or_none(upper[number]),
            probability=None if verdict == Verdict.REFUSED else number_or_none(chance[number]),
            required=taking[number].required,
            usual_low=taking[number].low,
            usual_high=taking[number].high,
            noise=noise,
            drift=drift,
            n_days=int(outlooks.n_days[number]),
            method=ahead.daily.kind.value,
            grade="tested" if found.correction.n_periods else "assumed",
            parts=parts_of_unit(ahead, period, number),
            made_at=at,
        )


def _judged(found: Found, number: int) -> tuple[Verdict, str, int | None]:
    """What may be shown, and if not everything why, and how many days or months are missing."""
    if found.missing_months is not None and found.missing_months[number] > 0:
        return Verdict.REFUSED, TOO_FEW_MONTHS, int(found.missing_months[number])
    judgement = Judgement(found.outlooks.judgements[number])
    verdict = VERDICTS.get(judgement, Verdict.REFUSED)
    missing = int(found.outlooks.missing_days[number]) or None
    return verdict, "" if verdict == Verdict.SHOWN else str(judgement), missing


def number_or_none(value: Any) -> float | None:
    return float(value) if isfinite(value) else None
