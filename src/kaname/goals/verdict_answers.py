"""The verdict about a goal as the API answers it: plain numbers by the names that the arithmetic has for them."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from kaname.goals.kgi.past import Baseline
from kaname.goals.kgi.verdict import Verdict
from kaname.measures.outlook.distribution import COVERAGE
from kaname.measures.periods import Period

DIGITS = 13


def verdict_answer(verdict: Verdict) -> dict[str, Any]:
    """Ratios are 0-1, hours in hours, values in the metric's own unit; what is not defined is null."""
    asked, ground = verdict.asked, verdict.ground
    found: dict[str, Any] = plain(
        {
            "metric": asked.metric.key,
            "period": _days(asked.period),
            "target": verdict.target,
            "upper": asked.upper,
            "baseline": verdict.baseline,
            "baseline_replaced": verdict.replaced,
            "actual": _actual(ground.actual),
            "gap": verdict.gap,
            "per_month": [
                {**_days(month.period), "hours": month.hours, "gap": part}
                for month, part in zip(ground.months, verdict.per_month, strict=False)
            ],
            "capacity": {**asdict(ground.capacity), "change": ground.capacity.change},
            "past": [
                {**_days(period), "value": value}
                for period, value in zip(ground.past.periods, ground.past.values.tolist(), strict=True)
            ],
            "feasibility": _feasibility(verdict),
            "outlook": _outlook(verdict),
        }
    )
    return found


def _feasibility(verdict: Verdict) -> dict[str, Any] | None:
    found = verdict.feasibility
    return None if found is None else asdict(found) | {"n": found.n, "reached": found.reached}


def _outlook(verdict: Verdict) -> dict[str, Any] | None:
    found = verdict.ground.outlook
    if found is None:
        return None
    low, high = found.interval
    return {
        "grade": found.grade.value,
        "expected": found.expected,
        "low": low,
        "high": high,
        "coverage": COVERAGE,
        "probability": verdict.probability,
        "achieved": found.achieved,
        "months": found.months,
        "until": found.until,
        "needed": found.needed,
        "needed_for_test": found.needed_for_test,
    }


def _actual(actual: Baseline) -> dict[str, Any]:
    return {
        **_days(actual.period),
        "value": actual.value,
        "known_since": actual.known_since,
        "running": actual.running,
        "begins_late": actual.begins_late,
    }


def _days(period: Period) -> dict[str, Any]:
    return {"starts_on": period.starts_on, "ends_on": period.ends_on}


def plain(value: Any) -> Any:
    """Without numbers that JSON does not have, and without the noise of binary fractions."""
    match value:
        case dict():
            return {name: plain(one) for name, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case float():
            return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return value
