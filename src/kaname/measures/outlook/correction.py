"""How far earlier outlooks strayed, and what the next ones make of it. See docs/measures/outlook.md."""

from dataclasses import dataclass

# While nothing was replayed yet: what a month brings beyond what days tell, as a share of the remaining part. [ratio]
UNKNOWN_SHOCK = 0.15


@dataclass(frozen=True)
class Correction:
    """`shock` (tau): spread of the remaining part beyond noise and level; `spread` (c): factor on the whole interval.

    From `n_periods` earlier periods with `n_rows` outlooks at the same share of the period. [ratio]
    """

    shock: float = UNKNOWN_SHOCK
    spread: float = 1.0
    n_periods: int = 0
    n_rows: int = 0
