"""One fact for every row of a block, before the bad rows are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaname.connectors.conversion.arrays import Column, positions_of
from kaname.connectors.conversion.attributes import attributes_of
from kaname.connectors.conversion.ids import joined_ids
from kaname.connectors.conversion.plan import FactPlan
from kaname.connectors.conversion.reader import Cells, Reader


@dataclass(frozen=True)
class Refusal:
    """Why a row is refused, and which field and columns are at fault."""

    field: str
    places: tuple[int, ...]
    code: str
    params: Mapping[str, Any]


@dataclass
class Draft:
    """`active` are the rows that have this fact, None when all have. `refusals` are (position, refusal)."""

    stream: str
    schema: pa.Schema
    values: Mapping[str, pa.Array]
    active: NDArray[np.bool_] | None
    refusals: list[tuple[int, Refusal]]
    size: int

    def batch(self, good: NDArray[np.bool_]) -> pa.RecordBatch:
        """Return the records of the good rows that have this fact."""
        arrays = [
            self.values[field.name] if field.name in self.values else pa.nulls(self.size, field.type)
            for field in self.schema
        ]
        batch = pa.RecordBatch.from_arrays(arrays, schema=self.schema)
        keep = good if self.active is None else good & self.active
        return batch if keep.all() else batch.filter(pa.array(keep))


def draft_of(fact: FactPlan, *, cells: Cells) -> Draft:
    """Read all parts of a fact from a block."""
    active = _active(fact, cells=cells)
    columns = {key: cells.read(reader) for key, reader in fact.fields.items()}
    parts = [cells.read(reader) for reader in fact.id]
    extra = {name: cells.read(reader) for name, reader in fact.attributes.items()}
    refusals = [
        (position, refusal)
        for position, refusal in _refusals(fact, columns=columns, parts=parts, extra=extra)
        if active is None or active[position]
    ]
    values: dict[str, pa.Array] = {"source_id": joined_ids([part.values for part in parts])}
    for key, column in columns.items():
        values |= _fields(key, column)
    if extra:
        values["attributes"] = attributes_of({name: column.values for name, column in extra.items()})
    return Draft(fact.stream.key, fact.schema, values, active, refusals, cells.block.size)


def _active(fact: FactPlan, *, cells: Cells) -> NDArray[np.bool_] | None:
    """Return the rows that have the fact, None when all have."""
    needed = [cells.filled(place) for place in fact.skip]
    needed += [~cells.listed(place, values=values) for place, values in fact.skip_when.items()]
    active: NDArray[np.bool_] = np.logical_and.reduce(needed) if needed else np.ones(1, dtype=np.bool_)
    return None if active.all() else active


def _fields(key: str, column: Column) -> dict[str, pa.Array]:
    if not pa.types.is_struct(column.values.type):
        return {key: column.values}
    day = column.values.field("day")
    return {"day": day} if key == "day" else {"day": day, "occurred_at": column.values.field("instant")}


def _refusals(
    fact: FactPlan, *, columns: Mapping[str, Column], parts: list[Column], extra: Mapping[str, Column]
) -> Iterator[tuple[int, Refusal]]:
    for reader, part in zip(fact.id, parts, strict=True):
        yield from _refused("id", reader, part, missing="id_missing")
    for key, column in columns.items():
        needed = key in {"occurred_at", "day"} or fact.stream.field(key).required
        yield from _refused(key, fact.fields[key], column, missing="value_missing" if needed else None)
    for name, column in extra.items():
        yield from _refused(name, fact.attributes[name], column, missing=None)


def _refused(field: str, reader: Reader, column: Column, *, missing: str | None) -> Iterator[tuple[int, Refusal]]:
    for position, reason in column.bad.items():
        yield position, Refusal(field, reader.places, reason.code, reason.params)
    if missing is None:
        return
    values = column.values.field("day") if pa.types.is_struct(column.values.type) else column.values
    if values.null_count:
        for position in positions_of(pc.is_null(values)).tolist():
            if position not in column.bad:
                yield position, Refusal(field, reader.places, missing, {})
