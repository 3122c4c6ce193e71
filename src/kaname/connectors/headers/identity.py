"""Which columns tell the rows of a file apart."""

from __future__ import annotations

from collections.abc import Sequence

from kaname.connectors.headers.assignment import CERTAIN, MEASURES, Assignment
from kaname.connectors.headers.vocabulary import key_of, likeness, words
from kaname.connectors.shapes import ColumnShape
from kaname.connectors.values.texts import is_empty
from kaname.facts.streams import Stream

SLIPS = 0.05
"""Share of cells of an identity that may be blank or occur twice: one in twenty, as with dates and numbers."""
STATES = {"deal_changes": "stage", "lead_changes": "status", "tickets": "status", "activities": "outcome"}
ALMOST = 1e-9


def identity_of(
    stream: Stream, *, columns: Sequence[ColumnShape], assignment: Assignment, sample: Sequence[Sequence[str]]
) -> list[str]:
    """Return the column that is called an identity and nearly is one, else all that stays the same in later exports.

    What is called an identity but names another thing (the customer of a call) is none of the row. What is left when
    there is no identity may be nothing, or not enough to tell rows apart: see `alike_rows`.
    """
    named = [column for column in columns if _called_identity(column) and _nearly_different(column, rows=len(sample))]
    others = _others(stream, assignment=assignment)
    own = [column for column in named if column not in others]
    if own:
        return [max(own, key=lambda column: _rank(column, stream=stream, assignment=assignment)).name]
    return [column.name for column in columns if _lasting(column, assignment=assignment)]


def alike_rows(*, identity: Sequence[str], columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return how many of the rows cannot be told from an earlier one that differs from them.

    A row that is blank where it should be identified is not meant: it is rejected.
    """
    places = [place for place, column in enumerate(columns) if column in identity]
    keys = [tuple(row[place] for place in places if place < len(row)) for row in {tuple(row) for row in rows}]
    whole = [key for key in keys if not any(map(is_empty, key))]
    return len(whole) - len(set(whole))


def _rank(column: ColumnShape, *, stream: Stream, assignment: Assignment) -> tuple[bool, float, bool]:
    """Put the stream's own thing before a running number, then the better name, then what never occurs twice."""
    unrepeated = column.distinct >= 1 - ALMOST
    own = [found for key, found in assignment.columns.items() if key.endswith("_key") and stream.field(key).required]
    return unrepeated and column in own, likeness(column.name, signs=words()["id"]), unrepeated


def _others(stream: Stream, *, assignment: Assignment) -> list[ColumnShape]:
    """Return what identifies other things than the stream's rows, and numbers that are added up."""
    found = assignment.columns.items()
    return [one for key, one in found if key in MEASURES or (key.endswith("_key") and not stream.field(key).required)]


def _called_identity(column: ColumnShape) -> bool:
    return likeness(column.name, signs=words()["id"]) > 0 and column.type not in {"decimal", "duration", "empty"}


def _nearly_different(column: ColumnShape, *, rows: int) -> bool:
    """Tell whether nearly all cells are filled and different. One blank is a slip in a short file too."""
    blanks = max(SLIPS, 1 / max(rows, 1))
    return column.empty <= blanks + ALMOST and 1 - column.distinct <= SLIPS + ALMOST


def _lasting(column: ColumnShape, *, assignment: Assignment) -> bool:
    """Tell whether the next export has the same in the row: no amount, no state, no end still to come, no blank."""
    fields = {key for key, found in assignment.columns.items() if found == column}
    ends = "opened_at" in assignment.times and column == assignment.times.get("closed_at")
    if column.empty or ends or fields & {*MEASURES, *STATES.values()}:
        return False
    if column.type == "integer":
        return any(key.endswith("_key") for key in fields) or _called_identity(column)
    if column.type not in {"text", "boolean", "day", "instant", "time"}:
        return False
    return bool(fields) or not (_called_state(column) or key_of(column.name) in words()["notes"])


def _called_state(column: ColumnShape) -> bool:
    signs = [words()[stream][field] for stream, field in STATES.items()]
    return any(likeness(column.name, signs=of_one) >= CERTAIN for of_one in signs)
