"""Whether the same change came at the same time a year ago: then it is the season, and no news."""

from __future__ import annotations

from math import log

import numpy as np

from kaname.insights.changes.watching import Alarm, Look
from kaname.measures.changes.last_year import YEAR
from kaname.measures.changes.scan import Kind

# Before the change, as far as the level of a quarter. [d]
QUARTER, LEAST_DAYS = 91, 28
# A year ago at least half of the change, on the log scale.
MOST_OF_IT = 0.5


def is_seasonal(alarm: Alarm, look: Look, row: int, end: int) -> bool:
    """Of counts alone: rates and means hardly follow the calendar. False where the year before is not known."""
    at = alarm.changed_at - YEAR
    if look.kind is not Kind.RATE or at < LEAST_DAYS:
        return False
    levels = [_level(look, row, since, until) for since, until in ((max(at - QUARTER, 0), at), (at, end - YEAR))]
    if levels[0] is None or levels[1] is None:
        return False
    return log(levels[1] / levels[0]) / alarm.log_change >= MOST_OF_IT


def _level(look: Look, row: int, since: int, until: int) -> float | None:
    """Events per exposure of known days; None where there are none, or too few days before."""
    counts, exposure = look.counts[row, since:until], look.exposure[row, since:until]
    known = np.isfinite(counts) & np.isfinite(exposure)
    total = float(exposure[known].sum())
    found = float(counts[known].sum())
    return found / total if total > 0 and found > 0 and known.sum() >= min(until - since, LEAST_DAYS) else None
