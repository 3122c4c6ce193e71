"""When somebody may be reached: the working hours of their days, and the moment in them for each rhythm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kaname.telling.models.rhythm import Rhythm


@dataclass(frozen=True)
class Window:
    """The working hours of one day: since <= instant < until."""

    day: date
    since: datetime
    until: datetime


def may_be_told(windows: Sequence[Window], at: datetime) -> bool:
    return any(window.since <= at < window.until for window in windows)


def next_moment(windows: Sequence[Window], at: datetime) -> datetime | None:
    """`at` itself inside of a window, otherwise the beginning of the next; None after the last."""
    if may_be_told(windows, at):
        return at
    return next((window.since for window in windows if window.since > at), None)


def due(rhythm: str, windows: Sequence[Window], *, at: datetime, first_weekday: int) -> datetime | None:
    """When news of the moment `at` is to be sent; `windows` in order, whole weeks of them.

    At once: now, or when the next working day begins. Daily: the next beginning of a working day. Weekly: the next
    beginning of the first working day of a week.
    """
    if rhythm == Rhythm.AT_ONCE:
        return next_moment(windows, at)
    mornings = windows
    if rhythm == Rhythm.WEEKLY:
        mornings = list({week_of(one.day, first_weekday): one for one in reversed(windows)}.values())[::-1]
    return next((window.since for window in mornings if window.since >= at), None)


def week_of(day: date, first_weekday: int) -> date:
    """The first day of the day's week; weekdays count from Monday, 0."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)
