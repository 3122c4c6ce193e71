"""What the columns of a file probably mean, from their headers in Japanese or English and their types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kaname.connectors.shapes import FileShape


@dataclass(frozen=True)
class Proposal:
    """One stream that the file may hold. `facts` is the `facts` part of a mapping as plain data, ready to be edited.

    `score` is 0 to 1, the share of what the stream needs that was found. `fields` is field key → column name, and
    `missing` are the required fields that no column was found for.
    """

    stream: str
    score: float
    fields: Mapping[str, str]
    missing: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...]


def propose(*, shape: FileShape) -> list[Proposal]:
    """Return the streams that the file may hold, most likely first."""
    raise NotImplementedError(shape)
