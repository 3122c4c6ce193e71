"""Uploaded or pasted content as text or as rows."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kaname.connectors.error import ConnectorError
from kaname.people.roster.table import read_table


class Upload(Protocol):
    """What Django hands over for a file field."""

    def read(self) -> bytes: ...


@dataclass(frozen=True)
class Rows:
    """`rows` are (line as a person sees it, cells)."""

    headers: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]

    def as_text(self) -> str:
        """The same as text, ready to be handed in again once it has been looked at."""
        out = io.StringIO()
        csv.writer(out, delimiter="\t").writerows([self.headers, *(cells for _line, cells in self.rows)])
        return out.getvalue()


def rows_of_file(file: Upload) -> Rows:
    """The rows of a CSV, TSV or Excel file in any encoding. Raises ConnectorError."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(file.read())
        table = read_table(path)
    return Rows(table.headers, table.rows)


def rows_of_text(text: str) -> Rows:
    """The rows of a pasted piece of a spreadsheet, or of CSV text. Raises ConnectorError."""
    first = text.partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    try:
        rows = list(enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1))
    except csv.Error as error:
        raise ConnectorError("cell_too_long", most=csv.field_size_limit()) from error
    return Rows(rows[0][1] if rows else [], rows[1:])


def text_of_file(file: Upload) -> str:
    """YAML as text: UTF-8, with a byte order mark or without; other bytes are kept readable as “�”."""
    return file.read().decode("utf-8-sig", errors="replace")
