"""A file of people as a table of text, whatever its kind and encoding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kaname.connectors.chunks import Reject
from kaname.connectors.files import open_table
from kaname.connectors.mapping.origins import FileOptions


@dataclass(frozen=True)
class Table:
    """`rows` are (line of the file as a person sees it, one text per header); `broken` are no rows of the table."""

    headers: tuple[str, ...]
    rows: list[tuple[int, tuple[str, ...]]]
    broken: list[Reject]

    def texts(self, header: str) -> Iterable[str]:
        """The cells of a column."""
        place = self.headers.index(header)
        return (cells[place] for _, cells in self.rows)


def read_table(path: Path) -> Table:
    """The whole file in memory: a list of people is small.

    Raises
    ------
    ConnectorError
        With a code of `kaname.connectors.codes.FILE_CODES`.
    """
    opened = open_table(path, options=FileOptions())
    blocks = list(opened.blocks(columns=range(len(opened.columns))))
    rows = [row for block in blocks for row in block.origins(range(block.size))]
    return Table(opened.columns, rows, [reject for block in blocks for reject in block.broken])
