"""The best stretches of somebody's past, and how long a run lasts. See docs/measures/evidence.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
# "Best of the last weeks" says something from here on.
LEAST_PERIODS = 8


@dataclass(frozen=True)
class Record:
    """The last period is the best of the last `of` known ones.

    `since` is the place of the last that was as good, None where none was; `runner_up` the best of the others. [unit]
    """

    value: float
    runner_up: float
    of: int
    since: int | None


def best_since(*, values: Values, lower_is_better: bool = False, least: int = LEAST_PERIODS) -> Record | None:
    """Whether the last of successive periods is better than all of the `least` - 1 known ones before it, or more.

    Parameters
    ----------
    values : ndarray, shape (n_periods,)
        Oldest first, NaN where nothing is known; of one length of working time, or per hour. [unit]
    lower_is_better : bool
    least : int
        A best of fewer periods is none, 2 or more.

    Returns
    -------
    Record or None
        None where the last one is unknown, is nothing, or others were as good in the last periods.
    """
    signed = -values if lower_is_better else values
    known = np.flatnonzero(np.isfinite(signed[:-1]))
    last = float(signed[-1])
    if not np.isfinite(last) or last == 0 or len(known) < least - 1:
        return None
    better = known[signed[known] >= last]
    since = int(better[-1]) if len(better) else None
    beaten = known if since is None else known[known > since]
    if len(beaten) < least - 1:
        return None
    runner_up = float(values[beaten][np.argmax(signed[beaten])])
    return Record(value=float(values[-1]), runner_up=runner_up, of=len(beaten) + 1, since=since)


def run_length(*, kept: NDArray[np.bool_]) -> int:
    """How many of the last periods in a row were kept, shape (n_periods,), oldest first."""
    missed = np.flatnonzero(~kept)
    return len(kept) - (int(missed[-1]) + 1 if len(missed) else 0)


def dispersion(*, counts: Values, hours: Values) -> float:
    """Variance of successive counts ÷ what chance alone would give (Pearson's, with the rate per hour), 1 or more.

    Parameters
    ----------
    counts, hours : ndarray, shape (n_periods,)
        Unknown counts (NaN) and periods without working time are left out; with fewer than 4 it is 1. [count; h]
    """
    known = np.isfinite(counts) & (hours > 0)
    some, time = counts[known], hours[known]
    if len(some) < 4 or some.sum() <= 0:
        return 1.0
    expected = time * some.sum() / time.sum()
    return max(1.0, float(((some - expected) ** 2 / expected).sum()) / (len(some) - 1))
