"""Time zones as written behind a time: Z, +09:00, UTC+9, JST, Asia/Tokyo."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from kaname.connectors.values.unreadable import UnreadableError

# Abbreviations that mean one thing only. CST, IST and their like mean several and are refused.
_ABBREVIATIONS: Mapping[str, int] = {"Z": 0, "UTC": 0, "GMT": 0, "JST": 9, "KST": 9, "CET": 1, "CEST": 2}
_OFFSET = re.compile(r"(?:UTC|GMT)? ?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?::?(?P<seconds>\d\d))?")
_COMMENT = re.compile(r" ?\((?!null)[^()]*\)$")
_BRACKETS = re.compile(r"^\[([^\]]+)\]$|(?<=\d)\[[^\]]+\]$")


def zone_of(text: str) -> tzinfo:
    """Return the zone; a comment in parentheses behind it is ignored, and so is a name in brackets behind an offset.

    Raises
    ------
    UnreadableError
        `zone_unknown`.
    """
    name = _BRACKETS.sub(lambda match: match[1] or "", _COMMENT.sub("", text).strip())
    if match := _OFFSET.fullmatch(name):
        return _offset(match)
    if name.upper() in _ABBREVIATIONS:
        return timezone(timedelta(hours=_ABBREVIATIONS[name.upper()]))
    return named_zone(name)


@cache
def named_zone(name: str) -> ZoneInfo:
    """Return the zone of the tz database with this name; raise UnreadableError `zone_unknown`."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnreadableError("zone_unknown", zone=name) from None


def _offset(match: re.Match[str]) -> timezone:
    size = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0), seconds=int(match["seconds"] or 0))
    if size >= timedelta(hours=15) or int(match["minutes"] or 0) > 59:
        raise UnreadableError("zone_unknown", zone=match[0])
    return timezone(size if match["sign"] == "+" else -size)
