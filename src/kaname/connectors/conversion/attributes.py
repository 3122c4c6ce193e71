"""Columns without a field of their own, kept under their names."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa


def attributes_of(columns: Mapping[str, pa.StringArray]) -> pa.MapArray:
    """Return name → text for each row; empty cells are left out."""
    size = len(next(iter(columns.values())))
    filled = np.column_stack([texts.is_valid().to_numpy(zero_copy_only=False) for texts in columns.values()])
    rows, places = np.nonzero(filled)
    offsets = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(filled.sum(axis=1), out=offsets[1:])
    keys = pa.array(list(columns), type=pa.string()).take(pa.array(places))
    values = pa.concat_arrays(list(columns.values())).take(pa.array(places * size + rows))
    return pa.MapArray.from_arrays(pa.array(offsets), keys, values)
