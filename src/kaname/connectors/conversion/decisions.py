"""What has to be decided over a whole column before one of its values can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import RLock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaname.connectors.conversion.arrays import trimmed
from kaname.connectors.error import ConnectorError
from kaname.connectors.shapes import DayOrder, DecimalMark
from kaname.connectors.table import Block, Table
from kaname.connectors.values.day_orders import DayOrderEvidence
from kaname.connectors.values.decimal_marks import DecimalMarkEvidence
from kaname.connectors.values.moments import read_written
from kaname.connectors.values.numbers import read_number
from kaname.connectors.values.unreadable import UnreadableError

Shape = Callable[[pa.StringArray], pa.StringArray]


class Decisions:
    """Decides by reading the column to its end, once, and only when a value is met that depends on it."""

    def __init__(self, *, table: Table) -> None:
        self._table = table
        self._made: dict[tuple[str, int], Any] = {}
        self._lock = RLock()

    def name(self, place: int) -> str:
        """Return the name of a column."""
        return self._table.columns[place]

    def day_order(self, place: int) -> DayOrder | None:
        """Return the order of day and month in a column; raise ConnectorError if it is open."""
        order: DayOrder | None = self._once("day_order", place, self._decide_day_order)
        return order

    def decimal_mark(self, place: int) -> DecimalMark | None:
        """Return the decimal mark of a column, None if only slips need one; raise ConnectorError if it is open."""
        mark: DecimalMark | None = self._once("decimal_mark", place, self._decide_decimal_mark)
        return mark

    def _once(self, kind: str, place: int, decide: Callable[[int], Any]) -> Any:
        with self._lock:
            if (kind, place) not in self._made:
                try:
                    self._made[kind, place] = decide(place)
                except ConnectorError as error:
                    self._made[kind, place] = error
            made = self._made[kind, place]
        if isinstance(made, ConnectorError):
            raise made
        return made

    def _decide_day_order(self, place: int) -> DayOrder | None:
        evidence = DayOrderEvidence()
        for found in distinct_values(self._table, place=place, shape=_without_clock):
            try:
                evidence.add(read_written(found.text).day, text=found.text, count=found.count, row=found.row)
            except UnreadableError:
                continue
        return evidence.decide(column=self.name(place))

    def _decide_decimal_mark(self, place: int) -> DecimalMark | None:
        evidence = DecimalMarkEvidence()
        for found in distinct_values(self._table, place=place, shape=_figure):
            try:
                evidence.add(read_number(found.text), text=found.text, count=found.count, row=found.row)
            except UnreadableError:
                continue
        return evidence.decide(column=self.name(place))


@dataclass(frozen=True)
class Found:
    """One value of those in a block that are of one shape; `row()` looks up its row, which is slow."""

    text: str
    count: int
    row: Callable[[], int]


def distinct_values(table: Table, *, place: int, shape: Shape) -> Iterator[Found]:
    """Yield one value of each shape in each block. Cells that are numbers by type say nothing about writing."""
    for block in table.blocks(columns=(place,)):
        texts = trimmed(block.column(place))
        exact = block.exact(place)
        texts = texts if exact is None else pc.if_else(exact, None, texts)
        codes = shape(texts).dictionary_encode().indices.fill_null(-1).to_numpy()
        _, first, counts = np.unique(codes, return_index=True, return_counts=True)
        for position, count in zip(first.tolist(), counts.tolist(), strict=True):
            if texts[position].is_valid:
                yield Found(texts[position].as_py(), count, partial(_row, block, position))


def _row(block: Block, position: int) -> int:
    return block.origins([position])[0][0]


def _without_clock(texts: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring_regex(texts, r"[T ]\s*\d{1,2}:.*$", "")


def _figure(texts: pa.StringArray) -> pa.StringArray:
    return pc.replace_substring_regex(texts, "[1-9]", "9")
