"""A sheet as a table of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa

from kaname.connectors.chunks import Reject
from kaname.connectors.excel.cells import is_number, text_of
from kaname.connectors.excel.workbook import Row, Sheet

ROWS = 20_000  # of a block


@dataclass(frozen=True)
class ExcelBlock:
    """Some rows of a sheet with their numbers in it."""

    rows: Sequence[tuple[int, Row]]
    width: int
    bytes_done: int

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    @property
    def broken(self) -> list[Reject]:
        """Return nothing: every row of a sheet is as wide as the sheet."""
        return []

    def column(self, index: int) -> pa.StringArray:
        """Return a column's cells."""
        return pa.array([text_of(row[index]) for _, row in self.rows], type=pa.string())

    def exact(self, index: int) -> pa.BooleanArray:
        """Return which cells are numbers by type."""
        return pa.array([is_number(row[index]) for _, row in self.rows], type=pa.bool_())

    def origins(self, positions: Sequence[int]) -> list[tuple[int, tuple[str, ...]]]:
        """Return row number and cells of some rows."""
        return [
            (number, tuple(text_of(value) for value in row[: self.width]))
            for number, row in (self.rows[position] for position in positions)
        ]


@dataclass(frozen=True)
class ExcelTable:
    """The rows of a sheet from `first_row` on."""

    sheet: Sheet
    header_row: int
    first_row: int
    columns: tuple[str, ...]
    bytes_total: int

    def blocks(self, *, columns: Sequence[int]) -> Iterator[ExcelBlock]:
        """Yield the rows in order; rows without anything in them are left out."""
        rows = (
            (number, row) for number, row in self.sheet.rows(since=self.first_row) if any(value != "" for value in row)
        )
        while block := list(islice(rows, ROWS)):
            done = self.bytes_total * block[-1][0] // max(self.sheet.height, 1)
            yield ExcelBlock(rows=block, width=len(self.columns), bytes_done=done)
