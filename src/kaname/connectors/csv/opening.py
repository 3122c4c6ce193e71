"""Opening a text table: encoding, dialect and header, each found where nobody has said it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from kaname.connectors.columns import distinct_names
from kaname.connectors.csv.block import rows_of
from kaname.connectors.csv.dialects import detect_dialect
from kaname.connectors.csv.encodings import detect_encoding
from kaname.connectors.csv.records import Dialect, records_of
from kaname.connectors.csv.stream import codec_of, utf8_pieces
from kaname.connectors.csv.table import CsvTable
from kaname.connectors.detection.headers import LOOKED_AT, find_header
from kaname.connectors.error import ConnectorError
from kaname.connectors.mapping.origins import FileOptions

HEAD = 1 << 18
SAMPLE_ROWS = 1000
MOST_COLUMNS = 2000


@dataclass(frozen=True)
class Opened:
    """A table and its first rows."""

    table: CsvTable
    sample: tuple[tuple[str, ...], ...]


def open_csv(path: Path, *, options: FileOptions) -> Opened:
    """Open a file as a text table.

    Raises
    ------
    ConnectorError
        `file_*`, `encoding_*`, `delimiter_invalid`, `cell_too_long`, `columns_too_many` or `header_missing`.
    """
    encoding = options.encoding or detect_encoding(path)
    codec_of(encoding)
    head = _head(path, encoding=encoding)
    if not head.strip():
        raise ConnectorError("file_empty")
    dialect = detect_dialect(head, delimiter=options.delimiter, quote=options.quote)
    try:
        rows = _numbered(head.replace("\r", "\n") if dialect.line_break == "\r" else head, dialect=dialect)
    except csv.Error as error:  # a cell longer than the module allows
        raise ConnectorError("cell_too_long", most=csv.field_size_limit()) from error
    if (widest := max((len(row) for _, row in rows), default=0)) > MOST_COLUMNS:
        raise ConnectorError("columns_too_many", found=widest, most=MOST_COLUMNS)
    if not rows:
        raise ConnectorError("file_empty")
    header, first = _header(rows, said=options.header_row)
    body = [row for line, row in rows if line >= first]
    names = _names(header, body=body)
    table = CsvTable(
        path=path,
        encoding=encoding,
        dialect=dialect,
        header_row=0 if header is None else header[0],
        first_line=first,
        columns=names,
        bytes_total=path.stat().st_size,
    )
    return Opened(table=table, sample=tuple(body[:SAMPLE_ROWS]))


def _head(path: Path, *, encoding: str) -> str:
    """Return the beginning of the text, up to a line's end where it is long."""
    head = b""
    for piece, _ in utf8_pieces(path, encoding=encoding, size=HEAD):
        head += piece
        if len(head) >= HEAD:
            cut = max(head.rfind(b"\n"), head.rfind(b"\r")) + 1
            return head[: cut or len(head)].decode()
    return head.decode()


Numbered = tuple[int, tuple[str, ...]]


def _numbered(head: str, *, dialect: Dialect) -> list[Numbered]:
    """Return the rows with the line that each begins in; empty lines are no rows."""
    records = records_of(head.encode(), dialect=dialect)
    rows = [row for row in rows_of(head, dialect=dialect) if row]
    lines = [int(line) + 1 for line in records.lines]
    return [(line, row) for line, row in zip(lines, rows, strict=False) if any(cell.strip() for cell in row)]


def _header(rows: list[Numbered], *, said: int | None) -> tuple[Numbered | None, int]:
    """Return the header row, if there is one, and the line where the rows begin."""
    if rows and len(rows[0][1]) <= 2 and rows[0][1][0].lower().startswith("sep="):
        rows = rows[1:]
    if said is None:
        place = find_header([row for _, row in rows[:LOOKED_AT]])
        header = rows[place - 1] if place and place <= len(rows) else None
    else:
        header = next((row for row in rows if row[0] >= said), None) if said else None
        if said and header is None:
            raise ConnectorError("header_missing", row=said)
    if header is None:
        return None, rows[0][0] if rows else 1
    return header, header[0] + 1 + sum(cell.count("\n") for cell in header[1])


def _names(header: Numbered | None, *, body: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return names for all columns; rows that end with a delimiter have a nameless one more than the header."""
    cells = header[1] if header else ("",) * len(body[0])
    trailing = sum(len(row) == len(cells) + 1 and not row[-1].strip() for row in body)
    if body and trailing * 2 > len(body):
        cells = (*cells, "")
    return distinct_names(cells)
