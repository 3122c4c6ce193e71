"""Days as people write them. A day without year, or a month without day, is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kaname.connectors.shapes import DayOrder
from kaname.connectors.values.unreadable import UnreadableError

# Year 1 of each era, less one. Only the year is translated: 平成31年5月1日, printed before 令和 had its name, is 2019.
ERAS: Mapping[str, int] = {
    **dict.fromkeys(("明治", "明", "M"), 1867),
    **dict.fromkeys(("大正", "大", "T"), 1911),
    **dict.fromkeys(("昭和", "昭", "S"), 1925),
    **dict.fromkeys(("平成", "平", "H"), 1988),
    **dict.fromkeys(("令和", "令", "R"), 2018),
}
YEARS = range(1868, 2200)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december|sept|" + "|".join(
    MONTHS
)
_MONTH = rf"(?P<month>{_LONG_MONTHS})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_END = r"(?![\d/])"

_YEAR_FIRST = re.compile(r"(?P<year>\d{4}) ?(?P<mark>[-/.]) ?(?P<month>\d{1,2}) ?(?P=mark) ?(?P<day>\d{1,2})" + _END)
_KANJI = re.compile(r"(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?日")
_ERA = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])\.? ?(?P<year>\d{1,2}|元) ?(?:年|(?P<mark>[-/.])) ?"
    r"(?P<month>\d{1,2}) ?(?:月|(?P=mark)) ?(?P<day>\d{1,2})(?: ?日|" + _END + ")",
    re.IGNORECASE,
)
_TRIPLE = re.compile(r"(?P<a>\d{1,2}) ?(?P<mark>[-/.]) ?(?P<b>\d{1,2}) ?(?P=mark) ?(?P<c>\d{4}|\d{1,2})" + _END)
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}[ /.-]{{0,2}}{_MONTH},?[ /.-]{{0,2}}{_YEAR}{_END}",
        rf"{_MONTH} ?{_DAY},? {_YEAR}{_END}",
        rf"{_YEAR}[ /.-]{{1,2}}{_MONTH}[ /.-]{{1,2}}{_DAY}{_END}",
    )
)
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?= ?[-/.年])|(?<=[-/. ])\d{4}(?!\d)")
_COMPACT = re.compile(r"(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=$|[T ]|\d{4}(?:\d\d)?$)")


@dataclass(frozen=True)
class Triple:
    """Three numbers of which it is not said which is the day: 01-04-2026, 26/4/1."""

    numbers: tuple[str, str, str]

    def readings(self) -> dict[DayOrder, date]:
        """Return the day that it is in each order in which it is one. Two-digit years are 1969 to 2068."""
        a, b, c = self.numbers
        orders: dict[DayOrder, tuple[str, str, str]] = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c)}
        days = {}
        for order, (year, month, day) in orders.items():
            try:
                days[order] = date(_full_year(year), int(month), int(day))
            except ValueError:
                continue
        return days


def find_day(text: str) -> tuple[date | Triple, str] | None:
    """Return the day that `text` (in `plain` form) begins with, and the rest of the text; None where it has none.

    Raises
    ------
    UnreadableError
        `date_impossible`.
    """
    for pattern in (_YEAR_FIRST, _KANJI, _COMPACT, *_NAMED):
        if match := pattern.match(text):
            return _day(match["year"], match["month"], match["day"]), text[match.end() :]
    if match := _ERA.match(text):
        year = 1 if match["year"] == "元" else int(match["year"])
        return _day(str(ERAS[match["era"].upper()] + year), match["month"], match["day"]), text[match.end() :]
    if match := _TRIPLE.match(text):
        return Triple((match["a"], match["b"], match["c"])), text[match.end() :]
    return None


def settle(found: date | Triple, *, order: DayOrder | None) -> date:
    """Return the day that was found, reading a triple in `order`; without one both orders have to agree.

    Raises
    ------
    UnreadableError
        `date_impossible`; `date_order` where the triple is a day in another order only; `date_ambiguous`.
    """
    if isinstance(found, date):
        return found
    readings = found.readings()
    if not readings:
        raise UnreadableError("date_impossible")
    if order is None and len(set(readings.values())) == 1:
        return next(iter(readings.values()))
    if order is None:
        raise UnreadableError("date_ambiguous", readings=tuple(str(day) for day in readings.values()))
    if order not in readings:
        raise UnreadableError("date_order", order=order)
    return readings[order]


def odd_year(text: str) -> str:
    """Return the year of a day that is impossible because of it; "" where something else is wrong."""
    found = _FOUR_DIGITS.search(text)
    return found[0] if found and int(found[0]) not in YEARS else ""


def _day(year: str, month: str, day: str) -> date:
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    try:
        found = date(int(year), number, int(day))
    except ValueError:
        raise UnreadableError("date_impossible") from None
    if found.year not in YEARS:
        raise UnreadableError("date_impossible")
    return found


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 69 else 1900)
    return year if year in YEARS else 0  # 0 is a year that `date` refuses
