"""Calls of the East in November 2026, few enough to count by hand, with their targets."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa

from kaname.facts.streams import STREAMS
from kaname.goals.operations import set_target
from kaname.measures.periods import Period

NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
# Ben calls 4 times on the 19th, 6 times on the 20th (a Friday) and 3 times on the 24th (today).
BEN = {date(2026, 11, 19): 4, date(2026, 11, 20): 6, date(2026, 11, 24): 3}


def load_calls(store, days=BEN, *, batch="calls"):
    rows = [
        {"source_id": f"{batch}-{day}-{number}", "day": day, "person": "Ben", "kind": "call", "outcome": "connected"}
        for day, count in days.items()
        for number in range(count)
    ]
    schema = STREAMS["activities"].arrow_schema()
    table = pa.RecordBatch.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)
    store.load(source="crm", batch_id=batch, records=[("activities", table)], at=AT)


def target_of(value, **owner):
    return set_target(metric_key="calls", period=NOVEMBER, value=Decimal(value), by=None, at=AT, **owner)
