"""One person's teams over time: half-open stays that never overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Stay:
    """In a team under a manager, starts_on <= day < ends_on; an empty bound is open. Teams and managers by key."""

    team: str
    manager: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def covers(self, day: date) -> bool:
        return (self.starts_on or date.min) <= day < (self.ends_on or date.max)

    def overlaps(self, other: Stay) -> bool:
        mine, theirs = (self.starts_on or date.min), (other.starts_on or date.min)
        return mine < (other.ends_on or date.max) and theirs < (self.ends_on or date.max)

    def is_in(self, team: str, manager: str | None) -> bool:
        return (self.team, self.manager) == (team, manager)

    def as_dict(self) -> dict[str, str | None]:
        since, until = (day.isoformat() if day else None for day in (self.starts_on, self.ends_on))
        return {"team": self.team, "manager": self.manager, "starts_on": since, "ends_on": until}


def in_order(stays: Iterable[Stay]) -> list[Stay]:
    return sorted(stays, key=lambda stay: stay.starts_on or date.min)


def stay_on(stays: Iterable[Stay], day: date) -> Stay | None:
    return next((stay for stay in stays if stay.covers(day)), None)


def moved(stays: Sequence[Stay], *, team: str, manager: str | None, since: date) -> list[Stay]:
    """Put the person into the team from `since` until their next stay begins.

    The stay in force that day ends then; one that begins that very day is corrected. Nothing changes when the
    person is in that team under that manager on that day already.
    """
    now = stay_on(stays, since)
    if now and now.is_in(team, manager):
        return in_order(stays)
    if now and now.starts_on == since:
        return in_order([replace(now, team=team, manager=manager), *(stay for stay in stays if stay is not now)])
    later = [stay.starts_on for stay in stays if stay.starts_on and stay.starts_on > since]
    kept = [replace(stay, ends_on=since) if stay is now else stay for stay in stays]
    return in_order([*kept, Stay(team, manager, since, min(later, default=None))])


def left(stays: Sequence[Stay], *, on: date) -> list[Stay]:
    """End what is in force that day and drop what would begin later."""
    kept = (stay for stay in stays if (stay.starts_on or date.min) < on)
    return in_order(replace(stay, ends_on=min(stay.ends_on or date.max, on)) for stay in kept)
