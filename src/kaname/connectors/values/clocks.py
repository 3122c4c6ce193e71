"""Times of day as people write them."""

from __future__ import annotations

import re
from datetime import timedelta

from kaname.connectors.values.unreadable import UnreadableError

_HALF = r"(?P<{}>午前|午後|[AP](?:M|\.M\.)(?![A-Z]))"
_CLOCK = re.compile(
    rf"(?:{_HALF.format('before')} ?)?(?:"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"|(?P<ji>\d{1,2}) ?時(?: ?(?P<fun>\d{1,2}) ?分(?: ?(?P<byou>\d{1,2}) ?秒)?|(?P<han>半))?"
    r"|(?P<compact>\d{4}(?:\d\d)?)"
    r"|(?P<iso>\d{2})(?=$| ?Z| ?[+-]\d)"
    r"|(?P<bare>\d{1,2})(?= ?[AP]\.?M)"
    rf")(?: ?{_HALF.format('after')})?",
    re.IGNORECASE,
)


def find_clock(text: str) -> tuple[timedelta, str] | None:
    """Return the time since midnight that `text` (in `plain` form) begins with, and the rest; None where it has none.

    24:00 is the end of the day. Digits beyond the microsecond are cut.

    Raises
    ------
    UnreadableError
        `time_unknown` for a time that no day has.
    """
    match = _CLOCK.match(text)
    if match is None:
        return None
    hour, minute, second, fraction = _parts(match)
    half = (match["before"] or match["after"] or "").upper().replace(".", "")
    if match["before"] and match["after"]:
        raise UnreadableError("time_unknown")
    hour = _in_24_hours(hour, half=half)
    clock = timedelta(hours=hour, minutes=minute, seconds=second, microseconds=int(f"{fraction:0<6}"[:6]))
    if minute > 59 or second > 59 or clock > timedelta(hours=24):
        raise UnreadableError("time_unknown")
    return clock, text[match.end() :]


def _parts(match: re.Match[str]) -> tuple[int, int, int, str]:
    if compact := match["compact"]:
        return int(compact[:2]), int(compact[2:4]), int(compact[4:] or 0), ""
    if match["ji"]:
        minute = 30 if match["han"] else int(match["fun"] or 0)
        return int(match["ji"]), minute, int(match["byou"] or 0), ""
    if bare := match["bare"] or match["iso"]:
        return int(bare), 0, 0, ""
    return int(match["hour"]), int(match["minute"]), int(match["second"] or 0), match["fraction"] or ""


def _in_24_hours(hour: int, *, half: str) -> int:
    if half in {"AM", "午前"}:
        if hour > 12:
            raise UnreadableError("time_unknown")
        return hour % 12
    if half in {"PM", "午後"}:
        return hour if hour > 12 else hour % 12 + 12
    return hour
