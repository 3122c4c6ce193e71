"""Lengths of time as people write them, to exact seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kaname.connectors.shapes import ShortDuration
from kaname.connectors.values.numbers import Number, read_number
from kaname.connectors.values.texts import plain
from kaname.connectors.values.unreadable import UnreadableError

_SECOND, _MINUTE, _HOUR, _DAY = Decimal(1), Decimal(60), Decimal(3600), Decimal(86400)
_COLONS = re.compile(r"(?P<sign>-)?(?P<hours>\d+):(?P<minutes>[0-5]?\d):(?P<seconds>[0-5]?\d(?:\.\d+)?)")
_DAYS_AND_COLONS = re.compile(
    r"(?P<days>\d+) ?(?:days?,?|日|\.) ?(?P<rest>\d{1,2}:\d{2}:\d{2}(?:\.\d+)?)", re.IGNORECASE
)
_SHORT = re.compile(r"(?P<first>\d+):(?P<second>[0-5]\d)")
_N = r"(\d+(?:\.\d+)?) ?"
_PARTS = re.compile(
    rf"(?:{_N}(?:days?|d|日) ?)?(?:{_N}(?:hours?|hrs?|h|時間) ?)?(?:{_N}(?:minutes?|mins?|m|分間?) ?)?"
    rf"(?:{_N}(?:seconds?|secs?|s|秒間?))?",
    re.IGNORECASE,
)
_ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Short:
    """12:30, of which it is not said whether it is minutes and seconds or hours and minutes."""

    first: int
    second: int

    def settled(self, *, short: ShortDuration) -> Decimal:
        """Return the seconds."""
        return Decimal(self.first * 60 + self.second) * (_MINUTE if short == "h:mm" else _SECOND)


def read_duration(text: str) -> Decimal | Short | Number:
    """Return the seconds a text says; a number without unit is returned as such, and is seconds.

    Raises
    ------
    UnreadableError
        `duration_unknown`.
    """
    written = plain(text)
    if match := _SHORT.fullmatch(written):
        return Short(first=int(match["first"]), second=int(match["second"]))
    if match := _DAYS_AND_COLONS.fullmatch(written):
        return int(match["days"]) * _DAY + _colons(match["rest"])
    if _COLONS.fullmatch(written):
        return _colons(written)
    match = _PARTS.fullmatch(written) or _ISO.fullmatch(written)
    if match and any(match.groups()):
        sizes = zip(match.groups(), (_DAY, _HOUR, _MINUTE, _SECOND), strict=True)
        return sum((Decimal(part) * size for part, size in sizes if part), Decimal(0))
    return _seconds(written)


def _colons(text: str) -> Decimal:
    match = _COLONS.fullmatch(text)
    if match is None:
        raise UnreadableError("duration_unknown")
    size = int(match["hours"]) * _HOUR + int(match["minutes"]) * _MINUTE + Decimal(match["seconds"])
    return -size if match["sign"] else size


def _seconds(text: str) -> Number:
    try:
        number = read_number(text)
    except UnreadableError:
        raise UnreadableError("duration_unknown") from None
    if number.currency or number.percent:
        raise UnreadableError("duration_unknown")
    return number
