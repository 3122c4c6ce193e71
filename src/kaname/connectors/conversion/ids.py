"""The identity of a fact in its source, from the parts that the mapping lists."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from kaname.connectors.conversion.arrays import contains_byte

SEPARATOR, ESCAPE = "|", "\\"


def joined_ids(parts: Sequence[pa.StringArray]) -> pa.StringArray:
    """Return the parts with | between them, escaped in the parts, so that "a|b" and "c" is not "a" and "b|c"."""
    if len(parts) == 1:
        return parts[0]
    return pc.binary_join_element_wise(*(_escaped(part) for part in parts), SEPARATOR)


def _escaped(texts: pa.StringArray) -> pa.StringArray:
    for mark in (ESCAPE, SEPARATOR):
        if contains_byte(texts, mark.encode()):
            texts = pc.replace_substring(texts, mark, ESCAPE + mark)
    return texts
