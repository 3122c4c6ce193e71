"""Run every benchmark, each in a process of its own: `make bench`, or `python -m bench [--rows N]`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

BENCHMARKS = {
    "csv_import": [],
    "queries": [str(Path(tempfile.gettempdir()) / "kaname-bench-queries")],
    "board": [],
    "goal_page": [],
    "review_pack": [],
    "reports": [],
    "live": [],
    "importing": [],
    "store": [],
    "tree": [],
    "proposal": [],
    "effect": [],
    "outlook": [],
    "outlook_tree": [],
    "m3": [],
    "why": [],
    "changes": [],
    "calibration": [],
    "drivers": [],
    "drivers_job": [],
    "what_if": [],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    rows = parser.parse_args().rows
    for name, words in BENCHMARKS.items():
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{name}", *words, "--rows", str(rows)], check=True)


if __name__ == "__main__":
    main()
