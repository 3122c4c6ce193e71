"""How a goal's targets are spread, as it was chosen: stored with the goal, read with defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from kaname.goals.models import Goal
from kaname.measures.periods import Grain

# What an hour of a newcomer counts on the first day, and after how many months it counts fully.
RAMP_UP_START, RAMP_UP_MONTHS = 0.5, 3
LONGEST_RAMP_UP = 36
BY = (Grain.MONTH, Grain.WEEK)
# A month with a hundred times the usual business is a slip of the finger.
LARGEST_INDEX = 10.0


@dataclass(frozen=True)
class RampUp:
    """`start` is the share on the first day [0-1]; after `months` newcomers count fully."""

    start: float = RAMP_UP_START
    months: float = RAMP_UP_MONTHS


def grain_of_sheet(goal: Goal, metric_key: str) -> Grain:
    """By months, unless weeks were chosen."""
    return Grain(_of(goal, metric_key).get("by", Grain.MONTH))


def left_out(goal: Goal, metric_key: str) -> frozenset[str] | None:
    """Keys of people and teams that take no share, or None while nobody chose."""
    chosen = _of(goal, metric_key).get("left_out")
    return None if chosen is None else frozenset(chosen)


def season_by_hand(goal: Goal, metric_key: str) -> dict[int, float]:
    """Season indices by month of the year that were typed over the measured ones. [ratio]"""
    found = _of(goal, metric_key).get("season")
    items = found.items() if isinstance(found, dict) else ()
    return {int(month): float(index) for month, index in items if is_index(month, index)}


def ramp_up(goal: Goal) -> RampUp:
    found: dict[str, Any] = goal.sheet.get("ramp_up", {})
    return RampUp(float(found.get("start", RAMP_UP_START)), float(found.get("months", RAMP_UP_MONTHS)))


def choose(goal: Goal, metric_key: str, **chosen: Any) -> None:
    """Remember `by` or `left_out` of a metric."""
    metrics = dict(goal.sheet.get("metrics", {}))
    metrics[metric_key] = {**metrics.get(metric_key, {}), **chosen}
    _store(goal, {**goal.sheet, "metrics": metrics})


def choose_ramp_up(goal: Goal, ramp: RampUp) -> None:
    _store(goal, {**goal.sheet, "ramp_up": {"start": ramp.start, "months": ramp.months}})


def choose_season(goal: Goal, metric_key: str, indices: Mapping[int, float]) -> None:
    """Remember indices by month of the year; months that are left out follow what was measured."""
    choose(goal, metric_key, season={str(month): index for month, index in sorted(indices.items())})


def is_index(month: object, index: object) -> bool:
    """Whether it is the index of a month of the year: 1-12 in digits, and a factor from 0 to LARGEST_INDEX."""
    known = str(month).isdecimal() and 1 <= int(str(month)) <= 12
    number = isinstance(index, int | float) and not isinstance(index, bool)
    return known and number and isfinite(index) and 0 <= index <= LARGEST_INDEX  # type: ignore[arg-type,operator]


def _of(goal: Goal, metric_key: str) -> dict[str, Any]:
    found: dict[str, Any] = goal.sheet.get("metrics", {}).get(metric_key, {})
    return found


def _store(goal: Goal, sheet: dict[str, Any]) -> None:
    goal.sheet = sheet
    goal.save(update_fields=["sheet"])
