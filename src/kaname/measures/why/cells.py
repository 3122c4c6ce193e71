"""The cells of a metric over one stretch of periods. See docs/measures/why.md."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


class Kind(StrEnum):
    """How the metric is made from its cells."""

    COUNT = "count"  # effort x composition x rate
    SHARE = "share"  # composition of the trials x rate
    SUM = "sum"  # effort x composition x rate x mean size
    MEAN = "mean"  # composition of the events x mean size

    @property
    def grows(self) -> bool:
        """Whether it grows with time, so that stretches of different length have to be brought to one."""
        return self in (Kind.COUNT, Kind.SUM)

    @property
    def has_sizes(self) -> bool:
        return self in (Kind.SUM, Kind.MEAN)


@dataclass(frozen=True)
class CellPeriods:
    """What happened in each cell (industry, channel, person ...) and period of one stretch.

    `exposure` is the effort: hours, calls or trials; `events` what came of it, `sums` their amounts (None where the
    metric has none). All have shape (n_cells, n_periods); for a mean, and a sum without effort, `exposure` is the
    events. `length`, shape (n_periods,), is the working time that the calendar offers in each period, whoever was
    away. A period with an unknown number (NaN) in any cell, or without length, does not count; a cell with nothing has
    0. [h, calls or trials; count; unit of the sum; working days]
    """

    exposure: Numbers
    events: Numbers
    length: Numbers
    sums: Numbers | None = None

    def __post_init__(self) -> None:
        shapes = {one.shape for one in (self.exposure, self.events, self.sums) if one is not None}
        if len(shapes) > 1 or self.exposure.ndim != 2 or self.length.shape != self.exposure.shape[1:]:
            raise ValueError("exposure, events and sums have one row per cell and one column per period")
        if np.any(self.exposure < 0) or np.any(self.events < 0) or np.any(self.length < 0):
            raise ValueError("exposure, events and lengths are 0 or more")


class Totals(NamedTuple):
    """Sums over the periods that count: length of shape (...), the others of shape (..., n_cells)."""

    exposure: Numbers
    events: Numbers
    sums: Numbers
    length: Numbers


def counted(cells: CellPeriods) -> Totals:
    """The periods that count, one behind the other: (n_periods, n_cells), and their lengths (n_periods,)."""
    sums = cells.events if cells.sums is None else cells.sums
    known = np.isfinite(cells.exposure + cells.events + sums).all(axis=0) & (cells.length > 0)
    return Totals(cells.exposure[:, known].T, cells.events[:, known].T, sums[:, known].T, cells.length[known])


def total(periods: Totals) -> Totals:
    return Totals(*(part.sum(axis=0) for part in periods))


def without_each(periods: Totals) -> Totals:
    """The totals as they would be without the first period, without the second, and so on."""
    return Totals(*(part.sum(axis=0) - part for part in periods))
