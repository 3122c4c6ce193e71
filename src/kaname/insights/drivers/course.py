"""Both series for the eye: distances from their means, in blocks of periods, the driver moved by its lag."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
# So many points fill a chart without becoming a scribble.
MOST_POINTS = 60


def course_of(target: Numbers, driver: Numbers, *, lag: int, starts: NDArray[np.datetime64]) -> dict[str, Any]:
    """The last year or so: first day of each block, and both in standard deviations of the blocks."""
    moved = np.full_like(driver, np.nan)
    moved[lag:] = driver[: len(driver) - lag]
    size = max(1, min(5, len(target) // MOST_POINTS))
    blocks = len(target) // size
    shown = slice(max(blocks - MOST_POINTS, 0), None)
    rest = len(target) - blocks * size
    return {
        "days": [str(day) for day in starts[rest::size][shown].astype("datetime64[D]")],
        "target": _listed(_standard(_means(target[rest:], size))[shown]),
        "driver": _listed(_standard(_means(moved[rest:], size))[shown]),
    }


def _means(values: Numbers, size: int) -> Numbers:
    """Mean of each block of its known periods."""
    rows = values.reshape(-1, size)
    known = np.isfinite(rows)
    total = np.where(known, rows, 0.0).sum(axis=1)
    return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)


def _standard(values: Numbers) -> Numbers:
    spread = np.nanstd(values)
    return (values - np.nanmean(values)) / spread if spread > 0 else values * 0.0


def _listed(values: Numbers) -> list[float | None]:
    return [round(float(one), 2) if np.isfinite(one) else None for one in values]
