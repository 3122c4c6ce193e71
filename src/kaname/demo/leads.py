"""Leads that came in during a month, as arrays with one place per lead."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.demo.chance import Purpose, chance
from kaname.demo.market import CHANNEL_SHARES, MONTH_INFLOW
from kaname.demo.seats import Job
from kaname.demo.workforce import OPENS_AT, WORKING_DAY
from kaname.demo.world import World
from kaname.measures.periods import Period

Codes = NDArray[np.int64]

LEADS_PER_DAY = 9.0
# The last ones come in two minutes before everybody leaves.
CLOSES_AFTER = 9 * 3600 - 120
IDS_PER_MONTH = 1_000_000


@dataclass(frozen=True)
class Leads:
    """`number` identifies a lead for ever; `day` is a column of the workforce, `second` the second of that day."""

    year: int
    number: Codes
    seat: Codes
    day: Codes
    second: Codes
    account: Codes
    channel: Codes

    def __len__(self) -> int:
        return len(self.number)


def leads_of(world: World, month: Period) -> Leads:
    """As many leads for each inside sales seat as whoever is there on a day can take on."""
    luck = chance(world.options.seed, Purpose.LEADS, month.starts_on.year, month.starts_on.month)
    columns, seats = world.columns(month), world.seats_of(Job.INSIDE)
    wave = np.exp(luck.normal(0, 0.05))
    expected = (
        LEADS_PER_DAY * MONTH_INFLOW[month.starts_on.month - 1] * wave * world.work.drive[seats, columns] / WORKING_DAY
    )
    counts = luck.poisson(expected.T)
    day, place = (np.repeat(index.ravel(), counts.ravel()) for index in np.indices(counts.shape))
    n = len(day)
    seat = seats[place]
    return Leads(
        year=month.starts_on.year,
        number=(month.starts_on.year * 100 + month.starts_on.month) * IDS_PER_MONTH + np.arange(n),
        seat=seat,
        day=columns.start + day,
        second=OPENS_AT + luck.integers(0, CLOSES_AFTER, n),
        account=world.accounts.pick(world.east()[seat], luck.random(n)),
        channel=luck.choice(len(CHANNEL_SHARES), n, p=CHANNEL_SHARES),
    )
