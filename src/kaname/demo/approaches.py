"""Calls and mails to the leads of a month: several attempts until somebody says yes or no."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kaname.demo.chance import Purpose, chance
from kaname.demo.events import TALK_FACTOR
from kaname.demo.leads import Leads
from kaname.demo.market import CHANNEL_APPEAL
from kaname.demo.workforce import WORKING_DAY
from kaname.demo.world import LONGEST_STORY, World
from kaname.measures.periods import Period

Codes = NDArray[np.int64]

OUTCOMES = (
    "no_answer", "gatekeeper", "voicemail", "busy", "wrong_number", "declined", "callback", "interested", "appointment",
)  # fmt: skip
NO_ANSWER, GATEKEEPER, VOICEMAIL, BUSY, WRONG_NUMBER, DECLINED, CALLBACK, INTERESTED, APPOINTMENT = range(9)
# Of calls that do not connect: no answer, reception only, voicemail, busy, wrong number (running sum).
NOT_CONNECTED = np.cumsum([0.60, 0.22, 0.12, 0.05])
# Of calls that connect without an appointment: declined, call back later, interested (running sum).
CONNECTED = np.cumsum([0.36, 0.30])
MOST_ATTEMPTS = 6
CONNECTING = 0.28
APPEALING = 0.08
# Monday to Friday; then 9 to 17 o'clock.
WEEKDAY_CONNECTING = np.array([0.92, 1.04, 1.05, 1.03, 0.95, 1.0, 1.0])
HOUR_CONNECTING = np.array([0.85, 1.12, 1.10, 0.80, 1.0, 1.05, 1.10, 1.05, 0.92])
FIRST_AFTER, NEXT_AFTER = 0.35 * WORKING_DAY, 1.1 * WORKING_DAY
# Median seconds of a call by outcome, and how much they differ.
SECONDS = np.array([22, 45, 35, 12, 20, 95, 110, 260, 430])
SPREAD = 0.45
MAIL_AFTER = np.array([0.08, 0.05, 0.25, 0.02, 0.0, 0.05, 0.35, 0.85, 1.0])


@dataclass(frozen=True)
class Approaches:
    """One place per call: which lead (`lead` is its place among the month's), which attempt, when, how it went."""

    lead: Codes
    attempt: Codes
    day: Codes
    second: Codes
    outcome: Codes
    duration: Codes
    mailed: NDArray[np.bool_]
    new_talk: NDArray[np.bool_]


def approaches_of(world: World, leads: Leads, month: Period) -> Approaches:
    """Every call to the leads of a month, up to where the days end."""
    luck = chance(world.options.seed, Purpose.ATTEMPTS, month.starts_on.year, month.starts_on.month)
    shape = (len(leads), MOST_ATTEMPTS)
    waits = np.hstack([luck.exponential(FIRST_AFTER, (len(leads), 1)), luck.gamma(2, NEXT_AFTER, shape)[:, 1:]])
    answer, reaction, mailing, length = (
        luck.random(shape),
        luck.random(shape),
        luck.random(shape),
        luck.normal(size=shape),
    )

    seat = np.broadcast_to(leads.seat[:, np.newaxis], shape)
    start = world.work.reading(leads.seat, leads.day, leads.second)
    day, second = world.work.locate(seat, start[:, np.newaxis] + np.cumsum(waits.astype(np.int64), axis=1))
    person = world.work.person[seat, day]
    new_talk = day >= world.talk_since()[person]
    connected = answer < _connecting(world, person, day, second)
    outcome = np.where(
        connected,
        _reactions(reaction, _appealing(world, leads, person, new_talk)),
        np.searchsorted(NOT_CONNECTED, reaction, side="right"),
    )
    made = _goes_on(outcome) & (day >= 0) & (day - leads.day[:, np.newaxis] <= LONGEST_STORY)
    lead, attempt = np.nonzero(made)
    duration = np.maximum(np.rint(SECONDS[outcome] * np.exp(length * SPREAD)), 3).astype(np.int64)
    return Approaches(
        lead=lead,
        attempt=attempt,
        day=day[made],
        second=second[made],
        outcome=outcome[made],
        duration=duration[made],
        mailed=(mailing < MAIL_AFTER[outcome])[made],
        new_talk=(new_talk & connected)[made],
    )


def _connecting(world: World, person: Codes, day: Codes, second: Codes) -> NDArray[np.float64]:
    weekday = (world.work.days.astype(np.int64)[day] + 3) % 7
    hour = np.clip(second // 3600 - 9, 0, len(HOUR_CONNECTING) - 1)
    chances: NDArray[np.float64] = (
        CONNECTING * world.traits.connecting[person] * WEEKDAY_CONNECTING[weekday] * HOUR_CONNECTING[hour]
    )
    return chances


def _appealing(world: World, leads: Leads, person: Codes, new_talk: NDArray[np.bool_]) -> NDArray[np.float64]:
    appeal = APPEALING * world.traits.appealing[person] * CHANNEL_APPEAL[leads.channel][:, np.newaxis]
    chances: NDArray[np.float64] = np.where(new_talk, appeal * TALK_FACTOR, appeal)
    return chances


def _reactions(luck: NDArray[np.float64], appealing: NDArray[np.float64]) -> Codes:
    """Appointment with the chance given; what is left of the luck decides among the other reactions."""
    rest = (luck - appealing) / (1 - appealing)
    others = DECLINED + np.searchsorted(CONNECTED, rest, side="right")
    return np.where(luck < appealing, APPOINTMENT, others)


def _goes_on(outcome: Codes) -> NDArray[np.bool_]:
    """Whether each attempt is made: nobody has said yes or no, and the number was not wrong, before."""
    ends = np.isin(outcome, (WRONG_NUMBER, DECLINED, APPOINTMENT))
    ended_before: NDArray[np.int64] = np.cumsum(ends, axis=1) - ends
    goes_on: NDArray[np.bool_] = ended_before == 0
    return goes_on
