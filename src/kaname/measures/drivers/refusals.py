"""Candidates that are refused before they are held against the target. See docs/measures/drivers.md."""

import numpy as np

from kaname.measures.drivers.calendar import Numbers
from kaname.measures.drivers.innovations import LEAST_NEW
from kaname.measures.drivers.limits import LEAST_PERIODS, SAME
from kaname.measures.drivers.result import Reason, Refused, Step


def refusals_before(
    *, raw: Numbers, steady: Numbers, left: Numbers, n_candidates: int, step: Step
) -> tuple[Refused, ...]:
    """Too short, constant, nothing but calendar, or the same as the target or a part of it.

    Rows of all three: the target, the candidates, the parts.
    """
    shared = (np.isfinite(raw) & np.isfinite(raw[0])).sum(axis=1)
    refused = []
    for place in range(n_candidates):
        values = raw[1 + place][np.isfinite(raw[1 + place])]
        missing = max(LEAST_PERIODS[step] - int(shared[1 + place]), 0)
        if missing:
            refused.append(Refused(place, Reason.TOO_SHORT, missing=missing))
        elif values.max() == values.min():
            refused.append(Refused(place, Reason.CONSTANT))
        elif np.nanvar(left[1 + place]) < LEAST_NEW * np.nanvar(steady[1 + place]):
            refused.append(Refused(place, Reason.CALENDAR))
        elif (same := _same(left[1 + place], left[[0, *range(1 + n_candidates, len(left))]])) is not None:
            reason = Reason.SAME_AS_PART if same else Reason.SAME_AS_TARGET
            refused.append(Refused(place, reason, like=same - 1 if same else None))
    return tuple(refused)


def _same(own: Numbers, others: Numbers) -> int | None:
    """Place of the series that moves just as the own one does."""
    known = np.isfinite(others) & np.isfinite(own)
    one, other = np.where(known, own, 0.0), np.where(known, others, 0.0)
    power = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    alike = np.divide(np.abs((one * other).sum(axis=1)), power, out=np.zeros(len(others)), where=power > 0)
    return int(np.argmax(alike)) if alike.max() >= SAME else None
