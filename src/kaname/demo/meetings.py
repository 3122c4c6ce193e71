"""Recurring meetings: everybody's team meeting, what managers sit in, and the planted overload."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kaname.demo.events import EXTRA_MEETING, Kind, PlantedEvent
from kaname.demo.people import Occupant
from kaname.demo.plan import MeetingPlan, TeamPlan

TEAM_HOURS, MANAGER_HOURS = Decimal(4), Decimal(12)


def meetings(
    teams: Iterable[TeamPlan], everybody: Iterable[Occupant], events: Sequence[PlantedEvent]
) -> list[MeetingPlan]:
    """In force for all time, but for the overloads."""
    divisions = [team for team in teams if team.parent_key in (None, "sales") and team.key != "sales"]
    found = [MeetingPlan("朝会・週次定例", TEAM_HOURS, team_key=team.key) for team in divisions]
    found += [
        MeetingPlan("1on1・部門会議・採用面談", MANAGER_HOURS, person_key=one.key)
        for one in everybody
        if one.seat.is_manager
    ]
    found += [
        MeetingPlan(EXTRA_MEETING, Decimal(event.size), event.subject, None, event.starts_on, event.ends_on)
        for event in events
        if event.kind is Kind.TEAM_OVERLOADED
    ]
    return found
