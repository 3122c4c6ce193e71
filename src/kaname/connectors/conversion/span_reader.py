"""Lengths of time from one instant to another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kaname.connectors.conversion.arrays import Bad, Column, positions_of
from kaname.connectors.conversion.decimals import PER_UNIT, from_steps
from kaname.connectors.conversion.moment_reader import MomentReader
from kaname.connectors.conversion.reader import Cells
from kaname.connectors.values.unreadable import UnreadableError

_MICROS_PER_STEP = 1_000_000 // PER_UNIT


@dataclass(frozen=True)
class SpanReader:
    """The seconds from `start` to `end`, null where either is empty; a day without a time has no length."""

    start: MomentReader
    end: MomentReader

    @property
    def places(self) -> tuple[int, ...]:
        return self.start.places + self.end.places

    def read(self, cells: Cells) -> Column:
        start, end = cells.read(self.start), cells.read(self.end)
        since, until = start.values.field("instant"), end.values.field("instant")
        micros = pc.subtract(until.cast(pa.int64()), since.cast(pa.int64()))
        steps = np.rint(micros.fill_null(0).to_numpy() / _MICROS_PER_STEP).astype(np.int64)
        seconds = pc.if_else(micros.is_valid(), from_steps(steps), None)
        bad = {**_reversed(since, until), **_clockless(start), **_clockless(end), **end.bad, **start.bad}
        return Column(seconds, bad)


def _reversed(since: pa.TimestampArray, until: pa.TimestampArray) -> Bad:
    positions = positions_of(pc.less(until, since))
    return {
        int(position): UnreadableError(
            "span_reversed", start=since[position].as_py().isoformat(), end=until[position].as_py().isoformat()
        )
        for position in positions
    }


def _clockless(moments: Column) -> Bad:
    day, instant = moments.values.field("day"), moments.values.field("instant")
    positions = positions_of(pc.and_(day.is_valid(), instant.is_null()))
    return {int(position): UnreadableError("time_needed") for position in positions}
