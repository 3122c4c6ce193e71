"""A file on its way to the fact store: records are handed on, everything else about the rows is kept here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from kaname.connectors.chunks import Chunk
from kaname.connectors.files import read
from kaname.connectors.mapping.mapping import Mapping
from kaname.imports.rejects import Rejects

MOST_NAMES = 10_000
Record = tuple[str, pa.RecordBatch]


class Intake:
    """Reads one file once. Counts are of rows; `people` and `teams` are the names that its facts carry."""

    def __init__(self, path: Path, *, mapping: Mapping, zone: ZoneInfo, rejects: Rejects) -> None:
        self.path, self.mapping, self.zone, self.rejects = path, mapping, zone, rejects
        self.rows_read = 0
        self.rejected = 0
        self.bytes_done = 0
        self.bytes_total = 0
        self.people: set[str] = set()
        self.teams: set[str] = set()

    def records(self, *, on_chunk: Callable[[Intake], None], rows: int | None = None) -> Iterator[Record]:
        """Yield the file's records; with `rows`, stop after the chunk that reaches so many rows."""
        for chunk in read(self.path, mapping=self.mapping, zone=self.zone):
            self._count(chunk)
            on_chunk(self)
            yield from chunk.records
            if rows is not None and self.rows_read >= rows:
                return

    def read_through(self) -> None:
        """Read the file for its counts and its rejected rows alone."""
        for _record in self.records(on_chunk=lambda _intake: None):
            pass

    def _count(self, chunk: Chunk) -> None:
        self.rows_read += chunk.rows_read
        self.rejected += self.rejects.add(chunk)
        self.bytes_done, self.bytes_total = chunk.bytes_done, chunk.bytes_total
        for _, batch in chunk.records:
            add_names(batch.column("person"), to=self.people)
            add_names(batch.column("team"), to=self.teams)

    @property
    def is_complete(self) -> bool:
        """Whether the whole file was read."""
        return self.bytes_total > 0 and self.bytes_done >= self.bytes_total


def add_names(column: pa.StringArray, *, to: set[str]) -> None:
    """Add the different names that the column holds; with so many, it is not names that it holds."""
    if len(to) < MOST_NAMES:
        to.update(name for name in column.unique()[:MOST_NAMES].to_pylist() if name)
