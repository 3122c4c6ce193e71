"""How a goal's targets are spread, as its file says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kaname.goals.spreading.settings import BY, LARGEST_INDEX, LONGEST_RAMP_UP, is_index


def require_spread(sheet: dict[str, Any]) -> dict[str, Any]:
    """The same, if pages can read it. Raises ValueError."""
    metrics, ramp_up = sheet.get("metrics", {}), sheet.get("ramp_up", {})
    sound = isinstance(metrics, dict) and all(map(_is_chosen, metrics.values())) and _is_ramp_up(ramp_up)
    if not sound:
        raise ValueError(
            _(
                "Under “metrics” each metric has “by” (month or week), “left_out” (team:KEY and person:KEY) and "
                "“season” (a factor from 0 to {largest} by the number of a month, 1 to 12), under “ramp_up” stand "
                "“start” (0 to 1) and “months” (0 to {longest})."
            ).format(largest=f"{LARGEST_INDEX:g}", longest=LONGEST_RAMP_UP)
        )
    return sheet


def left_out(sheet: Mapping[str, Any]) -> Iterator[str]:
    """Who takes no share, as team:KEY and person:KEY."""
    for chosen in sheet.get("metrics", {}).values():
        yield from chosen.get("left_out") or ()


def _is_chosen(chosen: Any) -> bool:
    if not isinstance(chosen, dict) or chosen.get("by", BY[0]) not in BY:
        return False
    codes, season = chosen.get("left_out"), chosen.get("season")
    return (codes is None or _are_codes(codes)) and (season is None or _is_season(season))


def _are_codes(codes: Any) -> bool:
    return isinstance(codes, list) and all(isinstance(code, str) for code in codes)


def _is_season(season: Any) -> bool:
    """Indices by month; months that are left out follow what was measured."""
    return isinstance(season, dict) and all(is_index(month, index) for month, index in season.items())


def _is_ramp_up(ramp_up: Any) -> bool:
    if not isinstance(ramp_up, dict):
        return False
    start, months = ramp_up.get("start", 1), ramp_up.get("months", 0)
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (start, months))
    return numbers and 0 <= start <= 1 and 0 <= months <= LONGEST_RAMP_UP
