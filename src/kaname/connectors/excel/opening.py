"""Opening a workbook: sheet and header, each found where nobody has said it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kaname.connectors.columns import distinct_names
from kaname.connectors.detection.columns import shape_columns
from kaname.connectors.detection.headers import LOOKED_AT, find_header
from kaname.connectors.error import ConnectorError
from kaname.connectors.excel.cells import text_of
from kaname.connectors.excel.table import ExcelTable
from kaname.connectors.excel.workbook import Sheet, open_sheet
from kaname.connectors.mapping.origins import FileOptions
from kaname.connectors.shapes import FileShape

SAMPLE_ROWS = 1000
SHOWN_ROWS = 200

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """A table and its first rows."""

    table: ExcelTable
    sample: tuple[Texts, ...]


def open_excel(path: Path, *, options: FileOptions) -> Opened:
    """Open a file as a workbook; raise ConnectorError."""
    sheet = open_sheet(path, name=options.sheet)
    rows = _first_rows(sheet, since=options.header_row or 1)
    if not rows and options.header_row:
        raise ConnectorError("header_missing", row=options.header_row)
    if not rows:
        raise ConnectorError("file_empty")
    header = _header_place(rows, said=options.header_row)
    body = rows[header + 1 :] if header is not None else rows
    width = max((_filled_width(row) for _, row in rows), default=0)
    cells = rows[header][1] if header is not None else ()
    names = distinct_names((*cells, *[""] * width)[:width])
    table = ExcelTable(
        sheet=sheet,
        header_row=0 if header is None else rows[header][0],
        first_row=rows[0][0] if header is None else rows[header][0] + 1,
        columns=names,
        bytes_total=path.stat().st_size,
    )
    return Opened(table=table, sample=tuple(row[:width] for _, row in body))


def inspect_excel(path: Path, *, options: FileOptions) -> FileShape:
    """Return what a workbook looks like; raise ConnectorError."""
    opened = open_excel(path, options=options)
    table = opened.table
    return FileShape(
        kind="excel",
        sheet=table.sheet.name,
        sheets=table.sheet.names,
        header_row=table.header_row,
        columns=shape_columns(table=table, sample=opened.sample),
        rows_estimate=sum(block.size for block in table.blocks(columns=())),
        sample=opened.sample[:SHOWN_ROWS],
    )


def _first_rows(sheet: Sheet, *, since: int) -> list[tuple[int, Texts]]:
    """Return the first rows that have anything in them."""
    rows = ((number, tuple(text_of(value) for value in row)) for number, row in sheet.rows(since=since))
    return list(islice(((number, row) for number, row in rows if any(cell.strip() for cell in row)), SAMPLE_ROWS))


def _header_place(rows: list[tuple[int, Texts]], *, said: int | None) -> int | None:
    """Return which of the rows is the header, None where there is none."""
    if said is not None:
        return 0 if said else None
    width = max(_filled_width(row) for _, row in rows)
    number = find_header([row[:width] for _, row in rows[:LOOKED_AT]])
    return number - 1 if number else None


def _filled_width(row: Texts) -> int:
    """Return how many cells a row has up to its last filled one."""
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)
