"""What reads one kind of value from the cells of a block, and what they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

import pyarrow as pa

from kaname.connectors.conversion.arrays import Column, trimmed
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
    _texts: dict[int, pa.StringArray] = field(default_factory=dict)
    _read: list[tuple[Reader, Column]] = field(default_factory=list)

    def texts(self, place: int) -> pa.StringArray:
        """Return a column's cells, trimmed, null where empty."""
        if place not in self._texts:
            self._texts[place] = trimmed(self.block.column(place))
        return self._texts[place]

    def read(self, reader: Reader) -> Column:
        """Return what a reader makes of this block."""
        for known, column in self._read:
            if known == reader:
                return column
        column = reader.read(self)
        self._read.append((reader, column))
        return column
