"""What makes people differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.demo.chance import Purpose, chance
from kaname.demo.people import Occupant
from kaname.demo.seats import MEMBER
from kaname.measures.working_time import Days

Factors = NDArray[np.float64]
NEWCOMERS_DO, UNTIL_DAY = 0.55, 120


@dataclass(frozen=True)
class Traits:
    """Factors around 1 by person number; `handling` is how long a ticket takes."""

    effort: Factors
    connecting: Factors
    appealing: Factors
    closing: Factors
    handling: Factors


def traits(everybody: Sequence[Occupant], *, seed: int) -> Traits:
    spreads = np.array([0.10, 0.07, 0.18, 0.15, 0.15])
    drawn = np.array([chance(seed, Purpose.TRAITS, one.number).normal(size=len(spreads)) for one in everybody])
    # Nobody is further than two spreads from the middle; the member who signs in is like most until the new talk.
    drawn[[one.seat.number == MEMBER for one in everybody]] = 0
    return Traits(*np.exp(np.clip(drawn, -2, 2) * spreads).T)


def ramp_up(everybody: Sequence[Occupant], person: NDArray[np.int64], days: Days) -> Factors:
    """Newcomers do a good half at first and all of it after four months; shape of `person`, seats by days."""
    first = np.array([(one.starts_on or date.min).toordinal() for one in everybody])
    epoch = date(1970, 1, 1).toordinal()
    served = days.astype(np.int64) + epoch - first[person]
    grown: Factors = np.clip(served / UNTIL_DAY, 0.0, 1.0)
    return NEWCOMERS_DO + (1 - NEWCOMERS_DO) * grown
