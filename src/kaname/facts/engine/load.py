"""Loading one batch inside one transaction: what is new goes in, what changed is replaced, what is known stays."""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaname.facts.attribution import Attribution
from kaname.facts.engine.attributes import attributes_in, record_attributes
from kaname.facts.engine.chunks import chunks
from kaname.facts.engine.incoming import Incoming, hashed, plain, settled
from kaname.facts.engine.places import Places, names_in, numbers_of, write_places
from kaname.facts.engine.record import LoadResult
from kaname.facts.engine.rollups import add_part
from kaname.facts.engine.seen import Seen
from kaname.facts.engine.tables import BOOKKEEPING, stored_fields
from kaname.facts.errors import FactsError
from kaname.facts.streams import Stream

Records = Iterable[tuple[str, pa.RecordBatch]]


@dataclass
class Loading:
    """One load under way, on a connection that is inside a transaction.

    `before` is a connection that sees the store as it was: looking up there is faster than among uncommitted rows.
    `places` is the load's own copy, which the store takes over after the commit.
    """

    connection: duckdb.DuckDBPyConnection
    before: duckdb.DuckDBPyConnection
    source: str
    revision: int
    part: int
    places: Places
    attribution: Attribution
    loaded: int = 0
    replaced: int = 0
    unchanged: int = 0
    streams: dict[str, Stream] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)
    seen: dict[str, Seen] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return self.loaded + self.replaced + self.unchanged

    def result(self) -> LoadResult:
        return LoadResult(self.loaded, self.replaced, self.unchanged, self.revision, tuple(sorted(self.days)))

    def take_all(
        self, records: Records, *, on_progress: Callable[[int], None] | None, cancelled: Callable[[], bool] | None
    ) -> None:
        """Take every record. The next chunk is read and converted while the engine works on the one before.

        Raises
        ------
        FactsError
            `cancelled`, or what is wrong with the records.
        """
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="facts-load") as engine:
            working = None
            for stream, chunk in chunks(_until_cancelled(records, cancelled)):
                if working is not None:
                    working.result()
                    if on_progress is not None:
                        on_progress(self.rows)
                working = engine.submit(self.take, stream, chunk)
            if working is not None:
                working.result()
                if on_progress is not None:
                    on_progress(self.rows)

    def take(self, stream: Stream, chunk: pa.Table) -> None:
        self.streams[stream.key] = stream
        chunk = plain(chunk, stream)
        record_attributes(self.connection, stream.key, attributes_in(chunk))
        incoming = settled(hashed(self.connection, self._placed(chunk), stream, self.source))
        known = self._known(stream, incoming)
        self._count(incoming, known)
        incoming_table, gone = _differing(incoming, known)
        if len(incoming_table) or len(gone):
            self._write(stream, incoming_table, gone)

    def _placed(self, chunk: pa.Table) -> pa.Table:
        names, which = names_in(chunk, self.source)
        write_places(self.connection, self.places.settle(names, self.attribution))
        numbers = numbers_of(self.places, names=names, which=which, days=chunk["day"])
        return chunk.append_column("place", pa.array(numbers))

    def _known(self, stream: Stream, chunk: Incoming) -> pa.Table:
        """Stored facts with the same identity: their rowid, content hash and day, and the position in the chunk."""
        seen = self.seen.setdefault(stream.key, Seen())
        connection = self.connection if seen.any_of(chunk.ids) else self.before
        seen.add(chunk.ids)
        incoming = chunk.table.select(["id_hash", "source_id"])
        incoming = incoming.append_column("position", pa.array(np.arange(len(incoming))))
        return connection.execute(
            f"SELECT stored.rowid AS stored, stored.content_hash, stored.day, incoming.position "
            f"FROM {stream.key} AS stored JOIN incoming USING (id_hash) JOIN places USING (place) "
            "WHERE stored.source_id = incoming.source_id AND places.source = ?",
            [self.source],
        ).to_arrow_table()

    def _count(self, incoming: Incoming, known: pa.Table) -> None:
        position = known["position"].to_numpy()
        same = known["content_hash"].to_numpy() == incoming.first_content[position]
        unchanged = int(np.count_nonzero(same))
        self.loaded += len(incoming.table) - len(known)
        self.replaced += len(known) - unchanged + incoming.replaced
        self.unchanged += unchanged + incoming.unchanged

    def _write(self, stream: Stream, incoming: pa.Table, gone: pa.Table) -> None:
        self.part += 1
        self.days |= set(pc.unique(incoming["day"]).to_pylist()) | set(pc.unique(gone["day"]).to_pylist())
        add_part(self.connection, stream, part=self.part, incoming=incoming, gone=gone)
        if len(gone):
            self.connection.execute(f"DELETE FROM {stream.key} WHERE rowid IN (SELECT stored FROM gone)")
        if len(incoming):
            columns = ", ".join([*BOOKKEEPING, *(field.key for field in stored_fields(stream))])
            values = columns.replace("revision", str(int(self.revision)), 1)
            self.connection.execute(f"INSERT INTO {stream.key} ({columns}) SELECT {values} FROM incoming")


def _differing(incoming: Incoming, known: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Of the incoming facts those that are not stored just so, and of the stored ones those they replace."""
    if not len(known):
        return incoming.table, known
    position: NDArray[np.int64] = known["position"].to_numpy()
    same = known["content_hash"].to_numpy() == incoming.content[position]
    keep = np.ones(len(incoming.table), dtype=bool)
    keep[position[same]] = False
    return incoming.table.filter(pa.array(keep)), known.filter(pa.array(~same))


def _until_cancelled(records: Records, cancelled: Callable[[], bool] | None) -> Iterator[tuple[str, pa.RecordBatch]]:
    for record in records:
        if cancelled is not None and cancelled():
            raise FactsError("cancelled", "The load was cancelled; nothing of it is in the store.")
        yield record
    if cancelled is not None and cancelled():
        raise FactsError("cancelled", "The load was cancelled; nothing of it is in the store.")
