"""Why a KPI changed between two stretches, in parts that sum to the change. See docs/measures/why.md."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtrit

from kaname.measures.why.attribution import attribution
from kaname.measures.why.cells import CellPeriods, Kind, Numbers, Totals, counted, total
from kaname.measures.why.dominant import cell_values, dominant_cell
from kaname.measures.why.result import PARTS, Cause, NoEffort, Part, Why
from kaname.measures.why.uncertainty import errors, table

# A part is named from this share of the level on, and when as sure as so many standard errors of a normal distribution:
# with 2, a cause is named in one of ten quiet comparisons, see docs/measures/why.md.
NOTABLE = 0.05
SURE = 2.5
# Periods in each stretch, and in both together, before anything is named: a spread needs some to be seen in.
LEAST_PERIODS, LEAST_TOGETHER = 3, 10


def why(*, kind: Kind, before: CellPeriods, after: CellPeriods, notable: float = NOTABLE, sure: float = SURE) -> Why:
    """Split the change of a metric over effort, composition, entering and leaving cells, rates and sizes.

    Parameters
    ----------
    kind : Kind
    before, after : CellPeriods
        The same cells in the same order; weeks or days, any number of each.
    notable : float
        The least part that is named. [share of the value before]
    sure : float
        The standard errors that it must reach at least.

    Raises
    ------
    NoEffort
        If a stretch has no effort at all.
    ValueError
        If the cells differ, or amounts are missing from a sum or mean.
    """
    if len(before.exposure) != len(after.exposure) or (kind.has_sizes and (before.sums is None or after.sums is None)):
        raise ValueError("both stretches have the same cells, and a sum or mean has amounts")
    periods = counted(before), counted(after)
    whole = total(periods[0]), total(periods[1])
    if not (whole[0].exposure.any() and whole[1].exposure.any()):
        raise NoEffort("a stretch without any effort")
    parts = attribution(kind=kind, before=whole[0], after=whole[1])
    stays = (whole[0].exposure > 0) & (whole[1].exposure > 0)
    n = len(periods[0].length), len(periods[1].length)
    needed = _needed(*n)
    spread, least = _spread(kind, periods, stays, sure) if not any(needed) else (None, np.inf)
    sizes = table(parts, stays=stays)
    spread = np.full(sizes.shape, np.nan) if spread is None else spread
    found = _parts(sizes, spread, limit=notable * abs(float(parts.before)), least=least)
    largest = max(found, key=lambda part: abs(part.size))
    cells = cell_values(kind, whole[0], float(whole[1].length / whole[0].length)), cell_values(kind, whole[1], 1.0)
    return Why(
        kind=kind,
        before=float(parts.before),
        after=float(parts.after),
        error=float(spread[-1, -1]),
        parts=found,
        cause=largest.cause if largest.is_clear else Cause.NONE_CLEAR,
        clear=tuple(part.cause for part in sorted(found, key=lambda part: -abs(part.size)) if part.is_clear),
        cell=dominant_cell(largest, *cells, least=least) if largest.is_clear else None,
        cells_before=cells[0],
        cells_after=cells[1],
        n_before=n[0],
        n_after=n[1],
        needed_before=needed[0],
        needed_after=needed[1],
    )


def _needed(before: int, after: int) -> tuple[int, int]:
    """Periods that are missing, older ones where both stretches are too short together."""
    later = max(LEAST_PERIODS - after, 0)
    return max(LEAST_PERIODS - before, LEAST_TOGETHER - before - after - later, 0), later


def _spread(kind: Kind, periods: tuple[Totals, Totals], stays: NDArray[np.bool_], sure: float) -> tuple[Numbers, float]:
    """Standard errors, and how many of them are as sure as `sure` of a normal distribution."""
    found, freedom = errors(kind=kind, before=periods[0], after=periods[1], stays=stays)
    return found, float(stdtrit(freedom, ndtr(sure)))


def _parts(sizes: Numbers, spread: Numbers, *, limit: float, least: float) -> tuple[Part, ...]:
    change = float(sizes[-1, -1])
    return tuple(
        Part(
            cause=cause,
            size=float(size[-1]),
            error=float(error[-1]),
            share=float(size[-1]) / change if change else None,
            is_clear=bool(size[-1] and abs(size[-1]) >= limit and abs(size[-1]) >= least * error[-1]),
            by_cell=size[:-1],
            errors_by_cell=error[:-1],
        )
        for cause, size, error in zip(PARTS, sizes, spread, strict=False)
    )
