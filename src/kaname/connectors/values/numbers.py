"""Numbers as people write them, to exact decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kaname.connectors.shapes import DecimalMark
from kaname.connectors.values.texts import plain
from kaname.connectors.values.unreadable import UnreadableError

# What is counted does not change the number. Units that do (minutes, days, dollars beside yen) are not here.
COUNTERS = (
    "件", "回", "人", "名", "社", "個", "本", "台", "枚", "通", "口", "店", "店舗", "件数", "ページ", "点", "ポイント",
    "pt", "pts", "pv", "セッション", "ユーザー", "アカウント", "ライセンス", "契約", "商談", "アポ", "コール", "架電",
)  # fmt: skip
CURRENCIES: Mapping[str, str] = {
    "¥": "JPY", "\\": "JPY", "円": "JPY", "JPY": "JPY", "$": "USD", "US$": "USD", "USD": "USD", "ドル": "USD",
    "€": "EUR", "EUR": "EUR", "ユーロ": "EUR", "£": "GBP", "GBP": "GBP",
}  # fmt: skip
_SMALL = {"千": Decimal(10**3), "百": Decimal(10**2), "十": Decimal(10)}
_LARGE = {"兆": Decimal(10**12), "億": Decimal(10**8), "万": Decimal(10**4)}
_LATIN = {"k": Decimal(10**3), "K": Decimal(10**3), "M": Decimal(10**6), "B": Decimal(10**9)}

_SYMBOLS = "|".join(re.escape(word) for word in sorted(CURRENCIES, key=len, reverse=True))
_COUNTERS = "|".join(sorted(COUNTERS, key=len, reverse=True))
_DIGITS = r"[.,]?\d[\d.,' ’]*"
_FRAME = re.compile(
    rf"(?P<open>\()?(?P<sign>[-+△▲]?) ?(?P<before>{_SYMBOLS})? ?(?P<sign2>[-+△▲]?) ?"
    rf"(?P<amount>{_DIGITS}(?:[eE][-+]?\d{{1,2}})?(?: ?[千百十万億兆][\d.,千百十万億兆 ]*)?)"
    rf" ?(?P<latin>(?-i:[kKMB]))? ?"
    rf"(?P<percent>%)?(?P<after>{_SYMBOLS}|{_COUNTERS})?(?P<minus>-)? ?(?P<close>\))?",
    re.IGNORECASE,
)
_POINT = re.compile(r"(?:\d+|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:[ '’]\d{3})+)(?:\.\d*)?|\.\d+")
_COMMA = re.compile(r"(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?:[ '’]\d{3})+)(?:,\d*)?|,\d+")
_UNIT = re.compile(r"[-+△▲]? ?\d[\d.,' ]*? ?(?P<unit>[^\W\d_]{1,12})")
_SECTION = re.compile(r"(?P<body>[^兆億万]*)(?P<unit>[兆億万])")
_GROUP = re.compile(r"(?P<digits>[^千百十]*)(?P<unit>[千百十])")


@dataclass(frozen=True)
class Number:
    """A number before its decimal mark is decided: `point` and `comma` are its two readings, None where it is none."""

    point: Decimal | None
    comma: Decimal | None
    currency: str = ""
    percent: bool = False

    def settled(self, *, mark: DecimalMark | None) -> Decimal:
        """Return the number with this decimal mark; without one, a group of three behind a comma is thousands.

        Raises
        ------
        UnreadableError
            `number_mark` where the number can only be read with the other mark.
        """
        value = self.comma if mark == "comma" else self.point
        if value is None and mark is None:
            value = self.comma
        if value is None:
            raise UnreadableError("number_mark", mark=mark)
        return value


def read_number(text: str) -> Number:
    """Return what a text says as a number.

    Raises
    ------
    UnreadableError
        `number_unknown`, or `number_unit` where a unit that is not known follows a number.
    """
    frame = _FRAME.fullmatch(plain(text))
    if frame is None or bool(frame["open"]) != bool(frame["close"]):
        unit = _UNIT.fullmatch(plain(text))
        raise UnreadableError("number_unit", unit=unit["unit"]) if unit else UnreadableError("number_unknown")
    signs = [sign for sign in (frame["sign"], frame["sign2"], frame["minus"], frame["open"]) if sign]
    words = [word for word in (frame["before"], frame["after"]) if word]
    currencies = {CURRENCIES[word.upper()] for word in words if word.upper() in CURRENCIES}
    if len(signs) > 1 or len(currencies) > 1:
        raise UnreadableError("number_unknown")
    factor = Decimal(-1 if signs and signs[0] != "+" else 1)
    if frame["latin"]:
        factor *= _LATIN[frame["latin"]]
    if frame["percent"]:
        factor = factor.scaleb(-2)
    readings = [_amount(frame["amount"].strip(), pattern=pattern, marks=marks) for pattern, marks in _READINGS]
    point, comma = (None if reading is None else reading * factor for reading in readings)
    if point is None and comma is None:
        raise UnreadableError("number_unknown")
    return Number(point=point, comma=comma, currency="".join(currencies), percent=bool(frame["percent"]))


_READINGS = ((_POINT, str.maketrans("", "", ", '’")), (_COMMA, str.maketrans(",", ".", ". '’")))


def _amount(text: str, *, pattern: re.Pattern[str], marks: dict[int, int | None]) -> Decimal | None:
    mantissa, _, exponent = text.upper().partition("E")
    if exponent:
        value = _plain_digits(mantissa, pattern=pattern, marks=marks)
        return None if value is None else value.scaleb(int(exponent))
    if text[-1].isdecimal() and text.isascii():
        return _plain_digits(text, pattern=pattern, marks=marks)
    return _with_myriads(text, pattern=pattern, marks=marks)


def _with_myriads(text: str, *, pattern: re.Pattern[str], marks: dict[int, int | None]) -> Decimal | None:
    """Return 3億5,000万, 1億2千万, 1.2万 or 5百万: parts before units that fall, and perhaps a rest."""
    total, limit, end = Decimal(0), Decimal("Infinity"), 0
    for section in _SECTION.finditer(text):
        value, size = _with_hundreds(section["body"], pattern=pattern, marks=marks), _LARGE[section["unit"]]
        if value is None or size >= limit:
            return None
        total, limit, end = total + value * size, size, section.end()
    rest = text[end:].strip()
    if end and len(rest) == 1:  # 5万3 is said for 53,000 and written for 50,003
        return None
    last = _with_hundreds(rest, pattern=pattern, marks=marks) if rest else Decimal(0)
    return None if last is None else total + last


def _with_hundreds(text: str, *, pattern: re.Pattern[str], marks: dict[int, int | None]) -> Decimal | None:
    """Return 3千5百, 5,000 or 1.2."""
    total, limit, end = Decimal(0), Decimal("Infinity"), 0
    for group in _GROUP.finditer(text):
        value, size = _plain_digits(group["digits"].strip(), pattern=pattern, marks=marks), _SMALL[group["unit"]]
        if value is None or size >= limit:
            return None
        total, limit, end = total + value * size, size, group.end()
    rest = text[end:].strip()
    if not rest:
        return total if end else None
    if end and len(rest) == 1:  # 3千5 is said for 3,500
        return None
    last = _plain_digits(rest, pattern=pattern, marks=marks)
    return None if last is None else total + last


def _plain_digits(text: str, *, pattern: re.Pattern[str], marks: dict[int, int | None]) -> Decimal | None:
    return Decimal(text.translate(marks)) if pattern.fullmatch(text) else None
