"""How low and how high the numbers of a tree can realistically end, from what hours and trials brought before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kaname.goals.kpi_tree.goal_tree import GoalTree
from kaname.goals.resolution.owners import Owner
from kaname.insights.models import Outlook
from kaname.insights.outlook.ahead import Ahead
from kaname.insights.series import Kind
from kaname.measures.outlook.next_move import Room
from kaname.measures.realistic_range import RealisticRange, realistic_range


@dataclass(frozen=True)
class Realistic:
    """Where a number can end by itself: `low` and `high` are P10 and P90 of months, of an hour or (rates) as they are.

    [unit of the metric; unit per h]
    """

    room: Room
    low: float
    high: float
    by_hour: bool
    n: int


def places_of(goal_tree: GoalTree) -> dict[str, tuple[int, ...]]:
    """Where each metric below the root stands."""
    found: dict[str, tuple[int, ...]] = {}
    for place, key in enumerate(goal_tree.keys):
        if place:
            found[key] = (*found.get(key, ()), place)
    return found


def rooms_of(
    goal_tree: GoalTree, rows: Mapping[str, Outlook], owner: Owner, aheads: Mapping[str, Ahead]
) -> dict[str, Realistic]:
    """Of every metric below the root for which enough is known."""
    found = {key: realistic_of(key, at, rows.get(key), owner, aheads) for key, at in places_of(goal_tree).items()}
    return {key: one for key, one in found.items() if one is not None}


def realistic_of(
    key: str, places: Sequence[int], row: Outlook | None, owner: Owner, aheads: Mapping[str, Ahead]
) -> Realistic | None:
    """What is left of the period brings what the lowest and highest tenth of months brought: what is there stays.

    None where too few months are known, or the metric's end does not follow from days. No more working time is taken
    than there is, and no more an hour than nine of ten months brought, which is where the overload guard begins.
    """
    ahead = aheads.get(key)
    if ahead is None or row is None or row.achieved is None or owner not in ahead.units.owners:
        return None
    number = list(ahead.units.owners).index(owner)
    by_hour = ahead.daily.kind in (Kind.COUNT, Kind.SUM)
    found = ahead.usual[number] if by_hour else _of_rates(ahead, number)
    if found.low is None or found.high is None:
        return None
    ends = _by_hours(row, ahead, number, found) if by_hour else _by_trials(row, found)
    return None if ends is None else Realistic(Room(tuple(places), *ends), found.low, found.high, by_hour, found.n)


def _by_hours(row: Outlook, ahead: Ahead, number: int, found: RealisticRange) -> tuple[float, float] | None:
    scene = ahead.scene
    days = slice(scene.place(scene.today), scene.place(row.ends_on))
    left = float(np.nan_to_num(ahead.units.hours[number, days]).sum())
    if left <= 0 or row.achieved is None or found.low is None or found.high is None:
        return None
    return row.achieved + found.low * left, row.achieved + found.high * left


def _by_trials(row: Outlook, found: RealisticRange) -> tuple[float, float] | None:
    done, left = row.parts.get("trials"), row.parts.get("trials_left")
    if not left or done is None or row.achieved is None or found.low is None or found.high is None:
        return None
    share = left / (done + left)
    return (row.achieved * (1 - share) + found.low * share, row.achieved * (1 - share) + found.high * share)


def _of_rates(ahead: Ahead, number: int) -> RealisticRange:
    """From the own months; those in which nothing was to be decided do not count."""
    top, bottom = ahead.metric.parts.all
    monthly = [
        ahead.facts.monthly(part.key, ahead.units, ahead.scene, until=ahead.metric.until)[number]
        for part in (top, bottom)
    ]
    whole = np.nan_to_num(monthly[1])
    rates = np.divide(monthly[0], whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return realistic_range(values=rates, hours=whole, period_hours=1.0, additive=False)
