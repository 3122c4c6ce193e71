"""The cell that a part of a change mostly comes from. See docs/measures/why.md."""

import numpy as np

from kaname.measures.why.attribution import factors_of
from kaname.measures.why.cells import Kind, Numbers, Totals
from kaname.measures.why.result import Cause, CellValues, DominantCell, Part

# A cell dominates from half of a part on.
MOST = 0.5


def cell_values(kind: Kind, totals: Totals, scale: float) -> CellValues:
    return CellValues(totals.exposure * scale, *factors_of(kind, totals))


def dominant_cell(part: Part, before: CellValues, after: CellValues, *, least: float) -> DominantCell | None:
    """The cell with at least half of the part, as sure as a part must be; None where the part is spread.

    Where all rates fall alike, a large cell holds much of it merely because it is large: of a rate or size, a cell has
    to hold half of what is beyond its weight in the metric as well.
    """
    shares = part.by_cell / part.size
    place = int(np.argmax(shares))
    weight = float(_weights(before, after)[place]) if part.cause in (Cause.RATE, Cause.SIZE) else 0.0
    size, error = float(part.by_cell[place]), float(part.errors_by_cell[place])
    if shares[place] < weight + (1 - weight) * MOST or abs(size) < least * error:
        return None
    moved = _moved(part.cause, before)[place], _moved(part.cause, after)[place]
    return DominantCell(place, size, error, float(shares[place]), float(moved[0]), float(moved[1]))


def _moved(cause: Cause, cells: CellValues) -> Numbers:
    match cause:
        case Cause.EFFORT:
            return cells.effort
        case Cause.RATE:
            return cells.rate
        case Cause.SIZE:
            return cells.size
        case _:
            return cells.share


def _weights(before: CellValues, after: CellValues) -> Numbers:
    """Each cell's share of the metric in the mean of both stretches."""
    values = sum(np.abs(np.nan_to_num(one.share * one.rate * one.size)) for one in (before, after))
    return np.asarray(values / np.sum(values))
