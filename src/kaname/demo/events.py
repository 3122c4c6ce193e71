"""What was planted in the demo data to be found: three kinds of change, each once a fiscal year on a known day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kaname.demo.people import BEGINNING, Occupant
from kaname.demo.seats import EAST, MEMBER, WEST, Job

# The year of the first of each rotation.
FIRST_YEAR = 2026
TALKS_SINCE = 2024
INDUSTRIES_IN_TURN = ("製造業", "小売", "建設", "IT", "医療")
CLOSE_RATE_FACTOR = 0.40
TALK_FACTOR = 1.70
EXTRA_MEETING_HOURS = 8.0
# Who takes up the new talk has been there for five months.
SETTLED, ONE_DAY = timedelta(days=150), timedelta(days=1)
NEW_TALK = "課題ヒアリング型トーク"
EXTRA_MEETING = "基幹システム刷新プロジェクト会議"


class Kind(StrEnum):
    CLOSE_RATE_FALLS = "close_rate_falls"
    MEMBER_IMPROVES = "member_improves"
    TEAM_OVERLOADED = "team_overloaded"


@dataclass(frozen=True)
class PlantedEvent:
    """A change with its truth: whose, of which metric, from when (until when, None: for good), by what.

    `subject` is an industry, a person's key or a team's key, `name` what people call it. `size` multiplies the
    metric; for an overload it is what is added to the meeting hours a week.
    """

    kind: Kind
    starts_on: date
    ends_on: date | None
    subject: str
    name: str
    metric_key: str
    size: float


def planted_events(everybody: Sequence[Occupant], *, since: date, until: date) -> list[PlantedEvent]:
    """Every event in force on some day of `since <= day < until`, by day."""
    found = _members_improve(everybody, until=until)
    for year in range(BEGINNING, until.year + 1):
        found.append(_close_rate_falls(year))
        found += _team_overloaded(year, everybody)
    inside = [event for event in found if event.starts_on < until and (event.ends_on or date.max) > since]
    return sorted(inside, key=lambda event: event.starts_on)


def _close_rate_falls(year: int) -> PlantedEvent:
    """From the first Monday after 23 August until another industry's turn a year later."""
    industry = INDUSTRIES_IN_TURN[(year - FIRST_YEAR) % len(INDUSTRIES_IN_TURN)]
    starts_on, ends_on = monday_from(date(year, 8, 24)), monday_from(date(year + 1, 8, 24))
    return PlantedEvent(
        Kind.CLOSE_RATE_FALLS, starts_on, ends_on, industry, industry, "close_rate", size=CLOSE_RATE_FACTOR
    )


def _members_improve(everybody: Sequence[Occupant], *, until: date) -> list[PlantedEvent]:
    """From the first Monday of July for as long as the member stays; every year another one, while there is one."""
    found: dict[str, PlantedEvent] = {}
    for year in range(TALKS_SINCE, until.year + 1):
        day = monday_from(date(year, 7, 1))
        there = [one for one in everybody if _is_inside_member(one) and one.was_there(day, day + ONE_DAY)]
        candidates = [one for one in there if (one.starts_on or date.min) <= day - SETTLED and one.key not in found]
        # The member who signs in takes it up in the first year of the rotations.
        theirs = [one for one in candidates if (one.seat.number == MEMBER) == (year == FIRST_YEAR)]
        theirs.sort(key=lambda one: one.seat.number)
        if day < until and theirs:
            who = theirs[year % len(theirs)]
            found[who.key] = PlantedEvent(
                Kind.MEMBER_IMPROVES, day, who.ends_on, who.key, who.name, "appointment_rate", TALK_FACTOR
            )
    return list(found.values())


def _team_overloaded(year: int, everybody: Sequence[Occupant]) -> list[PlantedEvent]:
    """From the first Monday of October until the end of the fiscal year, the two regions in turn."""
    key, name = ((EAST, "インサイドセールス東日本"), (WEST, "インサイドセールス西日本"))[(year - FIRST_YEAR) % 2]
    if not any(one.seat.division_key == key for one in everybody):
        return []
    starts_on = monday_from(date(year, 10, 1))
    size = EXTRA_MEETING_HOURS
    return [PlantedEvent(Kind.TEAM_OVERLOADED, starts_on, date(year + 1, 4, 1), key, name, "calls", size)]


def _is_inside_member(occupant: Occupant) -> bool:
    return occupant.seat.job is Job.INSIDE and not occupant.seat.is_manager


def monday_from(day: date) -> date:
    """The first Monday on or after the day."""
    return day + timedelta(days=-day.weekday() % 7)
