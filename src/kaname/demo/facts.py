"""The demo facts, month by month and source by source, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa

from kaname.demo.approaches import approaches_of
from kaname.demo.customers import contacts_of
from kaname.demo.deals import deals_of
from kaname.demo.leads import leads_of
from kaname.demo.other_records import cost_records, ticket_records, traffic_records
from kaname.demo.sales_records import activity_records, deal_records, lead_records
from kaname.demo.tickets import tickets_of
from kaname.demo.traffic import traffic_of
from kaname.demo.world import World
from kaname.measures.periods import Period

Records = Iterator[tuple[str, pa.RecordBatch]]


def facts(world: World, source: str, *, on_month: Callable[[], None] = lambda: None) -> Records:
    """Stream key and rows of one of SOURCES, for `since <= day < until` of the world's options."""
    for month in world.months():
        for stream, rows in SOURCES[source](world, month):
            if rows.num_rows:
                yield stream, rows
        on_month()


def _sales(world: World, month: Period) -> Records:
    leads = leads_of(world, month)
    approaches = approaches_of(world, leads, month)
    deals = deals_of(world, leads, approaches, month)
    yield from lead_records(world, leads, approaches, deals)
    yield from activity_records(world, leads, approaches, deals, contacts_of(world, month))
    yield from deal_records(world, leads, deals)


def _support(world: World, month: Period) -> Records:
    return ticket_records(world, tickets_of(world, month))


def _web(world: World, month: Period) -> Records:
    return traffic_records(world, traffic_of(world, month))


def _advertising(world: World, month: Period) -> Records:
    return cost_records(world, traffic_of(world, month))


SOURCES: Mapping[str, Callable[[World, Period], Records]] = {
    "sfa": _sales,
    "support": _support,
    "web": _web,
    "advertising": _advertising,
}
