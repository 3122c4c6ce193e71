"""Small things done to Arrow arrays without a Python object per row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kaname.connectors.values.texts import CELL_ERRORS, EMPTY
from kaname.connectors.values.unreadable import UnreadableError

_SPACES = tuple(code for code in range(128, 0x3001) if chr(code).isspace())
_EMPTY = pa.array(sorted(EMPTY))
_CELL_ERRORS = pa.array(sorted(CELL_ERRORS))
# The bytes with which white space and "empty" can begin or end: ASCII, and what begins or ends U+0085, U+00A0, U+3000 …
_SPACE = np.zeros(256, dtype=np.bool_)
_SPACE[[*range(33), *(byte for code in _SPACES for byte in (chr(code).encode()[0], chr(code).encode()[-1]))]] = True
_EMPTY_START = np.zeros(256, dtype=np.bool_)
_EMPTY_START[[text.encode()[0] for text in EMPTY if text]] = True
_EMPTY_LENGTH = max(len(text.encode()) for text in EMPTY)

Bad = dict[int, UnreadableError]
T = TypeVar("T")


@dataclass
class Column:
    """Values, null where the cell is empty or bad; `bad` is position → reason."""

    values: pa.Array
    bad: Bad = field(default_factory=dict)


def trimmed(cells: pa.StringArray) -> pa.StringArray:
    """Return the cells without white space around them, null where they say nothing."""
    maybe_spaced, maybe_empty = _suspicions(cells)
    texts = pc.utf8_trim_whitespace(cells) if maybe_spaced else cells
    if not (maybe_spaced or maybe_empty):
        return texts
    empty = pc.is_in(texts, value_set=_EMPTY)
    return pc.if_else(empty, None, texts) if pc.any(empty).as_py() else texts


def _suspicions(cells: pa.StringArray) -> tuple[bool, bool]:
    """Tell by first and last bytes alone, which is quick, whether any cell may have to be trimmed, and may be empty."""
    offsets = np.frombuffer(cells.buffers()[1], dtype=np.int32)[cells.offset : cells.offset + len(cells) + 1]
    lengths = np.diff(offsets)
    if cells.null_count or not len(cells) or not lengths.min():
        return True, True
    data = np.frombuffer(cells.buffers()[2], dtype=np.uint8)
    first, last = data[offsets[:-1]], data[offsets[1:] - 1]
    return bool((_SPACE[first] | _SPACE[last]).any()), bool((_EMPTY_START[first] & (lengths <= _EMPTY_LENGTH)).any())


def cell_errors(texts: pa.StringArray) -> Bad:
    """Return the cells that hold the error of a spreadsheet, as #N/A."""
    if not contains_byte(texts, b"#"):
        return {}
    positions = positions_of(pc.is_in(texts, value_set=_CELL_ERRORS)).tolist()
    return {position: UnreadableError("cell_error", error=texts[position].as_py()) for position in positions}


def without(texts: pa.StringArray, *, bad: Bad) -> pa.StringArray:
    """Return the texts with null in place of bad ones."""
    mask = np.zeros(len(texts), dtype=np.bool_)
    mask[list(bad)] = True
    return pc.if_else(pa.array(mask), None, texts)


def joined(parts: Sequence[pa.StringArray], *, by: str) -> pa.StringArray:
    """Return the parts that are not null with `by` between them, null where all are.

    Arrow's own way of leaving out nulls (`null_handling="skip"`) loses the rows in which all are null.
    """
    whole = parts[0]
    for part in parts[1:]:
        whole = pc.coalesce(pc.binary_join_element_wise(whole, part, by), whole, part)
    return whole


def contains_byte(texts: pa.StringArray, byte: bytes) -> bool:
    """Tell whether an ASCII character is in any of the texts."""
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)
    start, end = offsets[texts.offset], offsets[texts.offset + len(texts)]
    data = texts.buffers()[2]
    return data is not None and bool((np.frombuffer(data, dtype=np.uint8)[start:end] == ord(byte)).any())


def positions_of(mask: pa.BooleanArray) -> NDArray[np.int64]:
    """Return the positions that are true."""
    return np.flatnonzero(mask.fill_null(False).to_numpy(zero_copy_only=False))


def read_distinct(
    texts: pa.StringArray, *, read: Callable[[str], T], values: Callable[[list[T | None]], pa.Array]
) -> Column:
    """Read each different text once; `values` makes an array of what was read."""
    encoded = texts.dictionary_encode()
    found: list[T | None] = []
    refused: dict[int, UnreadableError] = {}
    for code, text in enumerate(encoded.dictionary.to_pylist()):
        try:
            found.append(read(text))
        except UnreadableError as reason:
            refused[code] = reason
            found.append(None)
    return Column(values(found).take(encoded.indices), _spread(refused, indices=encoded.indices))


def _spread(refused: dict[int, UnreadableError], *, indices: pa.Array) -> Bad:
    if not refused:
        return {}
    codes = indices.fill_null(-1).to_numpy()
    at = np.flatnonzero(np.isin(codes, list(refused)))
    return {int(position): refused[int(codes[position])] for position in at}
