"""Field sales looks after customers: visits and meetings besides the deals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.demo.chance import Purpose, chance
from kaname.demo.seats import Job
from kaname.demo.workforce import WORKING_DAY
from kaname.demo.world import World
from kaname.measures.periods import Period

Codes = NDArray[np.int64]

CONTACTS_PER_DAY = 1.3
IN_PERSON = 0.55


@dataclass(frozen=True)
class Contacts:
    """One place per visit or meeting."""

    seat: Codes
    day: Codes
    second: Codes
    account: Codes
    in_person: NDArray[np.bool_]
    minutes: Codes


def contacts_of(world: World, month: Period) -> Contacts:
    """Contacts with customers in a month, as working time allows."""
    luck = chance(world.options.seed, Purpose.CUSTOMERS, month.starts_on.year, month.starts_on.month)
    seats, columns = world.seats_of(Job.FIELD), world.columns(month)
    drive = world.work.drive[seats, columns]
    counts = luck.poisson(CONTACTS_PER_DAY * drive / WORKING_DAY)
    place, day = (np.repeat(index.ravel(), counts.ravel()) for index in np.indices(counts.shape))
    n = len(day)
    seat, into = seats[place], luck.random(n)
    begin = world.work.clock[seats, columns] - drive
    day, second = world.work.locate(seat, begin[place, day] + (into * drive[place, day]).astype(np.int64))
    return Contacts(
        seat=seat,
        day=day,
        second=second,
        account=luck.integers(0, len(world.accounts.industry), n),
        in_person=luck.random(n) < IN_PERSON,
        minutes=luck.integers(30, 91, n),
    )
