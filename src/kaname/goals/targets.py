"""What the targets of a period come to, for one team and its people: plain values, ready for a board."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Where a resolved target comes from; the rules stand in docs/measures/targets.md."""

    EXACT = "exact"  # set for exactly this period
    SUMMED = "summed"  # the sum of targets that tile this period
    PRORATED = "prorated"  # the working-time share of targets that cover this period
    COVERING = "covering"  # a rate's or mean's target, set for a longer period
    SHARED = "shared"  # a person's part, by working time, of what their team should reach


@dataclass(frozen=True)
class ResolvedTarget:
    """The value to reach in a period, its upper end (ranges), its baseline, and the targets it was made from."""

    value: float
    upper: float | None
    baseline: float | None
    origin: Origin
    target_ids: tuple[int, ...]
