"""Lengths of time: seconds as minutes and hours, hours as hours, and how long ago something was."""

from datetime import timedelta
from decimal import Decimal

from kaname.web.formats.digits import MINUS, Number, as_decimal, decimals_of, grouped, rounded

WORDS = {
    "ja": {"d": "日", "h": "時間", "m": "分", "s": "秒", "gap": "", "hours": "時間", "ago": "{}前", "now": "たった今"},
    "en": {"d": "d", "h": "h", "m": "m", "s": "s", "gap": " ", "hours": " h", "ago": "{} ago", "now": "just now"},
}


def duration(seconds: Number, *, language: str) -> str:
    """3分20秒 / 3m 20s; below ten seconds with a tenth, from an hour on without seconds."""
    value = as_decimal(seconds)
    size, words = abs(value), WORDS[language]
    sign = MINUS if value < 0 and rounded(size, 1) else ""
    if rounded(size, 1) < 10:
        tenths = rounded(size, 1)
        return f"{sign}{grouped(tenths, min(1, decimals_of(tenths)))}{words['s']}"
    if rounded(size, 0) < 3600:
        minutes, rest = divmod(int(rounded(size, 0)), 60)
        return sign + joined(((minutes, "m"), (rest, "s")), language=language)
    hours, minutes = divmod(int(rounded(size / 60, 0)), 60)
    return sign + joined(((hours, "h"), (minutes, "m")), language=language)


def exact_duration(seconds: Decimal, *, language: str) -> str:
    """Seconds with at most three decimals: 200.125秒 / 200.125 s."""
    gap = "" if language == "ja" else " "
    return f"{grouped(seconds, min(3, decimals_of(seconds)))}{gap}{WORDS[language]['s']}"


def hours(value: Number, *, language: str, digits: int = 1) -> str:
    """12.5時間 / 12.5 h, without a decimal that says nothing."""
    shown = rounded(as_decimal(value), digits)
    return f"{grouped(shown, decimals_of(shown))}{WORDS[language]['hours']}"


def ago(passed: timedelta, *, language: str) -> str:
    """How long ago, in its largest unit: 3秒前 / 3 s ago; what is in the future counts as now."""
    words = WORDS[language]
    seconds = int(passed.total_seconds())
    if seconds < 1:
        return words["now"]
    units = ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))
    size, unit = next((size, unit) for size, unit in units if seconds >= size)
    gap = "" if language == "ja" else " "
    return words["ago"].format(f"{seconds // size}{gap}{words[unit]}")


def joined(parts: tuple[tuple[int, str], ...], *, language: str) -> str:
    """The parts that are not zero, the last one at least."""
    words = WORDS[language]
    shown = [f"{count:,}{words[unit]}" for count, unit in parts if count]
    return words["gap"].join(shown) or f"0{words[parts[-1][1]]}"
