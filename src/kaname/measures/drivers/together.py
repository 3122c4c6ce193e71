"""Periods in which all series jump together tell nothing about two of them. See docs/measures/drivers.md."""

import numpy as np
from numpy.typing import NDArray

from kaname.measures.drivers.calendar import Numbers
from kaname.measures.drivers.innovations import Innovations, beyond, innovations

# Series before "most of them" means something.
LEAST_SERIES = 8
# The middle one of independent normal series is at 0 with its sign and at 0.67 without. [standard deviations]
SAME_WAY, EITHER_WAY = 1.0, 1.5
# No more than these, the clearest first: series that are alike in general have no such days. [share of the periods]
MOST = 0.10
ROUNDS = 4


def news_of(steady: Numbers, *, design: Numbers, order: int, learn_until: int) -> tuple[Numbers, Innovations]:
    """Residuals and innovations, without the periods in which most of the series jump together.

    Closed days that no calendar has, a fair, a breakdown: each gets a column of its own in the design. What a jump
    hides shows once it is gone, so this is done a few times.
    """
    apart = np.zeros(steady.shape[1], dtype=np.bool_)
    left = beyond(steady, design=design)
    news = innovations(left, order=order, learn_until=learn_until)
    for _ in range(ROUNDS if len(steady) >= LEAST_SERIES else 0):
        more = _together(news) & ~apart
        if not more.any() or (apart | more).mean() > MOST:
            break
        apart |= more
        left = beyond(steady, design=np.hstack([design, np.eye(apart.size)[:, apart]]))
        left[:, apart] = np.nan
        news = innovations(left, order=order, learn_until=learn_until)
    return left, news


def _together(news: Innovations) -> NDArray[np.bool_]:
    same_way = np.abs(np.median(news.values, axis=0)) / SAME_WAY
    either_way = np.median(np.abs(news.values), axis=0) / EITHER_WAY
    jump = np.maximum(same_way, either_way)
    return np.asarray(jump > max(1.0, float(np.quantile(jump, 1 - MOST / 2))))
