"""What one outlook is made of, as plain numbers for its page."""

from __future__ import annotations

from typing import Any

import numpy as np

from kaname.insights.outlook.ahead import Ahead, Found
from kaname.insights.series import Kind
from kaname.measures.outlook.averages import AverageParts
from kaname.measures.outlook.counts import CountParts
from kaname.measures.outlook.level import Level
from kaname.measures.outlook.longer import LongerParts
from kaname.measures.outlook.rates import RateParts
from kaname.measures.outlook.sums import SumParts
from kaname.measures.periods import Period

DIGITS = 6


def parts_of_unit(ahead: Ahead, period: Period, number: int) -> dict[str, Any]:
    """Numbers that are known of the unit; groups carry their distribution as well, for trees and scenarios."""
    found = ahead.find(period)
    parts = found.outlooks.parts
    made = {
        "n_periods": found.correction.n_periods,
        "widening": found.correction.spread * found.correction.widening,
        "run_rate": _run_rate(ahead, period, number),
        **_specific(parts, number),
    }
    if not ahead.units.of_people:
        made["quantiles"] = [_short(value) for value in found.outlooks.quantiles()[number]]
    return {name: _short(value) if isinstance(value, float) else value for name, value in made.items() if _known(value)}


def spread_of(found: Found, number: int) -> tuple[float, float]:
    """Variance that grows with the days, and that grows with their square, as shares of both together."""
    noise = float(np.nan_to_num(found.outlooks.noise[number]))
    shock = float(np.nan_to_num(found.outlooks.shock_size[number] * found.correction.shock)) ** 2
    return (noise / (noise + shock), shock / (noise + shock)) if noise + shock > 0 else (1.0, 0.0)


def _specific(parts: Any, number: int) -> dict[str, Any]:
    match parts:
        case CountParts(level=level):
            return _level(level, number) | {"remaining": float(parts.remaining[number])}
        case SumParts(level=level):
            made = _level(level, number) | {"remaining": float(parts.remaining[number])}
            if parts.size is not None and parts.events_left is not None:
                made |= {"events_left": float(parts.events_left[number]), "size": float(parts.size.mean[number])}
            return made
        case RateParts(level=level):
            return _level(level, number) | {
                "trials": float(parts.trials[number]),
                "trials_left": float(parts.trials_left[number]),
                "rest": float(parts.rest[number]),
            }
        case AverageParts(level=level):
            return _level(level, number) | {
                "trials": float(parts.values[number]),
                "trials_left": float(parts.values_left[number]),
                "rest": float(parts.rest[number]),
            }
        case LongerParts():
            return {"month": float(parts.month[number]), "later": float(parts.later[number])}
    return {}


def _level(level: Level, number: int) -> dict[str, Any]:
    return {
        "hours_left": float(level.hours_left[number]),
        "rate": float(level.rate[number]),
        "own": float(level.own[number]),
        "team": float(level.team[number]),
        "weight": float(level.weight[number]),
        "team_counts": bool(level.prior[number] > 0),
        "half_life": float(np.broadcast_to(level.half_life, level.rate.shape)[number]),
    }


def _run_rate(ahead: Ahead, period: Period, number: int) -> float:
    """What going on as since the beginning would come to; a rate or average stays as it is."""
    achieved = float(ahead.find(period).outlooks.achieved[number])
    if ahead.daily.kind not in (Kind.COUNT, Kind.SUM):
        return achieved
    share = _elapsed(ahead, period, number)
    return achieved / share if share > 0 else float("nan")


def _elapsed(ahead: Ahead, period: Period, number: int) -> float:
    scene, hours = ahead.scene, np.nan_to_num(ahead.units.hours[number])
    begins, today, ends = map(scene.place, (period.starts_on, scene.today, period.ends_on))
    total, past = hours[begins:ends].sum(), hours[begins:today].sum()
    return float(past / total) if total > 0 else 0.0


def _known(value: Any) -> bool:
    return not isinstance(value, float) or bool(np.isfinite(value))


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
