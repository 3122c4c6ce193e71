"""Requests to customer support: opened by customers on working days, handled by whoever works there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.demo.chance import Purpose, chance
from kaname.demo.leads import CLOSES_AFTER, IDS_PER_MONTH
from kaname.demo.market import PRODUCT_SHARES
from kaname.demo.seats import Job
from kaname.demo.workforce import OPENS_AT, WORKING_DAY
from kaname.demo.world import LONGEST_STORY, World
from kaname.measures.periods import Period

Codes = NDArray[np.int64]

TICKETS_PER_SEAT = 17.0
WEEKDAY_INFLOW = np.array([1.22, 1.05, 0.97, 0.93, 0.88, 0.0, 0.0])
WAIT = 0.3 * WORKING_DAY
HANDLING_SECONDS, HANDLING_SPREAD = 820, 0.55
ESCALATED = 0.06


@dataclass(frozen=True)
class Tickets:
    """One place per request; `handled_day` -1 is not (yet). Seconds of handling are working time."""

    number: Codes
    seat: Codes
    account: Codes
    product: Codes
    opened_day: Codes
    opened_second: Codes
    handled_day: Codes
    handled_second: Codes
    handling: Codes
    escalated: NDArray[np.bool_]


def tickets_of(world: World, month: Period) -> Tickets:
    """The requests of a month; none where nobody works in support."""
    luck = chance(world.options.seed, Purpose.TICKETS, month.starts_on.year, month.starts_on.month)
    seats, columns, work = world.seats_of(Job.SUPPORT), world.columns(month), world.work
    weekday = (work.days[columns].astype(np.int64) + 3) % 7
    expected = TICKETS_PER_SEAT * len(seats) * WEEKDAY_INFLOW[weekday] * work.is_open[columns]
    counts = luck.poisson(expected * np.exp(luck.normal(0, 0.06)))
    n = int(counts.sum())
    day = columns.start + np.repeat(np.arange(len(counts)), counts)
    second = OPENS_AT + luck.integers(0, CLOSES_AFTER, n)
    seat = _taken_by(world, seats, day, luck.random(n))
    reading = work.reading(seat, day, second) + luck.exponential(WAIT, n).astype(np.int64)
    handled_day, handled_second = work.locate(seat, reading)
    length = np.exp(luck.normal(0, HANDLING_SPREAD, n)) * HANDLING_SECONDS
    return Tickets(
        number=(month.starts_on.year * 100 + month.starts_on.month) * IDS_PER_MONTH + np.arange(n),
        seat=seat,
        account=luck.integers(0, len(world.accounts.industry), n),
        product=luck.choice(len(PRODUCT_SHARES), n, p=PRODUCT_SHARES),
        opened_day=day,
        opened_second=second,
        handled_day=np.where(handled_day - day > LONGEST_STORY, -1, handled_day),
        handled_second=handled_second,
        handling=np.rint(length * world.traits.handling[work.person[seat, handled_day]]).astype(np.int64),
        escalated=luck.random(n) < ESCALATED,
    )


def _taken_by(world: World, seats: Codes, day: Codes, luck: NDArray[np.float64]) -> Codes:
    """Whoever works there on the day, in proportion to what they get done; anybody where nobody does."""
    drive = world.work.drive[seats][:, day].astype(np.float64)
    drive[:, drive.sum(axis=0) == 0] = 1.0
    shares = np.cumsum(drive, axis=0) / np.maximum(drive.sum(axis=0), 1.0)
    return seats[(luck >= shares[:-1]).sum(axis=0)] if len(seats) else np.zeros(0, dtype=np.int64)
