"""A watch over sums such as revenue: how many there were and how large they are, apart. See docs/measures/watch.md."""

from typing import NamedTuple

import numpy as np

from kaname.measures.changes.scan import Kind, Numbers, Places
from kaname.measures.changes.watching import Watched, watch


class SumWatched(NamedTuple):
    """The watch over the number of deals and over their mean size."""

    number: Watched
    size: Watched


def watch_sum(
    *,
    counts: Numbers,
    amounts: Numbers,
    exposure: Numbers,
    weekday: Places | None = None,
    prior: Numbers | float = 0.5,
    confidence: float = 0.8,
) -> SumWatched:
    """Watch a sum of amounts by its two parts, so that one large deal is no change of the level.

    Each part has half the prior odds: two looks at one KPI do not make twice the false alarms.

    Parameters
    ----------
    counts, amounts, exposure : ndarray, shape (n_series, n_days)
        How many there were, what they came to together, and what they came from. [count; unit; unit]
    weekday, prior, confidence
        As for `watch`.

    Raises
    ------
    ValueError
        As `watch` does.
    """
    odds = np.asarray(prior, dtype=np.float64) / (1 - np.asarray(prior, dtype=np.float64)) / 2
    each = odds / (1 + odds)
    return SumWatched(
        number=watch(counts=counts, exposure=exposure, weekday=weekday, prior=each, confidence=confidence),
        size=watch(counts=amounts, exposure=counts, kind=Kind.MEAN, prior=each, confidence=confidence),
    )
