"""What an explained change consists of. See docs/measures/why.md."""

from dataclasses import dataclass
from enum import StrEnum

from kaname.measures.why.cells import Kind, Numbers


class Cause(StrEnum):
    EFFORT = "effort"
    COMPOSITION = "composition"
    ENTERING_LEAVING = "entering_leaving"
    RATE = "rate"
    SIZE = "size"
    NONE_CLEAR = "none_clear"


PARTS = (Cause.EFFORT, Cause.COMPOSITION, Cause.ENTERING_LEAVING, Cause.RATE, Cause.SIZE)


@dataclass(frozen=True)
class Part:
    """What one cause brings to the change, `size`, with its standard error [unit of the metric].

    `share` is that of the whole change (None where nothing changed), `by_cell` and `errors_by_cell`, shape (n_cells,),
    where it comes from. Errors are NaN where there are too few periods.
    """

    cause: Cause
    size: float
    error: float
    share: float | None
    is_clear: bool
    by_cell: Numbers
    errors_by_cell: Numbers


@dataclass(frozen=True)
class CellValues:
    """The cells in one stretch, shape (n_cells,); effort of a stretch as long as the later one, NaN where undefined."""

    effort: Numbers
    share: Numbers
    rate: Numbers
    size: Numbers


@dataclass(frozen=True)
class DominantCell:
    """The cell that the largest part mostly comes from.

    `before` and `after` are what moved there: its effort, its share of the effort, its rate, or its mean size.
    """

    place: int
    size: float
    error: float
    share: float
    before: float
    after: float


@dataclass(frozen=True)
class Why:
    """The change after - before and its parts, which sum to it; counts and sums for the length of the later stretch.

    `cause` is that of the largest part if it is notable and sure, `clear` are all parts that are, largest first.
    `needed_before` and `needed_after` are periods that are missing before anything can be named.
    """

    kind: Kind
    before: float
    after: float
    error: float
    parts: tuple[Part, ...]
    cause: Cause
    clear: tuple[Cause, ...]
    cell: DominantCell | None
    cells_before: CellValues
    cells_after: CellValues
    n_before: int
    n_after: int
    needed_before: int = 0
    needed_after: int = 0

    @property
    def change(self) -> float:
        return self.after - self.before

    def part(self, cause: Cause) -> Part:
        return next(part for part in self.parts if part.cause is cause)


class NoEffort(ValueError):  # noqa: N818
    """One of the stretches has no period with effort: there is nothing to compare."""
