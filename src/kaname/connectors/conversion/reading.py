"""A table read to its end: blocks converted side by side, chunks handed out in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from zoneinfo import ZoneInfo

from kaname.connectors.chunks import Chunk
from kaname.connectors.conversion.conversion import convert
from kaname.connectors.conversion.decisions import Decisions
from kaname.connectors.conversion.plan import FactPlan, plan_of
from kaname.connectors.conversion.reader import Cells
from kaname.connectors.mapping.mapping import Mapping
from kaname.connectors.table import Block, Table

WORKERS = 2  # Arrow lets go of the interpreter while it works; more blocks at once are more memory


def read_table(table: Table, *, mapping: Mapping, zone: ZoneInfo) -> Iterator[Chunk]:
    """Yield the table's rows as records; raise ConnectorError."""
    plan = plan_of(mapping, columns=table.columns)
    places = sorted(set().union(*(fact.places for fact in plan)))
    work = partial(_chunk, plan=plan, table=table, decisions=Decisions(table=table), zone=zone)
    pending: deque[Future[Chunk]] = deque()
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        try:
            for block in table.blocks(columns=places):
                pending.append(pool.submit(work, block))
                if len(pending) > WORKERS:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def _chunk(block: Block, *, plan: tuple[FactPlan, ...], table: Table, decisions: Decisions, zone: ZoneInfo) -> Chunk:
    return convert(cells=Cells(block=block, decisions=decisions, zone=zone), plan=plan, table=table)
