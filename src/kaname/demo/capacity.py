"""Hours that managers plan with: contract hours and the usual meetings, before anybody asks for leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from kaname.demo.events import EXTRA_MEETING
from kaname.demo.workforce import workforce
from kaname.demo.world import World
from kaname.measures.periods import Period

Hours = Mapping[str, Mapping[str, float]]


def planned_hours(world: World, period: Period) -> dict[str, dict[str, float]]:
    """Hours of a period by team and person; people who are in a team on none of its days are left out. [h]"""
    usual = [meeting for meeting in world.meetings if meeting.name != EXTRA_MEETING]
    work = workforce(
        world.structure,
        world.everybody,
        world.traits,
        memberships=world.memberships,
        hours=world.hours,
        leave=(),
        meetings=usual,
        period=period,
    )
    seats = {one.key: one.seat.number for one in world.everybody}
    hours: dict[str, dict[str, float]] = {}
    for member in world.memberships:
        there = (work.days >= _first(member.starts_on)) & (work.days < _last(member.ends_on))
        if there.any():
            seconds = int(work.available[seats[member.person_key], there].sum())
            hours.setdefault(member.team_key, {})[member.person_key] = seconds / 3600
    return hours


def _first(day: date | None) -> np.datetime64:
    return np.datetime64(day or date(1, 1, 1))


def _last(day: date | None) -> np.datetime64:
    return np.datetime64(day or date(9999, 1, 1))
