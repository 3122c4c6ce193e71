"""What a connector hands out: typed records of streams, and the rows it could not accept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from kaname.connectors.codes import sentence


@dataclass(frozen=True)
class Reject:
    """One bad value. A row with several has several of these, next to each other.

    `row` is the line of the file, or the row of the sheet, where the row begins, the header's being counted.
    `field` is the key of the stream's field and `column` the header it is read from; both are "" when the row as
    a whole is at fault. `cells` is the whole row as the file has it.
    """

    row: int
    field: str
    column: str
    value: str
    code: str
    params: Mapping[str, Any]
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return sentence(code=self.code, params=self.params)


@dataclass(frozen=True)
class Chunk:
    """Some rows of a source, in the source's order.

    `records` are (stream key, batch in that stream's schema). A row without any fact (`skip_when_empty`) is in
    `rows_read` only. `columns` are the header's names in the order of `Reject.cells`.
    """

    columns: tuple[str, ...]
    rows_read: int
    bytes_done: int
    bytes_total: int
    records: list[tuple[str, pa.RecordBatch]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
