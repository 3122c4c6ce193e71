"""Columns as numbers: which combinations of values there are, and which of them each row has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Group = tuple[Any, ...]
# Below so many possible combinations a table of them is quicker than sorting those that there are.
FEW = 100_000


def coded(table: pa.Table, columns: Sequence[str]) -> tuple[NDArray[np.intp], tuple[Group, ...]]:
    """For each row the position of its combination, and the combinations; without columns there is one, empty."""
    codes = np.zeros(len(table), dtype=np.intp)
    dictionaries: list[list[Any]] = []
    for column in columns:
        encoded = table[column].combine_chunks().dictionary_encode(null_encoding="encode")
        dictionaries.append(encoded.dictionary.to_pylist())
        codes = codes * max(len(dictionaries[-1]), 1) + encoded.indices.to_numpy(zero_copy_only=False)
    if not columns:
        return codes, ((),)
    found, positions = _numbered(codes, most=math.prod(map(len, dictionaries)))
    return positions, tuple(_values(code, dictionaries) for code in found.tolist())


def _numbered(codes: NDArray[np.intp], *, most: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The different codes, all below `most`, and for each code its place among them."""
    if most > FEW:
        return np.unique(codes, return_inverse=True)
    used = np.zeros(most, dtype=bool)
    used[codes] = True
    return np.flatnonzero(used), (np.cumsum(used) - 1)[codes]


def _values(code: int, dictionaries: Sequence[list[Any]]) -> tuple[Any, ...]:
    values: list[Any] = []
    for dictionary in reversed(dictionaries):
        code, position = divmod(code, len(dictionary))
        values.append(dictionary[position])
    return tuple(reversed(values))
