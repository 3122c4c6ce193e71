"""Cells of workbooks as texts that mean one thing: ISO dates, plain numbers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

SHOWN_DIGITS = 15  # of a number in a workbook; what is behind them is noise of binary fractions
_MILLISECOND = timedelta(milliseconds=1)


def text_of(value: Any) -> str:
    """Return a cell's value as text. Times are to the millisecond: workbooks keep them as fractions of a day."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return number_text(value)
        case datetime():
            rounded = value + _MILLISECOND / 2
            return rounded.replace(microsecond=rounded.microsecond // 1000 * 1000).isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return _duration_text(value)
    return str(value)


def number_text(value: float) -> str:
    """Return a number without exponent, with the digits that Excel shows."""
    return f"{Decimal(f'{value:.{SHOWN_DIGITS}g}'):f}"


def is_number(value: Any) -> bool:
    """Tell whether a cell is a number by type."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _duration_text(value: timedelta) -> str:
    total = round(abs(value) / _MILLISECOND)
    hours, rest = divmod(total, 3_600_000)
    minutes, milliseconds = divmod(rest, 60_000)
    seconds = f"{milliseconds // 1000:02}" + (f".{milliseconds % 1000:03}" if milliseconds % 1000 else "")
    return f"{'-' if value < timedelta() else ''}{hours}:{minutes:02}:{seconds}"
