"""Facts as Arrow record batches in the schema of their stream."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaname.demo.world import World
from kaname.facts.streams import ARROW_TYPES, STREAMS, FieldType

Codes = NDArray[np.int64]

# The demo organisation is in Japan, which has no summer time.
SECONDS_EAST_OF_UTC = 9 * 3600
A_DAY = 86_400
DECIMAL = ARROW_TYPES[FieldType.DECIMAL]


def batch(stream: str, columns: dict[str, pa.Array], *, keep: NDArray[np.bool_]) -> tuple[str, pa.RecordBatch]:
    """The stream's key and the rows to keep; fields that are not given are empty."""
    schema = STREAMS[stream].arrow_schema()
    arrays = [columns.get(field.name, pa.nulls(len(keep), field.type)).cast(field.type) for field in schema]
    rows: pa.RecordBatch = pa.RecordBatch.from_arrays(arrays, schema=schema)
    return stream, rows.filter(pa.array(keep))


def words(vocabulary: Sequence[str | None], codes: Codes) -> pa.Array:
    """The word of each code; below 0 is none."""
    return pa.array(list(vocabulary), pa.string()).take(pa.array(codes, mask=codes < 0))


def labels(prefix: str, *numbers: Codes) -> pa.Array:
    """`prefix-1-2` of each row's numbers."""
    texts = [pc.cast(pa.array(number), pa.string()) for number in numbers]
    return pc.binary_join_element_wise(pa.scalar(prefix), *texts, "-")


def decimals(whole: Codes) -> pa.Array:
    return pa.array(whole).cast(pa.decimal128(23, 4)).cast(DECIMAL)


def times(world: World, day: Codes, second: Codes | None) -> dict[str, pa.Array]:
    """`day`, and `occurred_at` where the second of the day is known."""
    days = world.work.days[day]
    columns = {"day": pa.array(days.astype(np.int32), pa.int32()).cast(pa.date32())}
    if second is not None:
        instants = (days.astype(np.int64) * A_DAY + second - SECONDS_EAST_OF_UTC) * 1_000_000
        columns["occurred_at"] = pa.array(instants).cast(pa.timestamp("us", tz="UTC"))
    return columns


def asked_for(world: World, day: Codes) -> NDArray[np.bool_]:
    """Whether each day (-1: none) is one of the days asked for."""
    days = world.work.days[day]
    inside = (days >= np.datetime64(world.options.since)) & (days < np.datetime64(world.options.until))
    kept: NDArray[np.bool_] = inside & (day >= 0)
    return kept


def holders(world: World, seat: Codes, day: Codes) -> pa.Array:
    """Name of whoever holds each seat on each day; none for seat -1."""
    return words([one.name for one in world.everybody], np.where(seat < 0, -1, world.work.person[seat, day]))


def attributes(key: str, value: pa.Array) -> pa.Array:
    """A map with the one key for each row, empty where the value is none."""
    present = np.asarray(pc.is_valid(value))
    offsets = np.concatenate([[0], np.cumsum(present)]).astype(np.int32)
    items = value.drop_null()
    return pa.MapArray.from_arrays(pa.array(offsets), pa.array([key] * len(items), pa.string()), items)
