"""Batches of a source that never ends; run as a program, it loads them into a file until it is killed.

Each batch brings new deals and corrects some of the batch before; every seventh is large. `python killed.py FILE FIRST`
says `ready`, and after each commit the number of the batch.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from kaname.facts.store import FactStore
from kaname.facts.streams import STREAMS

AT = datetime(2026, 6, 1, tzinfo=UTC)
PEOPLE = ["Ben", "Chie", "Fumi", None]


def rows_of(number):
    """The deals of one batch: (source_id, day, person, amount)."""
    size = 15_000 if number % 7 == 3 else 40
    new = [_row(number, i, amount=number + i) for i in range(size)]
    return new + [_row(number - 1, i, amount=-1) for i in range(0, 20, 3) if number]


def _row(number, i, *, amount):
    return f"{number}/{i}", date(2026, 1, 1) + timedelta(days=(number + i) % 50), PEOPLE[i % 4], Decimal(amount)


def records_of(number):
    rows = [
        {"source_id": key, "day": day, "person": person, "deal_key": key, "stage": "won", "amount": amount}
        for key, day, person, amount in rows_of(number)
    ]
    return [("deal_changes", pa.RecordBatch.from_pylist(rows, schema=STREAMS["deal_changes"].arrow_schema()))]


def send(store, number):
    return store.load(source="crm", batch_id=str(number), records=records_of(number), at=AT)


def tell(what):
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(path, first):
    store = FactStore.open(Path(path), threads=1)
    tell("ready")
    for number in range(int(first), sys.maxsize):
        send(store, number)
        tell(number)


if __name__ == "__main__":
    main(*sys.argv[1:])
