"""What the watch tells of an organisation's past, looked at week by week, and how long a look takes.

    python -m bench.changes_replay FOLDER [--weeks 90]

The folder holds a demo organisation (its planted events are in `kaname demo`'s own summary) or that of `bench.house`.
Nothing is kept: the ledger is as before when it ends.
"""

from __future__ import annotations

import argparse
import os
import time
from datetime import datetime, timedelta


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--weeks", type=int, default=90)
    asked = parser.parse_args()
    os.environ["KANAME_DATA"] = asked.folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaname.config.settings")
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    with transaction.atomic():
        replay(asked.weeks, at=timezone.now())
        transaction.set_rollback(True)


def replay(weeks: int, *, at: datetime) -> None:
    """Every Monday of the last weeks, each from nothing but the days before it."""
    from kaname.insights.changes.computing import DAYS_READ
    from kaname.insights.changes.keeping import Keeping, known_changes
    from kaname.insights.changes.looking import Watch
    from kaname.insights.changes.metrics import watched_keys
    from kaname.insights.changes.setting import Setting
    from kaname.insights.changes.why.keeping import explain
    from kaname.insights.models import Change

    Change.objects.all().delete()
    began = time.perf_counter()
    with Setting.at(at, days=7 * weeks + DAYS_READ) as setting:
        watch = Watch.of(watched_keys(setting.definitions, setting.today), setting)
        read = time.perf_counter()
        days = [setting.today - timedelta(days=ago) for ago in range(7 * weeks, -1, -1)]
        mondays = [day for day in days if day.weekday() == 0]
        for day in mondays:
            Keeping(watch, setting.place(day), at).keep(watch.look(setting.place(day), known_changes(setting, day)))
        looked = time.perf_counter()
        explain(setting)
    series = sum(len(daily.groups) for daily in watch.daily.values())
    print(f"{len(watch.metrics)} metrics, {series} groups: read in {read - began:.1f} s")
    print(f"{len(mondays)} looks: {(looked - read) / max(len(mondays), 1):.3f} s each")
    print(f"reasons: {time.perf_counter() - looked:.1f} s")
    for change in Change.objects.leading().order_by("told_on"):
        dates = f"{change.changed_on} ({change.first_on} to {change.last_on})"
        print(change.told_on, change.metric_key, change.team_key or change.value or "-", dates, f"x {change.ratio:.2f}")


if __name__ == "__main__":
    main()
