"""What reads one kind of value from the cells of a block, and what they share."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaname.connectors.conversion.arrays import Column, cell_errors, trimmed, without
from kaname.connectors.conversion.decisions import Decisions
from kaname.connectors.table import Block


class Reader(Protocol):
    """Reads a field's values. Readers are values themselves: equal ones are run once for a block."""

    @property
    def places(self) -> tuple[int, ...]:
        """Return the columns that are read."""

    def read(self, cells: Cells) -> Column:
        """Return a value, or null, or a reason, for each row of the block."""


@dataclass
class Cells:
    """A block with what is already known of its columns."""

    block: Block
    decisions: Decisions
    zone: ZoneInfo
    _texts: dict[int, Column] = field(default_factory=dict)
    _read: list[tuple[Reader, Column]] = field(default_factory=list)

    def texts(self, place: int) -> Column:
        """Return a column's cells, trimmed, null where empty; errors of spreadsheets are bad."""
        if place not in self._texts:
            texts = trimmed(self.block.column(place))
            bad = cell_errors(texts)
            self._texts[place] = Column(without(texts, bad=bad) if bad else texts, bad)
        return self._texts[place]

    def filled(self, place: int) -> NDArray[np.bool_]:
        """Return which cells of a column say anything, be it an error."""
        column = self.texts(place)
        filled: NDArray[np.bool_] = column.values.is_valid().to_numpy(zero_copy_only=False)
        if column.bad:
            filled = filled.copy()
            filled[list(column.bad)] = True
        return filled

    def listed(self, place: int, *, values: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return which cells of a column hold one of some values, in any width."""
        wanted = pa.array([unicodedata.normalize("NFKC", value) for value in values])
        texts = pc.utf8_normalize(self.texts(place).values, form="NFKC")
        listed: NDArray[np.bool_] = pc.is_in(texts, value_set=wanted).to_numpy(zero_copy_only=False)
        return listed

    def read(self, reader: Reader) -> Column:
        """Return what a reader makes of this block."""
        for known, column in self._read:
            if known == reader:
                return column
        column = reader.read(self)
        self._read.append((reader, column))
        return column
