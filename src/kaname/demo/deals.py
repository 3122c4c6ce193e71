"""Deals that grow from appointments: meeting, opened, proposal, negotiation, won or lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.demo.approaches import APPOINTMENT, Approaches
from kaname.demo.chance import Purpose, chance
from kaname.demo.leads import Leads
from kaname.demo.market import AMOUNTS, FIRST_LARGE, PRODUCT_SHARES, closing
from kaname.demo.seats import Job
from kaname.demo.workforce import WORKING_DAY
from kaname.demo.world import LONGEST_STORY, World
from kaname.measures.periods import Period

Codes = NDArray[np.int64]

HELD, OPENED, WON = 0.88, 0.86, 0.30
# (least, spread) in working days of the owner; the spread is of a gamma distribution of shape 2.
TO_MEETING, TO_PROPOSAL, TO_DECISION = (2.0, 1.5), (1.0, 3.0), (2.0, 7.0)
NEGOTIATES_AT = 0.6
WITHOUT_PROPOSAL, WITHOUT_NEGOTIATION = 0.2, 0.6
AMOUNT_SPREAD = 0.30
DISCOUNTS = (0.80, 1.05)
STAGES = ("open", "proposal", "negotiation", "won", "lost")
N_LUCK = 9


@dataclass(frozen=True)
class Deals:
    """One place per appointment that was held: the lead's place, the owner's seat, and when what happened.

    `day` and `second` have a column per step: meeting, proposal, negotiation, decision; day -1 is not (yet).
    """

    lead: Codes
    owner: Codes
    day: Codes
    second: Codes
    opened: NDArray[np.bool_]
    won: NDArray[np.bool_]
    product: Codes
    offered: Codes
    agreed: Codes
    in_person: NDArray[np.bool_]
    minutes: Codes


MEETING_STEP, PROPOSAL_STEP, NEGOTIATION_STEP, DECISION_STEP = range(4)


def deals_of(world: World, leads: Leads, approaches: Approaches, month: Period) -> Deals:
    """The deals of a month's leads. Chance is drawn for every lead, whether it gets that far or not."""
    luck = chance(world.options.seed, Purpose.DEALS, month.starts_on.year, month.starts_on.month)
    n = len(leads)
    dice = luck.random((n, N_LUCK))
    waits = np.stack([least + luck.gamma(2, spread, n) for least, spread in (TO_MEETING, TO_PROPOSAL, TO_DECISION)])
    product = luck.choice(len(PRODUCT_SHARES), n, p=PRODUCT_SHARES)
    spread = np.exp(luck.normal(0, AMOUNT_SPREAD, n))

    agreed = approaches.outcome == APPOINTMENT
    lead = approaches.lead[agreed]
    held = dice[lead, 0] < HELD
    lead, day, second = lead[held], approaches.day[agreed][held], approaches.second[agreed][held]
    large = world.accounts.size[leads.account[lead]] >= FIRST_LARGE
    owner = _owner(world, leads.seat[lead], large, dice[lead, 1])
    steps = _steps(waits[:, lead])
    when, second = world.work.locate(
        np.broadcast_to(owner[:, np.newaxis], steps.shape),
        world.work.reading(owner, day, second)[:, np.newaxis] + steps,
    )
    when = np.where(when - leads.day[lead, np.newaxis] > LONGEST_STORY, -1, when)
    won = dice[lead, 2] < _winning(world, leads.account[lead], owner, when[:, DECISION_STEP])
    offered = _amounts(AMOUNTS[world.accounts.size[leads.account[lead]], product[lead]] * spread[lead])
    low, high = DISCOUNTS
    return Deals(
        lead=lead,
        owner=owner,
        day=_skipped(when, dice[lead, 7:9]),
        second=second,
        opened=dice[lead, 3] < OPENED,
        won=won,
        product=product[lead],
        offered=offered,
        agreed=_amounts(offered * (low + (high - low) * dice[lead, 4])),
        in_person=(dice[lead, 5] < 0.5) & large,
        minutes=(30 + 45 * dice[lead, 6]).astype(np.int64),
    )


def _owner(world: World, seat: Codes, large: NDArray[np.bool_], luck: NDArray[np.float64]) -> Codes:
    """Field sales takes large companies; inside sales keeps the others."""
    field = world.seats_of(Job.FIELD)
    if not len(field):
        return seat
    return np.where(large, field[(luck * len(field)).astype(np.int64)], seat)


def _steps(waits: NDArray[np.float64]) -> Codes:
    """Seconds on the owner's clock from the appointment to each step, shape (n_deals, 4)."""
    to_meeting, to_proposal, to_decision = waits
    to_proposal = to_meeting + to_proposal
    decided = to_proposal + to_decision
    negotiates = to_proposal + NEGOTIATES_AT * to_decision
    return (np.stack([to_meeting, to_proposal, negotiates, decided], axis=1) * WORKING_DAY).astype(np.int64)


def _winning(world: World, account: Codes, owner: Codes, day: Codes) -> NDArray[np.float64]:
    person = world.work.person[owner, day]
    industry = world.accounts.industry[account]
    factor = closing(world.events, industry=industry, day=day, days=world.work.days)
    return WON * world.traits.closing[person] * factor


def _skipped(when: Codes, dice: NDArray[np.float64]) -> Codes:
    """Some deals are decided without a proposal, many without a negotiation; known before the decision is."""
    when = when.copy()
    when[dice[:, 0] < WITHOUT_PROPOSAL, PROPOSAL_STEP] = -1
    when[dice[:, 1] < WITHOUT_NEGOTIATION, NEGOTIATION_STEP] = -1
    return when


def _amounts(exact: NDArray[np.float64]) -> Codes:
    """Whole ten thousand yen."""
    return np.maximum(np.rint(exact / 10_000), 1).astype(np.int64) * 10_000
