"""How much of what was due was done. See docs/measures/adherence.md."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
# Decimals that binary fractions hold surely: 7.5 of 8 hours of a quota of 8 is 7.5, which rounds to 8.
ROUNDING = 9


def scaled_quota(*, quota: float, hours: Numbers, usual_hours: Numbers, whole: bool) -> Numbers:
    """The quota of occurrences in proportion to the hours that people have for them.

    Parameters
    ----------
    quota : float
        What is due in an occurrence of usual length, 0 or more. [unit of the action]
    hours, usual_hours : ndarray of one shape
        Working time of the person in the occurrence, and that of a full working time; 0 or more. [h]
    whole : bool
        Whether only whole units can be done; halves round up, and where there is time at least 1 stays due.

    Returns
    -------
    ndarray of that shape
        0 without hours; the quota as it is where nobody's usual time is known. [unit of the action]
    """
    share = np.divide(hours, usual_hours, out=np.ones_like(hours, dtype=np.float64), where=usual_hours > 0)
    scaled: Numbers = quota * share
    if whole and quota > 0:
        scaled = np.maximum(np.floor(np.round(scaled, ROUNDING) + 0.5), 1.0)
    return np.where(hours > 0, scaled, 0.0)


def due_by_now(*, quota: Numbers, hours_over: Numbers, hours: Numbers) -> Numbers:
    """What of each occurrence's quota is due by now: in proportion to its working time that is over.

    Parameters
    ----------
    quota, hours_over, hours : ndarray, shape (n_occurrences,)
        Quotas, and working time of each occurrence that is over and altogether. [unit; h]

    Returns
    -------
    ndarray, shape (n_occurrences,)
        Nothing where there is no working time. [unit]
    """
    share = np.divide(hours_over, hours, out=np.zeros_like(hours, dtype=np.float64), where=hours > 0)
    due: Numbers = quota * np.clip(share, 0.0, 1.0)
    return due


def kept_up(*, done: Numbers, due: Numbers) -> Numbers:
    """What of each occurrence's done amount counts: more than was due on one day makes up for no other. [unit]"""
    counted: Numbers = np.minimum(np.maximum(done, 0.0), due)
    return counted


def adherence(*, done: Numbers, due: Numbers) -> float | None:
    """The share of what was due that was done, occurrence by occurrence: 0 to 1; None where nothing was due.

    Parameters
    ----------
    done, due : ndarray, shape (n_occurrences,)
        0 or more, of one unit or as shares of each occurrence's quota.
    """
    total = float(np.sum(due))
    return float(np.sum(kept_up(done=done, due=due))) / total if total > 0 else None
