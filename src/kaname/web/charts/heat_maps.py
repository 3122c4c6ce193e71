"""Heat maps are tables: every cell is a word that can be read, linked and copied, with its colour behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

# Attainment against pace: far below, below, about as expected, above, far above. [ratio]
EDGES = (0.80, 0.95, 1.05, 1.20)


@dataclass(frozen=True)
class HeatCell:
    """`text` is shown, `level` (1 to 5, 0 for no judgement) decides the colour, `url` opens what is behind."""

    text: str
    level: int = 0
    url: str = ""
    hint: str = ""
    """In words for screen readers and as title: who, what, how much."""


@dataclass(frozen=True)
class HeatRow:
    label: str
    cells: Sequence[HeatCell]
    url: str = ""


@dataclass(frozen=True)
class HeatMap:
    """Rows by columns; `corner` says what the rows are."""

    title: str
    corner: str
    columns: Sequence[str]
    rows: Sequence[HeatRow]


def level_of(ratio: float | None) -> int:
    """1 (far below what is expected) to 5 (far above); 0 where there is nothing to judge."""
    return 0 if ratio is None else 1 + sum(ratio >= edge for edge in EDGES)
