"""The records of leads, calls, mails, meetings and deals."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kaname.demo.approaches import APPOINTMENT, DECLINED, OUTCOMES, WRONG_NUMBER, Approaches
from kaname.demo.customers import Contacts
from kaname.demo.deals import DECISION_STEP, MEETING_STEP, NEGOTIATION_STEP, PROPOSAL_STEP, STAGES, Deals
from kaname.demo.events import NEW_TALK
from kaname.demo.leads import Leads
from kaname.demo.market import CHANNELS, INDUSTRIES, PRODUCTS, REGIONS, SIZES
from kaname.demo.records import asked_for, attributes, batch, decimals, holders, labels, times, words
from kaname.demo.seats import Job
from kaname.demo.world import World

Codes = NDArray[np.int64]
Records = Iterator[tuple[str, pa.RecordBatch]]

ADVERTISED = CHANNELS.index("広告")
# Seconds after the call.
MAIL_FOLLOWS = 240


def lead_records(world: World, leads: Leads, approaches: Approaches, deals: Deals) -> Records:
    """Created, handed over, qualified, disqualified, converted."""
    everyone = np.arange(len(leads))
    yield _lead_changes(world, leads, everyone, "created", leads.day, leads.second, seat=np.full(len(leads), -1))
    handed_by = _present_marketing(world, leads)
    yield _lead_changes(world, leads, everyone, "handed_over", leads.day, leads.second + 60, seat=handed_by)
    for status, outcomes in (("qualified", (APPOINTMENT,)), ("disqualified", (DECLINED, WRONG_NUMBER))):
        at = np.isin(approaches.outcome, outcomes)
        lead = approaches.lead[at]
        yield _lead_changes(
            world, leads, lead, status, approaches.day[at], approaches.second[at], seat=leads.seat[lead]
        )
    opened = deals.opened & (deals.day[:, MEETING_STEP] >= 0)
    lead = deals.lead[opened]
    day, second = deals.day[opened, MEETING_STEP], deals.second[opened, MEETING_STEP]
    yield _lead_changes(world, leads, lead, "converted", day, second, seat=deals.owner[opened])


def activity_records(world: World, leads: Leads, approaches: Approaches, deals: Deals, contacts: Contacts) -> Records:
    """Calls, mails, meetings and visits."""
    lead, attempt = approaches.lead, approaches.attempt
    seat = leads.seat[lead]
    called = {
        "source_id": labels("call", leads.number[lead], attempt + 1),
        "kind": words(["call"], np.zeros(len(lead), dtype=np.int64)),
        "outcome": words(OUTCOMES, approaches.outcome),
        "direction": words(["outbound"], np.zeros(len(lead), dtype=np.int64)),
        "duration_seconds": decimals(approaches.duration),
        "attributes": attributes("トーク", words([NEW_TALK], np.where(approaches.new_talk, 0, -1))),
        "person": holders(world, seat, approaches.day),
        **_of_lead(world, leads, lead),
        **times(world, approaches.day, approaches.second),
    }
    yield batch("activities", called, keep=asked_for(world, approaches.day))
    mail = approaches.mailed
    # Who calls just before leaving writes before they go.
    second = approaches.second[mail] + np.minimum(MAIL_FOLLOWS, 3600 - 1 - approaches.second[mail] % 3600)
    mailed = {
        "source_id": labels("mail", leads.number[lead[mail]], attempt[mail] + 1),
        "kind": words(["mail"], np.zeros(int(mail.sum()), dtype=np.int64)),
        "direction": words(["outbound"], np.zeros(int(mail.sum()), dtype=np.int64)),
        "person": holders(world, seat[mail], approaches.day[mail]),
        **_of_lead(world, leads, lead[mail]),
        **times(world, approaches.day[mail], second),
    }
    yield batch("activities", mailed, keep=asked_for(world, approaches.day[mail]))
    yield from _meetings(world, leads, deals)
    yield _contacts(world, contacts)


def deal_records(world: World, leads: Leads, deals: Deals) -> Records:
    """One record per stage a deal enters, with the amount at that moment."""
    decision = np.where(deals.won, STAGES.index("won"), STAGES.index("lost"))
    plain = np.zeros(len(deals.lead), dtype=np.int64)
    steps = (MEETING_STEP, plain), (PROPOSAL_STEP, plain + 1), (NEGOTIATION_STEP, plain + 2), (DECISION_STEP, decision)
    for step, stage in steps:
        day, second = deals.day[:, step], deals.second[:, step]
        amount = np.where(deals.won & (step == DECISION_STEP), deals.agreed, deals.offered)
        columns = {
            "source_id": labels("deal", leads.number[deals.lead], plain + step),
            "deal_key": _deal_keys(leads, deals),
            "stage": words(STAGES, stage),
            "amount": decimals(amount),
            "product": words(PRODUCTS, deals.product),
            "person": holders(world, deals.owner, day),
            "attributes": attributes("従業員規模", words(SIZES, world.accounts.size[leads.account[deals.lead]])),
            **_of_lead(world, leads, deals.lead),
            **times(world, day, second),
        }
        yield batch("deal_changes", columns, keep=asked_for(world, day) & deals.opened)


def _present_marketing(world: World, leads: Leads) -> Codes:
    """Seats in marketing in turn, of those there for the whole day; -1 where nobody is."""
    seats = world.seats_of(Job.MARKETING)
    if not len(seats):
        return np.full(len(leads), -1)
    there = (world.work.available[seats] > 0) & (world.work.opens[seats] == 0)
    count = there.sum(axis=0)[leads.day]
    turn = leads.number % np.maximum(count, 1)
    place = np.argmax(np.cumsum(there, axis=0)[:, leads.day] > turn, axis=0)
    return np.where(count > 0, seats[place], -1)


def _lead_changes(
    world: World, leads: Leads, lead: Codes, status: str, day: Codes, second: Codes, *, seat: Codes
) -> tuple[str, pa.RecordBatch]:
    """A lead's new status; without a seat (-1) it is the marketing team's."""
    plain = np.zeros(len(lead), dtype=np.int64)
    owner = {
        "team": words(["マーケティング"], np.where(seat < 0, 0, -1)),
        "person": holders(world, seat, day),
    }
    columns = {
        "source_id": labels(f"lead-{status}", leads.number[lead]),
        "status": words([status], plain),
        **owner,
        **_of_lead(world, leads, lead),
        **times(world, day, second),
    }
    return batch("lead_changes", columns, keep=asked_for(world, day))


def _meetings(world: World, leads: Leads, deals: Deals) -> Records:
    """The first meeting, and the one at which the proposal is made."""
    for step in (MEETING_STEP, PROPOSAL_STEP):
        day = deals.day[:, step]
        keep = asked_for(world, day) & (deals.opened | (step == MEETING_STEP))
        columns = {
            "source_id": labels("meeting", leads.number[deals.lead], np.full(len(day), step + 1)),
            "kind": words(["meeting", "visit"], deals.in_person.astype(np.int64)),
            "duration_seconds": decimals(deals.minutes * 60),
            "deal_key": words(["D"], np.full(len(day), -1)) if step == MEETING_STEP else _deal_keys(leads, deals),
            "person": holders(world, deals.owner, day),
            "product": words(PRODUCTS, deals.product),
            **_of_lead(world, leads, deals.lead),
            **times(world, day, deals.second[:, step]),
        }
        yield batch("activities", columns, keep=keep)


def _contacts(world: World, contacts: Contacts) -> tuple[str, pa.RecordBatch]:
    number = np.arange(len(contacts.seat))
    month = world.work.days[contacts.day].astype("datetime64[M]").astype(np.int64)
    columns = {
        "source_id": labels("customer", month, number + 1),
        "kind": words(["meeting", "visit"], contacts.in_person.astype(np.int64)),
        "duration_seconds": decimals(contacts.minutes * 60),
        "person": holders(world, contacts.seat, contacts.day),
        **_of_account(world, contacts.account),
        **times(world, contacts.day, contacts.second),
    }
    return batch("activities", columns, keep=asked_for(world, contacts.day))


def _of_lead(world: World, leads: Leads, lead: Codes) -> dict[str, pa.Array]:
    """What a fact says about the lead it belongs to."""
    channel = leads.channel[lead]
    return {
        "lead_key": labels("L", leads.number[lead]),
        "channel": words(CHANNELS, channel),
        "campaign": words([f"{leads.year}年 オンライン広告"], np.where(channel == ADVERTISED, 0, -1)),
        **_of_account(world, leads.account[lead]),
    }


def _deal_keys(leads: Leads, deals: Deals) -> pa.Array:
    return labels("D", leads.number[deals.lead])


def _of_account(world: World, account: Codes) -> dict[str, pa.Array]:
    return {
        "account_key": labels("A", account + 1),
        "industry": words(INDUSTRIES, world.accounts.industry[account]),
        "region": words(REGIONS, world.accounts.region[account]),
    }
