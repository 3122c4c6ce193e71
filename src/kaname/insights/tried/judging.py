"""Which of two comparisons is told, and what it says in the direction that is wanted."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kaname.insights.models import TriedVerdict
from kaname.measures.direction import Direction
from kaname.measures.effect import Against, Effect, EffectGrade, Needed

# From two years on the forecast knows the season, and a row of weeks does not. [months]
KNOWS_SEASON = 24


def told(beside: Effect | None, forecast: Effect | None) -> tuple[Effect | None, Effect | None]:
    """The one that is told first, and the other: comparable teams, else the forecast that knows the season, else the
    one that says something."""
    if beside is None or forecast is None:
        return beside or forecast, None
    if beside.against is Against.PEERS:
        return beside, None
    if says_something(forecast) and (forecast.n_before >= KNOWS_SEASON or not says_something(beside)):
        return forecast, beside
    return beside, forecast


def says_something(effect: Effect) -> bool:
    return effect.grade is not EffectGrade.TOO_LITTLE_DATA


def disagree(effect: Effect | None, other: Effect | None) -> bool:
    """Whether one way to compare is sure of something, and the other sees nothing sure or the opposite."""
    if effect is None or other is None or not (says_something(effect) and says_something(other)):
        return False
    return _sure_way(effect) != _sure_way(other)


def _sure_way(effect: Effect) -> int:
    """1 up, -1 down, 0 where that is not sure."""
    if not effect.is_sure or effect.size is None:
        return 0
    return 1 if effect.size > 0 else -1


def verdict_of(effect: Effect | None, other: Effect | None, direction: Direction | None) -> TriedVerdict:
    """Nothing is known where there is no effect, or no metric any more that could be better or worse; nothing is clear
    where the `other` way to compare disagrees."""
    if effect is None or direction is None or effect.size is None or not says_something(effect):
        return TriedVerdict.UNKNOWN
    if not effect.is_sure or disagree(effect, other):
        return TriedVerdict.NONE
    if direction is Direction.RANGE:
        return TriedVerdict.MOVED
    better = (effect.size > 0) == (direction is Direction.HIGHER)
    return TriedVerdict.HELPED if better else TriedVerdict.HARMED


def relative(effect: Effect | None) -> float | None:
    """The effect as a share of what was to be expected. [ratio]"""
    if effect is None or effect.size is None or not effect.expected:
        return None
    return effect.size / effect.expected


def as_json(effect: Effect | None) -> dict[str, Any] | None:
    return None if effect is None else asdict(effect)


def from_json(data: dict[str, Any] | None) -> Effect | None:
    if data is None:
        return None
    needed = Needed(**data["needed"])
    more = {"against": Against(data["against"]), "grade": EffectGrade(data["grade"]), "needed": needed}
    return Effect(**{**data, **more})
