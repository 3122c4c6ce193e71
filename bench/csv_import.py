"""Import of a CSV file with every check, beside a plain DuckDB COPY of the same file.

    python -m bench.csv_import [--rows 10000000] [--times 3] [--file FILE.csv]

The file is that of `bench.generate`. What is compared, each into an empty database file, taking turns:

- copy: `COPY activities FROM file` into a table with the types of the columns, then a checkpoint;
- read: the connector alone: decode, parse, check and convert to records of the stream;
- import: the whole: read, and load into the fact store with identities, rollups and commit;
- again: the import of the same file, which changes nothing.

Aim: import at 50 % of copy's rate or more, and memory that does not grow with the file.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from bench.generate import write
from kaname.connectors.files import read
from kaname.connectors.mapping.mapping import Mapping
from kaname.facts.store import FactStore

AIM = 0.5
ZONE = ZoneInfo("Asia/Tokyo")
COPY = """
    CREATE TABLE activities (
        activity_id VARCHAR, occurred_at TIMESTAMP, person VARCHAR, lead VARCHAR,
        kind VARCHAR, outcome VARCHAR, duration_seconds DECIMAL(18, 4), industry VARCHAR
    );
    COPY activities FROM '{file}' (HEADER);
    CHECKPOINT;
"""
MAPPING = Mapping.from_dict(
    {
        "source": "bench",
        "facts": [
            {
                "stream": "activities",
                "id": ["activity_id"],
                "occurred_at": "occurred_at",
                "person": "person",
                "lead_key": "lead",
                "kind": "kind",
                "outcome": "outcome",
                "duration_seconds": "duration_seconds",
                "industry": "industry",
            }
        ],
    }
)


def copy(file: Path, folder: Path) -> float:
    connection = duckdb.connect(str(folder / "copy.duckdb"))
    connection.execute(f"SET threads = {os.cpu_count()}")
    started = time.perf_counter()
    connection.execute(COPY.format(file=file))
    taken = time.perf_counter() - started
    connection.close()
    return taken


def records(file: Path) -> Iterator[tuple[str, pa.RecordBatch]]:
    for chunk in read(file, mapping=MAPPING, zone=ZONE):
        assert not chunk.rejects, chunk.rejects[:3]
        yield from chunk.records


def only_read(file: Path, folder: Path) -> float:
    started = time.perf_counter()
    for _ in records(file):
        pass
    return time.perf_counter() - started


def whole_import(file: Path, folder: Path) -> float:
    return _load(file, folder / "facts.duckdb", batch_id="first")


def again(file: Path, folder: Path) -> float:
    _load(file, folder / "facts.duckdb", batch_id="first")
    return _load(file, folder / "facts.duckdb", batch_id="second")


def _load(file: Path, database: Path, *, batch_id: str) -> float:
    store = FactStore.open(database)
    started = time.perf_counter()
    result = store.load(source="bench", batch_id=batch_id, records=records(file), at=datetime.now(UTC))
    taken = time.perf_counter() - started
    store.close()
    assert result.loaded or result.unchanged
    return taken


WAYS: dict[str, Callable[[Path, Path], float]] = {
    "copy": copy,
    "read": only_read,
    "import": whole_import,
    "again": again,
}


def once(way: str, file: Path) -> dict[str, float]:
    """Seconds, processor seconds (of the whole process) and peak memory of one way, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.csv_import", "--file", str(file), "--once", way, "--folder", folder]
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def results(file: Path, *, rows: int, times: int) -> dict[str, Any]:
    taken: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(times):
        for way in WAYS:
            taken[way].append(once(way, file))
    found = {
        way: {
            "seconds": round(statistics.median(one["seconds"] for one in runs), 2),
            "cpu_seconds": round(statistics.median(one["cpu_seconds"] for one in runs), 2),
            "rows_per_second": round(rows / statistics.median(one["seconds"] for one in runs)),
            "memory_mb": round(max(one["memory_mb"] for one in runs)),
        }
        for way, runs in taken.items()
    }
    share = found["import"]["rows_per_second"] / found["copy"]["rows_per_second"]
    return {"rows": rows, "file_mb": round(file.stat().st_size / 1e6), "import_of_copy": round(share, 3), **found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--once", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        seconds = WAYS[given.once](given.file, given.folder)
        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = used.ru_utime + used.ru_stime
        print(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "memory_mb": used.ru_maxrss / 1000}))
        return
    file = given.file or Path(gettempdir()) / f"kaname-activities-{given.rows}.csv"
    if not file.exists():
        write(file, rows=given.rows, people=500, years=3)
    found = results(file, rows=given.rows, times=given.times)
    print(json.dumps(found, indent=1))
    print("within the aim" if found["import_of_copy"] >= AIM else "short of the aim")


if __name__ == "__main__":
    main()
