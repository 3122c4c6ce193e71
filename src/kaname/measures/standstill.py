"""Whether somebody's work stands still: nothing for longer than chance explains. See docs/measures/evidence.md."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Nothing where three were to be expected happens by chance in 5 of 100 cases (Poisson: exp(-3)).
EXPECTED_FROM = 3.0
# Somebody's usual rate needs so many of them, and so much time, to be known. [count; h]
LEAST_COUNT, LEAST_HOURS = 10.0, 80.0


@dataclass(frozen=True)
class Standstill:
    """Nothing on the last working `days`, in which `expected` were usual; `hours` their time. [d; count; h]"""

    days: int
    hours: float
    expected: float


def standstill(*, counts: NDArray[np.float64], hours: NDArray[np.float64]) -> Standstill | None:
    """Whether the last working days brought nothing although the usual rate would have brought three or more.

    Parameters
    ----------
    counts, hours : ndarray, shape (n_days,)
        What came about on successive days that are over, and the working time. [count; h]

    Returns
    -------
    Standstill or None
        None also where the usual rate, that of the days before, is not known well enough.
    """
    some = np.flatnonzero(counts > 0)
    if not len(some):
        return None
    since = int(some[-1]) + 1
    usual_count, usual_hours = float(counts[:since].sum()), float(hours[:since].sum())
    if usual_count < LEAST_COUNT or usual_hours < LEAST_HOURS:
        return None
    still = float(hours[since:].sum())
    expected = usual_count / usual_hours * still
    if expected < EXPECTED_FROM:
        return None
    return Standstill(days=int((hours[since:] > 0).sum()), hours=still, expected=expected)
