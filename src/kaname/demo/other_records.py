"""The records of customer support, the website and what advertising costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from kaname.demo.market import PRODUCTS
from kaname.demo.records import asked_for, batch, decimals, holders, labels, times, words
from kaname.demo.tickets import Tickets
from kaname.demo.traffic import CHANNELS, Traffic
from kaname.demo.world import World

Records = Iterator[tuple[str, pa.RecordBatch]]

SUPPORT_TEAM, MARKETING_TEAM = "カスタマーサポート", "マーケティング"


def ticket_records(world: World, tickets: Tickets) -> Records:
    """Opened (the team's), handled and sometimes escalated (the person's)."""
    plain = np.zeros(len(tickets.number), dtype=np.int64)
    about = {"product": words(PRODUCTS, tickets.product), "account_key": labels("A", tickets.account + 1)}
    opened = {
        "source_id": labels("opened", tickets.number),
        "status": words(["opened"], plain),
        "team": words([SUPPORT_TEAM], plain),
        **about,
        **times(world, tickets.opened_day, tickets.opened_second),
    }
    yield batch("tickets", opened, keep=asked_for(world, tickets.opened_day))
    answered = asked_for(world, tickets.handled_day)
    for status, keep in (("handled", answered), ("escalated", answered & tickets.escalated)):
        closed = {
            "source_id": labels(status, tickets.number),
            "status": words([status], plain),
            "person": holders(world, tickets.seat, tickets.handled_day),
            **about,
            **times(world, tickets.handled_day, tickets.handled_second),
        }
        if status == "handled":
            closed["handling_seconds"] = decimals(tickets.handling)
        yield batch("tickets", closed, keep=keep)


def traffic_records(world: World, traffic: Traffic) -> Records:
    """One record per day and channel; the website's days have no time."""
    number = world.work.days[traffic.day].astype(np.int64)
    columns = {
        "source_id": labels("web", number, traffic.channel),
        "channel": words(CHANNELS, traffic.channel),
        "visits": pa.array(traffic.visits),
        "dwell_seconds": decimals(traffic.dwell_seconds),
        "team": words([MARKETING_TEAM], np.zeros(len(number), dtype=np.int64)),
        **times(world, traffic.day, None),
    }
    yield batch("web_traffic", columns, keep=asked_for(world, traffic.day))


def cost_records(world: World, traffic: Traffic) -> Records:
    """What advertising cost on each day."""
    day = np.unique(traffic.day)
    plain = np.zeros(len(day), dtype=np.int64)
    columns = {
        "source_id": labels("cost", world.work.days[day].astype(np.int64)),
        "metric": words(["advertising_cost"], plain),
        "value": decimals(traffic.cost),
        "team": words([MARKETING_TEAM], plain),
        **times(world, day, None),
    }
    yield batch("measurements", columns, keep=asked_for(world, day))
