"""Quantities as people read them: a short form, and the exact one behind it.

Japanese groups by 万 and 億 (10^4, 10^8), English by K, M and B. A short form that had to round shows its
decimal (80.0万円); one that did not does not (80万円).
"""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from babel.numbers import get_currency_name, get_currency_precision, get_currency_symbol

from kaname.web.formats.digits import MINUS, NONE, Number, as_decimal, compact, decimals_of, grouped, rounded
from kaname.web.formats.durations import duration, exact_duration, hours
from kaname.web.formats.units import Unit

PLAIN_COUNT_BELOW = 100_000
PLAIN_MONEY_BELOW = 10_000
# From here on a pace is as good as a whole number.
WHOLE_FROM = 10


def short(value: Number | None, unit: Unit, *, language: str) -> str:
    """The number as a board shows it, with its unit: 1億2,000万円, ¥120M, 42件, 18.2%, 3分20秒."""
    return _short(value, unit, language)


# A live board shows mostly the numbers that it showed a moment ago.
@lru_cache(maxsize=20_000)
def _short(value: Number | None, unit: Unit, language: str) -> str:
    if value is None or not (number := as_decimal(value)).is_finite():
        return NONE
    match unit.kind:
        case "currency":
            return money(number, unit.currency, language=language)
        case "ratio":
            return percent(number)
        case "seconds":
            return duration(number, language=language)
        case "hours":
            return hours(number, language=language)
    text = compact(number, plain_below=PLAIN_COUNT_BELOW, language=language)
    return counted(text, unit.counter, language=language)


def exact(value: Number | None, unit: Unit, *, language: str) -> str:
    """The number with every digit that it has (a ratio to a ten-thousandth of a percent), with its unit."""
    return _exact(value, unit, language)


@lru_cache(maxsize=20_000)
def _exact(value: Number | None, unit: Unit, language: str) -> str:
    if value is None or not (number := as_decimal(value)).is_finite():
        return NONE
    match unit.kind:
        case "currency":
            digits = max(get_currency_precision(unit.currency), decimals_of(number))
            return in_currency(grouped(number, digits), unit.currency, language=language)
        case "ratio":
            return f"{grouped(rounded(number * 100, 4), None)}%"
        case "seconds":
            return exact_duration(number, language=language)
        case "hours":
            return hours(number, language=language, digits=3)
    return counted(grouped(number, None), unit.counter, language=language)


def signed(value: Number | None, unit: Unit, *, language: str) -> str:
    """A change, with its sign unless it rounds to nothing; a change of a ratio in percentage points."""
    if value is None:
        return NONE
    if unit.kind == "ratio":
        return points(value)
    size = abs(as_decimal(value))
    bare = short(size, replace(unit, counter=""), language=language)
    if bare == NONE:
        return NONE
    if all(digit == "0" for digit in bare if digit.isdigit()):
        return short(0, unit, language=language)
    return f"{MINUS if value < 0 else '+'}{short(size, unit, language=language)}"


def as_pace(value: float | None, unit: Unit) -> float | None:
    """What should be reached by now, without decimals that say nothing: a share of working time has many."""
    match unit.kind:
        case _ if value is None:
            return None
        case "count":
            return round(value) if abs(value) >= WHOLE_FROM else round(value, 1)
        case "currency":
            return round(value, get_currency_precision(unit.currency))
        case "seconds" | "hours":
            return round(value, 1)
        case "number":
            return round(value, 2)
    return value


def percent(ratio: Number | None, *, digits: int = 1) -> str:
    """0.182 as 18.2%."""
    return NONE if ratio is None else f"{grouped(as_decimal(ratio) * 100, digits)}%"


def points(ratio: Number | None, *, digits: int = 1) -> str:
    """0.042 as +4.2pt."""
    if ratio is None:
        return NONE
    shown = rounded(as_decimal(ratio) * 100, digits)
    return f"{'+' if shown > 0 else ''}{grouped(shown, digits)}pt"


def growth(ratio: Number | None, *, digits: int = 1) -> str:
    """0.2 as +20%, with a decimal only where there is one."""
    if ratio is None:
        return NONE
    shown = rounded(as_decimal(ratio) * 100, digits)
    return f"{'+' if shown > 0 else ''}{grouped(shown, None)}%"


def money(value: Decimal, currency: str, *, language: str) -> str:
    """A short amount: below ten thousand in full, above it in 万 and 億 or K, M, B."""
    if abs(value) < PLAIN_MONEY_BELOW:
        text = grouped(value, 0 if value == value.to_integral() else get_currency_precision(currency))
    else:
        text = compact(value, plain_below=PLAIN_MONEY_BELOW, language=language)
    return in_currency(text, currency, language=language)


def in_currency(text: str, currency: str, *, language: str) -> str:
    """In Japanese the currency's name follows the number, 123.5万米ドル; elsewhere its symbol stands before it."""
    if language == "ja":
        return f"{text}{currency_name(currency)}"
    sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    return f"{sign}{currency_symbol(currency)}{digits}"


@lru_cache(maxsize=64)
def currency_name(currency: str) -> str:
    """円, 米ドル, ユーロ; or a space and the code where there is no name."""
    name = "円" if currency == "JPY" else str(get_currency_name(currency, locale="ja"))
    return f" {name}" if name == currency else name


@lru_cache(maxsize=64)
def currency_symbol(currency: str) -> str:
    """¥, $, €; or the code and a space where there is no symbol."""
    symbol = str(get_currency_symbol(currency, locale="en"))
    return f"{symbol} " if symbol == currency else symbol


def counted(text: str, counter: str, *, language: str) -> str:
    """A counter follows at once in Japanese, after a space in English; there it is a plural, and one goes without."""
    if not counter or (language == "en" and text.removeprefix(MINUS) == "1"):
        return text
    return f"{text}{counter}" if language == "ja" else f"{text} {counter}"
