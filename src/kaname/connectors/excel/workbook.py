"""A sheet of a workbook as rows of values."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kaname.connectors.columns import find_column
from kaname.connectors.error import ConnectorError

Row = list[Any]
Overlay = Mapping[int, Mapping[int, Any]]  # row number → place in the row → value
_ERROR_CELL = b't="e"'
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODS_ERROR_CELL = b'calcext:value-type="error"'


@dataclass(frozen=True)
class Sheet:
    """One sheet. `overlay` are values that are not in the cells themselves: of merged areas, and of errors."""

    name: str
    names: tuple[str, ...]
    content: CalamineSheet
    overlay: Overlay

    @property
    def height(self) -> int:
        """Return the number of the last row."""
        return self.content.end[0] + 1 if self.content.end else 0

    def rows(self, *, since: int = 1) -> Iterator[tuple[int, Row]]:
        """Yield row numbers, counted from 1, and cells, from row `since` on."""
        for number, row in enumerate(self.content.iter_rows(), start=1):
            if number >= since:
                for place, value in self.overlay.get(number, {}).items():
                    row[place] = value
                yield number, row


def open_sheet(path: Path, *, name: str | None) -> Sheet:
    """Open the sheet of that name, else the first visible one that holds anything.

    Raises
    ------
    ConnectorError
        `workbook_unreadable`, `workbook_protected`, `sheet_unknown` or `file_empty`.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = _names(workbook)
        if name is not None and find_column(name, columns=names) is None:
            raise ConnectorError("sheet_unknown", sheet=name, sheets=names)
        content = _filled(workbook, names=names) if name is None else _named(workbook, name=name, names=names)
    except PasswordError as error:
        raise ConnectorError("workbook_protected") from error
    except (CalamineError, OSError) as error:
        if _is_encrypted(path):
            raise ConnectorError("workbook_protected") from error
        raise ConnectorError("workbook_unreadable", reason=str(error)) from error
    return Sheet(name=content.name, names=names, content=content, overlay=_overlay(path, content=content))


def _is_encrypted(path: Path) -> bool:
    """Tell whether a workbook is wrapped in the container that Office puts around files with a password."""
    with path.open("rb") as file:
        return any(_ENCRYPTED in piece for piece in iter(lambda: file.read(1 << 20), b""))


def _names(workbook: CalamineWorkbook) -> tuple[str, ...]:
    return tuple(
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
    )


def _named(workbook: CalamineWorkbook, *, name: str, names: tuple[str, ...]) -> CalamineSheet:
    return workbook.get_sheet_by_name(names[find_column(name, columns=names) or 0])


def _filled(workbook: CalamineWorkbook, *, names: tuple[str, ...]) -> CalamineSheet:
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.end is not None:
            return sheet
    raise ConnectorError("file_empty")


def _overlay(path: Path, *, content: CalamineSheet) -> Overlay:
    overlay: dict[int, dict[int, Any]] = {}
    for number, place, value in (*_merged(content), *_errors(path, name=content.name)):
        overlay.setdefault(number, {})[place] = value
    return overlay


def _merged(content: CalamineSheet) -> Iterator[tuple[int, int, Any]]:
    """Yield the cells below the first of each area that is merged over several rows; its value is meant for all."""
    areas = [area for area in content.merged_cell_ranges or [] if area[0][0] < area[1][0]]
    tops = {area[0][0] for area in areas}
    rows = {number: row for number, row in enumerate(content.iter_rows()) if number in tops} if areas else {}
    for (top, left), (bottom, right) in areas:
        for number in range(top + 1, bottom + 1):
            for place in range(left, right + 1):
                yield number + 1, place, rows[top][left]


def _errors(path: Path, *, name: str) -> Iterator[tuple[int, int, str]]:
    """Yield the cells that hold #N/A and its like, which calamine reads as empty.

    In xls and xlsb they cannot be told from empty ones, in ods not be located.

    Raises
    ------
    ConnectorError
        `workbook_errors` for an ods file with such cells.
    """
    if not _may_have_errors(path):
        return
    import openpyxl  # large, and nearly no workbook needs it

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for row in workbook[name].iter_rows():
            for cell in row:
                if cell.data_type == "e" and cell.row and cell.column:
                    yield cell.row, cell.column - 1, str(cell.value)
    finally:
        workbook.close()


def _may_have_errors(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "content.xml" in names and _contains(archive, "content.xml", mark=_ODS_ERROR_CELL):
            raise ConnectorError("workbook_errors")
        sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith("xml")]
        return any(_contains(archive, sheet, mark=_ERROR_CELL) for sheet in sheets)


def _contains(archive: zipfile.ZipFile, entry: str, *, mark: bytes) -> bool:
    with archive.open(entry) as sheet:
        last = b""
        while piece := sheet.read(1 << 20):
            if mark in last + piece:
                return True
            last = piece[-len(mark) :]
    return False
