"""Some complete records of a text table, parsed when they are asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from kaname.connectors.chunks import Reject
from kaname.connectors.csv.records import Dialect, Records, records_of
from kaname.connectors.csv.stream import check_utf8


class CsvBlock:
    """UTF-8 text that begins and ends with a record; `line` is the number of its first line in the file.

    `stray` are rows that were cut out of the text because their quotation marks make no sense.
    """

    def __init__(
        self,
        *,
        data: bytes,
        line: int,
        bytes_done: int,
        dialect: Dialect,
        width: int,
        columns: Sequence[int],
        stray: Sequence[Reject] = (),
    ) -> None:
        self._data = data
        self._line = line
        self._dialect = dialect
        self._width = width
        self._columns = columns
        self._stray = stray
        self.bytes_done = bytes_done

    @property
    def size(self) -> int:
        """Return the number of rows with a cell for every column."""
        return int(self._parsed[0].num_rows)

    @property
    def broken(self) -> list[Reject]:
        """Return the rows with more or fewer cells than the header."""
        ragged = self._parsed[1]
        rows = self._origins([number for number, _ in ragged])
        found = [count for _, count in ragged]
        return [*self._stray, *(self._ragged(*row, found=count) for row, count in zip(rows, found, strict=True))]

    def column(self, index: int) -> pa.StringArray:
        """Return a column's cells."""
        return self._parsed[0].column(str(index)).combine_chunks()

    def exact(self, index: int) -> None:
        """Return None: a text table has texts only."""

    def origins(self, positions: Sequence[int]) -> list[tuple[int, tuple[str, ...]]]:
        """Return line and cells of the rows at these positions of the columns."""
        if not len(positions):
            return []
        ragged = [number for number, _ in self._parsed[1]]
        whole = np.delete(np.arange(len(self._records.starts)), ragged)
        return self._origins(whole[np.asarray(positions, dtype=np.int64)].tolist())

    def _ragged(self, row: int, cells: tuple[str, ...], *, found: int) -> Reject:
        code = "cells_extra" if found > self._width else "cells_missing"
        params = {"found": found, "expected": self._width}
        return Reject(row=row, field="", column="", value="", code=code, params=params, cells=cells)

    @cached_property
    def _parsed(self) -> tuple[pa.Table, list[tuple[int, int]]]:
        """Return the cells, and for each row with another number of cells its place among all and that number."""
        ragged: list[tuple[int, int]] = []

        def skip(row: arrow_csv.InvalidRow) -> str:
            ragged.append((row.number - 1, row.actual_columns))
            return "skip"

        check_utf8(self._data, line=self._line)
        wanted = [str(index) for index in self._columns]
        if not self._data.strip(b"\r\n"):
            return pa.table({name: pa.array([], type=pa.string()) for name in wanted}), []
        table = arrow_csv.read_csv(
            pa.py_buffer(self._data),
            read_options=arrow_csv.ReadOptions(
                use_threads=False,
                column_names=[str(index) for index in range(self._width)],
                block_size=len(self._data) + 1,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self._dialect.delimiter,
                quote_char=self._dialect.quote or False,
                newlines_in_values=True,
                invalid_row_handler=skip,
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=wanted, column_types=dict.fromkeys(wanted, pa.string()), check_utf8=False
            ),
        )
        return table, ragged

    @cached_property
    def _records(self) -> Records:
        return records_of(self._data, dialect=self._dialect)

    def _origins(self, numbers: Sequence[int]) -> list[tuple[int, tuple[str, ...]]]:
        return [(self._line + int(self._records.lines[number]), self._cells(number)) for number in numbers]

    def _cells(self, number: int) -> tuple[str, ...]:
        text = self._data[self._records.starts[number] : self._records.ends[number]].decode()
        return cells_of(text, dialect=self._dialect)


def cells_of(record: str, *, dialect: Dialect) -> tuple[str, ...]:
    """Return the cells of one record."""
    try:
        return next(iter(rows_of(record, dialect=dialect)), ())
    except csv.Error:  # a cell longer than the module allows
        return (record,)


def rows_of(text: str, *, dialect: Dialect) -> list[tuple[str, ...]]:
    """Return the cells of every record; an empty line is a record without cells."""
    lines = io.StringIO(text, newline="")
    if dialect.quote:
        reader = csv.reader(lines, delimiter=dialect.delimiter, quotechar=dialect.quote)
    else:
        reader = csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE)
    return [tuple(row) for row in reader]
