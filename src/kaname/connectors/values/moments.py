"""A day, with or without a time of day, with or without a zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from kaname.connectors.shapes import DayOrder
from kaname.connectors.values.clocks import find_clock
from kaname.connectors.values.days import Triple, find_day, settle
from kaname.connectors.values.texts import plain
from kaname.connectors.values.unreadable import UnreadableError
from kaname.connectors.values.zones import zone_of

WEEKDAYS = {name: index for index, name in enumerate("月火水木金土日")} | {
    name: index for index, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
_WEEKDAY_NAME = r"(?P<name>[月火水木金土日](?:曜日?)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})"
_WEEKDAY_BEFORE = re.compile(rf"{_WEEKDAY_NAME}\.?(?:, ?| )(?=[\w])", re.IGNORECASE)
_WEEKDAY_AFTER = re.compile(rf" ?(?:\( ?{_WEEKDAY_NAME}\.? ?\)|(?P<bare>[月火水木金土日]曜日?))", re.IGNORECASE)
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")  # 1954-10-03 to 2119: five digits that are hardly anything else
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial numbers have no zone


@dataclass(frozen=True)
class Moment:
    """`clock` is the time since midnight, None for a day alone; `zone` is None where the text names none."""

    day: date
    clock: timedelta | None = None
    zone: tzinfo | None = None

    def local(self) -> datetime:
        """Return day and time without a zone."""
        return datetime.combine(self.day, datetime.min.time()) + (self.clock or timedelta())


@dataclass(frozen=True)
class Written:
    """What a text says before the order of day and month is decided."""

    day: date | Triple
    weekday: int | None = None
    clock: timedelta | None = None
    zone: tzinfo | None = None

    def settled(self, *, order: DayOrder | None) -> Moment:
        """Return the moment in this order; raise UnreadableError."""
        day = settle(self.day, order=order)
        if self.weekday is not None and day.weekday() != self.weekday:
            raise UnreadableError("date_weekday", day=day.isoformat())
        return Moment(day=day, clock=self.clock, zone=self.zone)


def read_moment(text: str, *, order: DayOrder | None = None) -> Moment:
    """Return the moment a text means, `order` deciding 01-04-2026.

    Raises
    ------
    UnreadableError
        `date_*`, `time_unknown` or `zone_unknown`.
    """
    return read_written(text).settled(order=order)


def read_written(text: str) -> Written:
    """Return what a text says about a moment, leaving the order of day and month open; raise UnreadableError."""
    rest = plain(text)
    if _SERIAL.fullmatch(rest):
        return _from_serial(rest)
    before = _WEEKDAY_BEFORE.match(rest)
    rest = rest[before.end() :] if before else rest
    found = find_day(rest)
    if found is None:
        raise UnreadableError("date_needed" if _is_clock(rest) else "date_unknown")
    day, rest = found
    after = _WEEKDAY_AFTER.match(rest)
    rest = rest[after.end() :] if after else rest
    clock, zone = _clock_and_zone(rest)
    return Written(day=day, weekday=_weekday(before, after), clock=clock, zone=zone)


def read_clock(text: str) -> tuple[timedelta, tzinfo | None]:
    """Return a time of day and its zone, None where none is named; raise UnreadableError."""
    found = find_clock(plain(text))
    if found is None:
        raise UnreadableError("time_unknown")
    return found[0], _zone(found[1])


def _clock_and_zone(rest: str) -> tuple[timedelta | None, tzinfo | None]:
    if not rest:
        return None, None
    found = find_clock(re.sub(r"^(?:T|[, ] ?(?:at )?|(?=[午AP\d]))", "", rest, count=1, flags=re.IGNORECASE))
    if found is None:
        raise UnreadableError("time_unknown" if re.match(r"[T ]? ?\d", rest) else "date_unknown")
    return found[0], _zone(found[1])


def _zone(rest: str) -> tzinfo | None:
    return zone_of(rest.strip()) if rest.strip() else None


def _weekday(before: re.Match[str] | None, after: re.Match[str] | None) -> int | None:
    name = (before and before["name"]) or (after and (after["name"] or after["bare"]))
    if not name:
        return None
    key = name[0] if name[0] in WEEKDAYS else name[:3].lower()
    return WEEKDAYS[key]


def _is_clock(text: str) -> bool:
    try:
        return find_clock(text) is not None and any(mark in text for mark in ":時")
    except UnreadableError:
        return False


def _from_serial(text: str) -> Written:
    days, _, fraction = text.partition(".")
    day = (_EXCEL_EPOCH + timedelta(days=int(days))).date()
    if not fraction:
        return Written(day=day)
    seconds = round(Decimal("0." + fraction) * 86400)
    return Written(day=day, clock=timedelta(seconds=seconds))
