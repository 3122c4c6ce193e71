"""Numbers as Excel shows them: the value stays a number, the unit is its format."""

from __future__ import annotations

from kaname.reports.document import Cell
from kaname.web.formats.quantities import currency_symbol
from kaname.web.formats.units import Unit

HOURS = {"ja": '"時間"', "en": '" h"'}
SECONDS = {"ja": '"秒"', "en": '" s"'}


def excel_number(cell: Cell) -> float:
    """The number as the sheet holds it: a change of a ratio in percentage points, everything else as it is."""
    value = cell.value or 0.0
    return value * 100 if cell.signed and cell.unit and cell.unit.kind == "ratio" else value


def number_format(cell: Cell, *, language: str) -> str:
    """Excel's format of the number in the cell."""
    unit = cell.unit or Unit("number")
    form = _signless(unit, _digits(cell), signed=cell.signed, language=language)
    return f"+{form};-{form};{form}" if cell.signed else form


def _digits(cell: Cell) -> str:
    """Whole numbers without a decimal point, others with two digits."""
    value = cell.value or 0.0
    return "#,##0" if value == int(value) else "#,##0.00"


def _signless(unit: Unit, digits: str, *, signed: bool, language: str) -> str:
    match unit.kind:
        case "ratio":
            return '0.0"pt"' if signed else "0.0%"
        case "currency":
            return _money(unit.currency, digits, language)
        case "hours":
            return f"#,##0.0{HOURS[language]}"
        case "seconds":
            return f"#,##0{SECONDS[language]}"
    counter = f'"{unit.counter if language == "ja" else " " + unit.counter}"' if unit.counter else ""
    return f"{digits}{counter}"


def _money(currency: str, digits: str, language: str) -> str:
    if currency == "JPY":
        return '#,##0"円"' if language == "ja" else '"¥"#,##0'
    return f'"{currency_symbol(currency)}"{digits}'
