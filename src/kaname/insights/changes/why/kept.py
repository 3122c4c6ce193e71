"""An answer to why as the ledger keeps it: plain numbers, read again without facts."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from kaname.insights.changes.why.finding import Found
from kaname.insights.changes.why.reading import OTHERS
from kaname.measures.periods import Period
from kaname.measures.why.result import CellValues

# A cell is named when it brings so much more than its share of the effort. [share]
STANDS_OUT = 0.1


def as_kept(found: Found, stretches: tuple[Period, Period]) -> dict[str, Any]:
    why, cells = found.why, found.cells
    return {
        "kind": why.kind.value,
        "of": found.basis.of,
        "effort": found.basis.effort.key if found.basis.effort else "",
        "field": cells.field,
        "stretches": [[one.starts_on.isoformat(), one.ends_on.isoformat()] for one in stretches],
        "before": why.before,
        "after": why.after,
        "error": _number(why.error),
        "cause": why.cause.value,
        "parts": [
            {
                "cause": part.cause.value,
                "size": part.size,
                "error": _number(part.error),
                "share": _number(part.share),
                "clear": part.is_clear,
                "by_cell": [_number(value) for value in part.by_cell],
            }
            for part in why.parts
        ],
        "cell": None if why.cell is None else {
            "place": why.cell.place, "size": why.cell.size, "share": why.cell.share,
            "stands_out": found.stands_out > STANDS_OUT and cells.keys[why.cell.place] not in (None, OTHERS),
            "before": _number(why.cell.before), "after": _number(why.cell.after),
        },
        "cells": list(cells.keys),
        "cells_before": _values(why.cells_before),
        "cells_after": _values(why.cells_after),
        "n": [why.n_before, why.n_after],
        "needed": [why.needed_before, why.needed_after],
    }  # fmt: skip


def _values(values: CellValues) -> Mapping[str, list[float | None]]:
    columns = {"effort": values.effort, "share": values.share, "rate": values.rate, "size": values.size}
    return {name: [_number(value) for value in column] for name, column in columns.items()}


def _number(value: Any) -> float | None:
    return float(value) if value is not None and isfinite(value) else None
