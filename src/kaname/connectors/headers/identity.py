"""Which columns tell the rows of a file apart."""

from __future__ import annotations

from collections.abc import Sequence

from kaname.connectors.headers.assignment import MEASURES, Assignment
from kaname.connectors.headers.vocabulary import likeness, words
from kaname.connectors.shapes import ColumnShape

UNIQUE = 0.999


def identity_of(
    columns: Sequence[ColumnShape], *, assignment: Assignment, sample: Sequence[Sequence[str]]
) -> list[str]:
    """Return the column that differs in every row and is called an identity, else columns that tell rows apart."""
    named = [(likeness(column.name, signs=words()["id"]), column) for column in columns if _unique(column)]
    best = max(named, key=lambda fit: fit[0], default=(0.0, None))
    if best[1] and best[0]:
        return [best[1].name]
    chosen = [column for column in columns if column.type in {"text", "boolean", "day", "instant", "time"}]
    if not chosen or not _tell_apart(chosen, columns=columns, sample=sample):
        measures = [assignment.columns[key] for key in assignment.columns.keys() & MEASURES]
        chosen = [column for column in columns if column.type != "empty" and column not in measures]
    return [column.name for column in chosen]


def _unique(column: ColumnShape) -> bool:
    return column.distinct >= UNIQUE and not column.empty and column.type not in {"decimal", "duration"}


def _tell_apart(
    chosen: Sequence[ColumnShape], *, columns: Sequence[ColumnShape], sample: Sequence[Sequence[str]]
) -> bool:
    places = [columns.index(column) for column in chosen]
    keys = [tuple(row[place] for place in places if place < len(row)) for row in sample]
    return len(set(keys)) == len(keys)
