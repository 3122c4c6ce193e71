"""One chunk on its way into the store: places and hashes found, repetitions within the chunk settled."""

# ruff: noqa: S608 - tables and columns are named by our own streams; values are parameters.

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaname.facts.engine.rehash import content_hash, id_hash
from kaname.facts.errors import FactsError
from kaname.facts.streams import FieldType, Stream


@dataclass(frozen=True)
class Incoming:
    """Facts with different identities, in a table with their place and hashes.

    `ids` are the identities' hashes, sorted; `first_content` is the content hash under which each identity came first
    in the chunk; `replaced` and `unchanged` count the repetitions, of which the last is in the table.
    """

    table: pa.Table
    ids: NDArray[np.int64]
    content: NDArray[np.int64]
    first_content: NDArray[np.int64]
    replaced: int = 0
    unchanged: int = 0


def plain(chunk: pa.Table, stream: Stream) -> pa.Table:
    """The chunk as it is stored: instants in UTC without saying so, empty visits as one, known values only."""
    for field in stream.fields:
        column = chunk[field.key]
        if field.closed:
            _check_values(column, stream, field.key, field.values)
        if field.type is FieldType.INSTANT:
            column = pc.cast(column, pa.timestamp("us"))
        elif field.key == "visits":
            column = pc.fill_null(column, 1)
        else:
            continue
        chunk = chunk.set_column(chunk.schema.get_field_index(field.key), field.key, column)
    return chunk


def _check_values(column: pa.ChunkedArray, stream: Stream, key: str, known: tuple[str, ...]) -> None:
    for value in pc.unique(column).to_pylist():
        if value is not None and value not in known:
            message = f"{stream.key}: {key} is never {value}."
            raise FactsError("value_unknown", message, stream=stream.key, field=key, value=value)


def hashed(connection: duckdb.DuckDBPyConnection, chunk: pa.Table, stream: Stream, source: str) -> pa.Table:
    """The chunk with `row`, `id_hash` and `content_hash`, in its own order."""
    chunk = _in_key_order(chunk)
    chunk = chunk.append_column("row", pa.array(np.arange(len(chunk))))
    sql = f"SELECT row, {id_hash(source='$source')} AS id, {content_hash(stream)} AS content FROM chunk"
    found = connection.execute(sql, {"source": source}).to_arrow_table()
    for name in ("id", "content"):
        hashes = np.empty(len(chunk), dtype=np.int64)
        hashes[found["row"].to_numpy()] = found[name].to_numpy()
        chunk = chunk.append_column(f"{name}_hash", pa.array(hashes))
    return chunk


def _in_key_order(chunk: pa.Table) -> pa.Table:
    """The same attributes in another order are the same attributes."""
    if chunk["attributes"].null_count == len(chunk):
        return chunk
    attributes = [dict(sorted(entries)).items() if entries else None for entries in chunk["attributes"].to_pylist()]
    column = pa.array([entries and list(entries) for entries in attributes], type=chunk.schema.field("attributes").type)
    return chunk.set_column(chunk.schema.get_field_index("attributes"), "attributes", column)


def settled(chunk: pa.Table) -> Incoming:
    """Of facts that come several times in the chunk, the last one wins."""
    ids, content = chunk["id_hash"].to_numpy(), chunk["content_hash"].to_numpy()
    ordered = np.sort(ids)
    repeated = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    if not len(repeated):
        return Incoming(chunk, ordered, content, content)
    rows = np.flatnonzero(np.isin(ids, repeated))
    return _last_ones(chunk, ordered, content, rows)


def _last_ones(
    chunk: pa.Table, ordered: NDArray[np.int64], content: NDArray[np.int64], rows: NDArray[np.intp]
) -> Incoming:
    # By the identity itself: two identities may share a hash.
    source_ids = chunk["source_id"].take(pa.array(rows)).to_pylist()
    last: dict[str, int] = {}
    first_content, keep = content.copy(), np.ones(len(chunk), dtype=bool)
    replaced = unchanged = 0
    for source_id, row in zip(source_ids, rows.tolist(), strict=True):
        if source_id in last:
            before = last[source_id]
            keep[before] = False
            first_content[row] = first_content[before]
            same = content[row] == content[before]
            replaced, unchanged = replaced + (not same), unchanged + bool(same)
        last[source_id] = row
    table = chunk.filter(pa.array(keep))
    return Incoming(table, ordered, content[keep], first_content[keep], replaced, unchanged)
