"""Which row is the header, titles and blank lines above it considered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kaname.connectors.detection.types import type_of
from kaname.connectors.values.texts import is_empty

LOOKED_AT = 50
Row = Sequence[str]


def find_header(rows: Sequence[Row]) -> int:
    """Return the number of the header row counted from 1, 0 where the table begins with data.

    It is the first row that is as wide as most rows and at least half filled; a title above is not. If half of its
    cells or more are numbers or dates, the table has no header.
    """
    head = rows[:LOOKED_AT]
    width = _usual_width(head)
    for number, row in enumerate(head, start=1):
        filled = [cell for cell in row if not is_empty(cell)]
        if len(row) < width or len(filled) * 2 < width or not filled:
            continue
        typed = [cell for cell in filled if type_of(cell) not in {"text", "empty"}]
        return 0 if len(typed) * 2 >= len(filled) else number
    return 1


def _usual_width(rows: Sequence[Row]) -> int:
    """Return the number of cells that most rows have, blank ones at the end of most rows left out."""
    widths = Counter(len(row) for row in rows if any(not is_empty(cell) for cell in row))
    if not widths:
        return 1
    most = max(widths.values())
    width = max(width for width, count in widths.items() if count == most)
    usual = [row for row in rows if len(row) == width]
    while width > 1 and 2 * sum(not is_empty(row[width - 1]) for row in usual) < len(usual):
        width -= 1
    return width
