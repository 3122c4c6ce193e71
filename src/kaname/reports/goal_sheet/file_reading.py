"""A filled workbook, read without trusting it: which sheet it is, what it says, and what it was made from."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from kaname.reports.errors import ReportsError
from kaname.reports.goal_sheet.access import FIELDS
from kaname.reports.goal_sheet.cells import Cell
from kaname.reports.goal_sheet.workbook import COLUMNS, HEAD_ROW, HIDDEN, MARK

LARGEST, UNPACKED, MOST_PARTS = 4 << 20, 8 << 20, 500
"""Of the file, of all that is in it [B], and how many parts it may have."""
MOST_ROWS, MOST_PIECES = 60, 40
FORMULA = object()
"""Stands for a formula where something is to be typed."""


@dataclass(frozen=True)
class FilledSheet:
    """What a file says of the sheet with this key: cells typed and seen, and where each stands."""

    key: str
    typed: dict[Cell, object]
    seen: dict[Cell, str]
    places: dict[Cell, str]
    formulas: tuple[Cell, ...]


def read_filled(content: bytes) -> FilledSheet:
    """Read a file that somebody handed in.

    Raises
    ------
    ReportsError
        file_too_large, file_no_workbook, file_with_macros, file_unsafe or file_unknown.
    """
    _look_at(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        if HIDDEN not in book.sheetnames or len(book.sheetnames) < 2:
            raise ReportsError("file_unknown")
        hidden = list(book[HIDDEN].iter_rows(max_row=MOST_PIECES, max_col=5, values_only=True))
        key, seen = _mark(hidden)
        page = book[book.sheetnames[0]]
        rows = list(page.iter_rows(min_row=HEAD_ROW + 2, max_row=HEAD_ROW + 2 + MOST_ROWS, max_col=len(COLUMNS) + 1))
        return _filled(key, seen, rows, page.title)
    except ReportsError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        raise ReportsError("file_no_workbook") from error


def _look_at(content: bytes) -> None:
    """Before anything is unpacked: its size, what is in it, and that no part defines entities."""
    if len(content) > LARGEST:
        raise ReportsError("file_too_large", most=LARGEST >> 20)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            if "xl/workbook.xml" not in names:
                raise ReportsError("file_no_workbook")
            if any("vbaproject" in name.lower() for name in names):
                raise ReportsError("file_with_macros")
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
                raise ReportsError("file_unsafe")
            if any(_defines_entities(archive, part) for part in parts):
                raise ReportsError("file_unsafe")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise ReportsError("file_no_workbook") from error


def _defines_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether an XML part begins with a document type, which Excel never writes; also ends before its said size."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return False
    with archive.open(part) as file:
        head = file.read(4096)
    return b"<!DOCTYPE" in head.replace(b"\0", b"") or b"<!ENTITY" in head.replace(b"\0", b"")


def _mark(rows: list[tuple[Any, ...]]) -> tuple[str, dict[Cell, str]]:
    if not rows or len(rows[0]) < 3 or rows[0][0] != MARK or not isinstance(rows[0][2], str):
        raise ReportsError("file_unknown")
    pieces = "".join(str(row[0]) for row in rows[1:] if row and row[0])
    try:
        kept = json.loads(pieces)
        seen = {cell: str(text) for name, text in kept.items() if (cell := cell_from(name)) is not None}
    except (ValueError, AttributeError) as error:
        raise ReportsError("file_unknown") from error
    return rows[0][2], seen


def cell_from(code: str) -> Cell | None:
    """The cell behind 12-weight; None for anything else."""
    pk, _dash, field = code.partition("-")
    return (int(pk), field) if pk.isdecimal() and len(pk) < 12 and field in FIELDS else None


def _filled(key: str, seen: dict[Cell, str], rows: list[Any], title: str) -> FilledSheet:
    typed: dict[Cell, object] = {}
    places: dict[Cell, str] = {}
    formulas = []
    for cell, place, value, is_formula in _cells(rows):
        typed[cell], places[cell] = value, f"{title}!{place}"
        if is_formula:
            formulas.append(cell)
    return FilledSheet(key, typed, seen, places, tuple(formulas))


def _cells(rows: list[Any]) -> Iterator[tuple[Cell, str, object, bool]]:
    for row in rows:
        pk = row[0].value if row else None
        if not isinstance(pk, int | float) or pk != int(pk):
            continue
        for place, field in enumerate(COLUMNS, start=1):
            if field not in FIELDS or place >= len(row):
                continue
            cell = row[place]
            number = getattr(cell, "row", None)
            where = f"{get_column_letter(place + 1)}{number}" if number else get_column_letter(place + 1)
            yield (int(pk), field), where, cell.value, getattr(cell, "data_type", "") == "f"
