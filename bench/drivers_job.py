"""The search for drivers as a job, on the measured house: ten million facts, up to 200 series against a goal.

    python -m bench.drivers_job [FOLDER] [--rows 10000000]

The house has activities alone, so that its series are metrics and their industries; a goal with three KPIs is added.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import gettempdir

from bench.house import prepare

ALLOWED = 30.0  # [s]
KPIS = ("calls", "connect_rate", "customer_visits")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(gettempdir()) / "kaname-measured-house")
    parser.add_argument("--rows", type=int, default=10_000_000)
    words = parser.parse_args()
    prepare(words.folder, rows=words.rows)
    goal()
    measure()


def goal() -> None:
    """A goal of the whole organisation around today, and its KPIs."""
    from kaname.goals.models import Goal, Kpi, Target

    days = {"starts_on": date.today() - timedelta(days=100), "ends_on": date.today() + timedelta(days=265)}
    now = datetime.now(UTC)
    target, _made = Target.objects.get_or_create(
        metric_key="appointments", team=None, person=None, **days, defaults={"value": Decimal(100_000)}
    )
    made, _new = Goal.objects.get_or_create(
        key="measured-drivers",
        defaults={"metric_key": "appointments", "target": target, "created_at": now, "published_at": now, **days},
    )
    for position, key in enumerate(KPIS, start=1):
        Kpi.objects.get_or_create(goal=made, metric_key=key, defaults={"position": position})


def measure() -> None:
    from kaname.insights import running
    from kaname.insights.models import Driver, DriverSearch, Subject

    began, worked = time.perf_counter(), time.process_time()
    run = running.compute(Subject.DRIVERS, at=datetime.now(UTC))
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert not run.failure, run.failure
    print(f"allowed {ALLOWED:.0f} s; took {took:.1f} s, {cpu:.1f} s of processor, {memory:,.0f} MB at most")
    for search in DriverSearch.objects.newest():
        held = Driver.objects.filter(search=search)
        found = held.exclude(rank=None).count()
        print(
            f"{search.metric_key:18} by {search.step}: {held.count()} series, {search.n_tested} tested, {found} found"
        )


if __name__ == "__main__":
    main()
