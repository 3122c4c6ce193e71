"""A table as a file: the same rows as CSV or as an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseBase
from xlsxwriter import Workbook

from kaname.web.downloads import csv_response

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST, NARROWEST = 60, 8
LONGEST_NAME = 31
LONGEST_SHEET = 1_048_575
"""Rows of a sheet below its header."""


def table_response(
    name: str, header: Sequence[object], rows: Iterable[Sequence[object]], *, form: str | None
) -> HttpResponseBase:
    """`name` without an ending; `form` as the address says it: "xlsx" is a workbook, everything else CSV."""
    if form == "xlsx":
        return excel_response(f"{name}.xlsx", workbook_of([(name, header, rows)]))
    return csv_response(f"{name}.csv", header, rows)


def excel_response(filename: str, content: bytes) -> HttpResponse:
    """A workbook as a download."""
    response = HttpResponse(content, content_type=EXCEL)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response


def workbook_of(sheets: Sequence[tuple[str, Sequence[object], Iterable[Sequence[object]]]]) -> bytes:
    """One sheet per table: name, header, rows. Numbers stay numbers, days stay days, text is never a formula.

    A table that is longer than a sheet goes on in another one.
    """
    content = BytesIO()
    with Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        names: list[str] = []
        for name, header, rows in sheets:
            for part in _parts(rows):
                names.append(sheet_name(name, taken=names))
                _write_sheet(book.add_worksheet(names[-1]), header, part, formats)
    return content.getvalue()


def _parts(rows: Iterable[Sequence[object]]) -> Iterator[Iterator[Sequence[object]]]:
    """The rows in parts that fit a sheet; one without any where there are none."""
    left = iter(rows)
    yield islice(left, LONGEST_SHEET)
    for row in left:
        yield chain([row], islice(left, LONGEST_SHEET - 1))


def sheet_name(name: str, *, taken: Sequence[str] = ()) -> str:
    """As Excel accepts it: at most 31 characters, none of those that it forbids, and no other sheet's."""
    allowed = "".join(" " if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in name)
    short = _cut(allowed, LONGEST_NAME).strip("' ") or "1"
    used = {other.casefold() for other in (*taken, "History")}
    numbered = (f"{_cut(short, LONGEST_NAME - 4)} {number}" for number in range(2, 1000))
    return next(one for one in (short, *numbered) if one.casefold() not in used)


def _cut(text: str, length: int) -> str:
    """The beginning of at most so many UTF-16 units, in which Excel counts."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", errors="ignore")


def _write_sheet(
    sheet: Any, header: Sequence[object], rows: Iterable[Sequence[object]], formats: dict[Any, Any]
) -> None:
    widths = [len(str(cell)) * 2 for cell in header]
    sheet.write_row(0, 0, [str(cell) for cell in header], formats["head"])
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, formats)
            widths[column] = max(widths[column], min(WIDEST, len(str(cell)) + 2))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, max(NARROWEST, min(WIDEST, width)))
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: Any, row: int, column: int, cell: object, formats: dict[Any, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), formats[datetime])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats[date])  # noqa: DTZ001
    elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        sheet.write_number(row, column, float(cell))
    else:
        sheet.write_string(row, column, str(cell))
