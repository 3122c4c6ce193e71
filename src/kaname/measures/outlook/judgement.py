"""What may be shown of an outlook. See docs/measures/outlook.md."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kaname.measures.outlook.days import Flags, Numbers

# Width of the 80 % interval relative to the expected end, up to which all, or the range, is shown. [ratio]
ALL_UP_TO, RANGE_UP_TO = 0.6, 1.0


class Judgement(StrEnum):
    """All, the range alone, or nothing and why."""

    ALL = "all"
    RANGE = "range"
    TOO_WIDE = "too_wide"
    TOO_FEW_DAYS = "too_few_days"
    UNKNOWN_HOURS = "unknown_hours"

    @property
    def is_refused(self) -> bool:
        return self not in (Judgement.ALL, Judgement.RANGE)


def relative_width(*, expected: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Width of the interval relative to the expected end; infinite where nothing is expected. [ratio]"""
    width = high - low
    size = np.abs(expected)
    relative = np.divide(width, size, out=np.where(width > 0, np.inf, 0.0), where=size > 0)
    return np.where(np.isfinite(expected), relative, np.nan)


def judgements(*, width: Numbers, missing_days: NDArray[np.int64], known_hours: Flags) -> tuple[Judgement, ...]:
    """One for each unit.

    Parameters
    ----------
    width : ndarray, shape (n_units,)
        Relative width of the interval.
    missing_days : ndarray of int, shape (n_units,)
        Days of history that are missing until there is a level.
    known_hours : ndarray of bool, shape (n_units,)
        Whether the working time of all remaining days is known.
    """
    rules = (
        (~known_hours, Judgement.UNKNOWN_HOURS),
        (missing_days > 0, Judgement.TOO_FEW_DAYS),
        (width <= ALL_UP_TO, Judgement.ALL),
        (width <= RANGE_UP_TO, Judgement.RANGE),
    )
    places = np.select([applies for applies, _ in rules], range(len(rules)), default=len(rules))
    words = [*(judgement for _, judgement in rules), Judgement.TOO_WIDE]
    return tuple(words[place] for place in places)
