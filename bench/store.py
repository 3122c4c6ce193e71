"""How fast the fact store takes facts: a whole history at once, and small live batches into it.

    python -m bench.store [--rows 10000000] [--shuffled]

Wall and processor time of one load into an empty file, its peak memory, then medians over 60 batches of 200 facts each:
new ones, recent ones again with other content, and corrections scattered over the whole history.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from bench.generate import batches, names
from bench.queries import PEOPLE, directory, record
from kaname.facts.store import FactStore
from kaname.facts.streams import STREAMS

LIVE, SIZE = 60, 200
AT = datetime(2026, 4, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--shuffled", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = FactStore.open(Path(folder) / "facts.duckdb", threads=2)
        store.set_directory(directory())
        print(_history(store, rows=given.rows, shuffled=given.shuffled))
        for kind in ("new", "recent", "scattered"):
            print(_live(store, kind, rows=given.rows))
        store.close()


def _history(store: FactStore, *, rows: int, shuffled: bool) -> str:
    # Made beforehand a batch at a time: the time of making them is taken off below.
    made = 0.0

    def records() -> Iterator[tuple[str, pa.RecordBatch]]:
        nonlocal made
        source = iter(batches(rows=rows, people=PEOPLE, years=3, shuffled=shuffled))
        while True:
            start = time.perf_counter()
            batch = next(source, None)
            converted = None if batch is None else record(batch)
            made += time.perf_counter() - start
            if converted is None:
                return
            yield "activities", converted

    start, cpu = time.perf_counter(), time.process_time()
    result = store.load(source="bench", batch_id="all", records=records(), at=AT)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return (
        f"{result.loaded:,} facts: {wall:.1f} s, {cpu:.1f} s of processor time, {made:.1f} s of it to make them; "
        f"peak memory {peak:,.0f} MB"
    )


def _live(store: FactStore, kind: str, *, rows: int) -> str:
    chance, people = random.Random(3), names(PEOPLE)
    ids: dict[str, Callable[[int, int], str]] = {
        "new": lambda batch, i: f"L{batch}-{i}",
        "recent": lambda batch, i: f"L{batch}-{i}",
        "scattered": lambda batch, i: f"A{chance.randrange(rows):09d}",
    }
    wall, cpu = [], []
    for batch in range(LIVE):
        facts = [_call(ids[kind](batch, i), chance, people) for i in range(SIZE)]
        records = [("activities", pa.RecordBatch.from_pylist(facts, schema=STREAMS["activities"].arrow_schema()))]
        start, spent = time.perf_counter(), time.process_time()
        store.load(source="bench", batch_id=f"{kind}-{batch}", records=records, at=AT)
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.process_time() - spent) * 1000)
    return (
        f"{kind}: {statistics.median(wall):.0f} ms a batch, 95 % within {sorted(wall)[int(LIVE * 0.95)]:.0f} ms, "
        f"{statistics.median(cpu):.0f} ms of processor time"
    )


def _call(source_id: str, chance: random.Random, people: list[str]) -> dict[str, object]:
    return {
        "source_id": source_id,
        "day": date(2026, 3, 31),
        "person": chance.choice(people),
        "lead_key": f"L{chance.randrange(1000)}",
        "kind": "call",
        "outcome": chance.choice(["busy", "connected", "no_answer"]),
        "duration_seconds": Decimal(chance.randrange(99_999)) / 10,
    }


if __name__ == "__main__":
    main()
