"""A large import into a server that people use meanwhile: its memory, and how long a board takes to come.

    python -m bench.importing [--rows 10000000]

A new data folder with the measured organisation and no facts, a real server, `kaname import` of the generated file,
and a manager's board asked for twice a second, whole and fresh each time. Aims: 1 GB of memory, the page responsive.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from tempfile import gettempdir

from bench.csv_import import MAPPING
from bench.generate import write
from bench.house import prepare
from bench.live import BOARD, memory_mb, serving, signed_in

PAUSE = 0.5


def measure(folder: Path, file: Path, *, rows: int) -> dict[str, object]:
    mapping = folder / "mapping.yaml"
    mapping.write_text(json.dumps(MAPPING.to_dict()), encoding="utf-8")
    command = [Path(sys.executable).with_name("kaname"), "import", file, "--mapping", mapping, "--json"]
    with serving(folder) as (address, pid):
        client = signed_in(address)
        before = memory_mb(pid)
        started = time.monotonic()
        importing = subprocess.Popen(
            command, env={**os.environ, "KANAME_DATA": str(folder)}, stdout=subprocess.PIPE, text=True
        )
        waits = []
        while importing.poll() is None:
            asked = time.monotonic()
            assert client.get(BOARD).status_code == 200
            waits.append(1000 * (time.monotonic() - asked))
            time.sleep(PAUSE)
        taken = time.monotonic() - started
        result = json.loads(importing.communicate()[0])
        assert (result["read"], result["rejected"]) == (rows, 0), result
        return {
            "rows": rows,
            "seconds": round(taken, 1),
            "board_median_ms": round(statistics.median(waits)),
            "board_p95_ms": round(statistics.quantiles(waits, n=20)[-1]),
            "board_slowest_ms": round(max(waits)),
            "memory_before_mb": round(before),
            "memory_mb": round(memory_mb(pid)),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    given = parser.parse_args()
    file = Path(gettempdir()) / f"kaname-activities-{given.rows}.csv"
    if not file.exists():
        write(file, rows=given.rows, people=500, years=3)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, rows=0)
        from kaname.web.store import close

        close()
        print(json.dumps(measure(folder, file, rows=given.rows), indent=1))


if __name__ == "__main__":
    main()
