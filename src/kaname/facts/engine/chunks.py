"""Regrouping what connectors send: many small batches of several streams become few large tables of one stream each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from kaname.facts.errors import FactsError
from kaname.facts.streams import Stream, stream_of

# Three row groups of DuckDB: full ones go to the file at once, and looking up known facts costs little per row. Fewer
# take more processor time, more take more memory.
ROWS = 3 * 122_880


def chunks(records: Iterable[tuple[str, pa.RecordBatch]]) -> Iterator[tuple[Stream, pa.Table]]:
    """Tables of at most `ROWS` rows, each of one stream, in the order in which they came.

    Raises
    ------
    FactsError
        `unknown_stream`, `wrong_columns`, `value_missing`.
    """
    waiting: dict[str, list[pa.RecordBatch]] = {}
    for key, batch in records:
        stream = stream_of(key)
        for start in range(0, batch.num_rows, ROWS):
            waiting.setdefault(key, []).append(_checked(batch.slice(start, ROWS), stream))
            if sum(part.num_rows for part in waiting[key]) >= ROWS:
                yield stream, pa.Table.from_batches(waiting.pop(key))
    for key, batches in waiting.items():
        yield stream_of(key), pa.Table.from_batches(batches)


def _checked(batch: pa.RecordBatch, stream: Stream) -> pa.RecordBatch:
    schema = stream.arrow_schema()
    if not batch.schema.equals(schema, check_metadata=False):
        batch = _cast(batch, stream)
    for field in stream.fields:
        if field.required and batch.column(field.key).null_count:
            raise FactsError(
                "value_missing", f"{stream.key}: {field.key} is needed.", stream=stream.key, field=field.key
            )
    return batch


def _cast(batch: pa.RecordBatch, stream: Stream) -> pa.RecordBatch:
    schema = stream.arrow_schema()
    wrong = sorted(set(batch.schema.names) ^ set(schema.names))
    if wrong:
        message = f"{stream.key}: these columns are missing or unknown: {', '.join(wrong)}."
        raise FactsError("wrong_columns", message, stream=stream.key, columns=wrong)
    try:
        columns = [pc.cast(batch.column(field.name), field.type) for field in schema]
    except pa.ArrowException as error:
        message = f"{stream.key}: the columns do not have the declared types: {error}"
        raise FactsError("wrong_columns", message, stream=stream.key, columns=[]) from error
    return pa.RecordBatch.from_arrays(columns, schema=schema)
