"""The shape that every source of rows has: a table of texts, handed out a block at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import pyarrow as pa

from kaname.connectors.chunks import Reject


class Block(Protocol):
    """Some rows of a table. Nothing is parsed before it is asked for, so that blocks can be worked on in threads."""

    @property
    def size(self) -> int:
        """Return the number of rows that have a cell for every column."""

    @property
    def broken(self) -> list[Reject]:
        """Return the rows that are no rows of this table; they are not counted in `size`."""

    @property
    def bytes_done(self) -> int:
        """Return how much of the source has been read when this block is done. [B]"""

    def column(self, index: int) -> pa.StringArray:
        """Return the cells of a column as text, as the source has them."""

    def exact(self, index: int) -> pa.BooleanArray | None:
        """Return which cells are numbers by type, with a decimal point; None where the source has texts only."""

    def origins(self, positions: Sequence[int]) -> list[tuple[int, tuple[str, ...]]]:
        """Return row number and all cells of some rows, which may be slow."""


class Table(Protocol):
    """An opened source of rows. `blocks` can be called again, and starts over each time."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names in the header, each a different one."""

    @property
    def bytes_total(self) -> int:
        """Return the size of the source. [B]"""

    def blocks(self, *, columns: Sequence[int]) -> Iterator[Block]:
        """Yield the rows in order, with the cells of `columns` only."""
