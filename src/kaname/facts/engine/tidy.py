"""What a load does for those after it: packing rollups, forgetting batches that nobody will send again."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from kaname.facts.engine.chunks import ROWS
from kaname.facts.engine.rollups import PARTS_KEPT, pack
from kaname.facts.streams import Stream

BATCHES_KNOWN = 100_000


def tidy(connection: duckdb.DuckDBPyConnection, streams: Iterable[Stream], *, part: int, rows: int) -> int:
    """Every so often, and after large loads; returns the number of the last part."""
    if part % PARTS_KEPT and rows < ROWS:
        return part
    for stream in streams:
        pack(connection, stream, part=part + 1)
    connection.execute("DELETE FROM batches WHERE revision < (SELECT max(revision) FROM batches) - ?", [BATCHES_KNOWN])
    return part + 1
