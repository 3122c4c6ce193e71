"""The organisation that boards are measured on: 500 people in 25 teams, ten million activities, 20 KPIs with targets.

    python -m bench.house FOLDER [--rows 10000000]

Made once; a folder that holds one already is used as it is. The last day of the facts is today, so that the running
month is about a fifteenth of a year like on any other day.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.generate import batches, names

PEOPLE, DEPARTMENTS, TEAMS, YEARS = 500, 5, 25, 3
PASSWORD = "only for measuring"
READY = "measured-house"
OUTCOMES = "no_answer busy voicemail wrong_number gatekeeper callback declined interested".split()
# Read from daily rollups, as boards mostly do; the two below them need every fact.
KPIS = (
    "calls connects connect_rate emails appointments appointments_per_connect talk_seconds customer_visits "
    "meetings_held appointments_recorded average_call_seconds interested_rate "
).split() + [f"calls_{outcome}" for outcome in OUTCOMES]
DISTINCT = ("leads_contacted", "appointment_rate")


def prepare(folder: Path, *, rows: int) -> None:
    """Set Django up on the folder and fill it, unless that was done."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["KANAME_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaname.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", "--noinput", verbosity=0)
    if (folder / READY).exists():
        return
    people()
    metrics()
    facts(rows)
    (folder / READY).touch()


def people() -> None:
    from kaname.people.models import Membership, Organisation, Person, Role, Team
    from kaname.people.sign_in import create_sign_in

    Organisation.objects.create(name="計測用の組織", language="ja")
    departments = [Team.objects.create(key=f"d{n}", name=f"第{n + 1}営業部") for n in range(DEPARTMENTS)]
    teams = [
        Team.objects.create(key=f"t{n:02}", name=f"チーム{n + 1:02}", parent=departments[n % DEPARTMENTS])
        for n in range(TEAMS)
    ]
    everybody = [Person(key=f"p{n:03}", name=name) for n, name in enumerate(names(PEOPLE))]
    Person.objects.bulk_create(everybody)
    Membership.objects.bulk_create(
        Membership(person=person, team=teams[n % TEAMS]) for n, person in enumerate(Person.objects.order_by("key"))
    )
    for name, role in (("executive", Role.EXECUTIVE), ("manager", Role.MANAGER), ("administrator", Role.ADMINISTRATOR)):
        person = Person.objects.create(key=name, name=name, email=f"{name}@example.com", role=role)
        create_sign_in(person, password=PASSWORD, language="ja")
        if role == Role.MANAGER:
            Membership.objects.create(person=person, team=departments[0])


def metrics() -> None:
    """Metrics beside the catalogue's, exactly KPIS on the board, and a target for each in every period around today."""
    from kaname.goals.in_use import all_metrics
    from kaname.goals.models import Metric, MetricVersion

    now = datetime.now(UTC)
    for definition in own_definitions():
        row = Metric.objects.create(key=definition["key"], position=9000, on_board=True)
        MetricVersion.objects.create(metric=row, number=1, definition=definition, reason="measured", by=None, at=now)
    show(KPIS)
    targets({key: metric.definition for key, metric in all_metrics().items()})


def show(keys: list[str]) -> None:
    """Place exactly these metrics on the board."""
    from kaname.goals.in_use import all_metrics
    from kaname.goals.models import Metric

    for key, metric in all_metrics().items():
        row = {"position": metric.position, "on_board": key in keys}
        Metric.objects.update_or_create(key=key, defaults=row)


def own_definitions() -> Iterator[dict[str, Any]]:
    call = {"field": "kind", "is": "call"}
    stream = {"stream": "activities", "conditions": [call]}
    for outcome in OUTCOMES:
        key, condition = f"calls_{outcome}", {"field": "outcome", "is": outcome}
        yield {"key": key, "name": key, "unit": "count", **stream, "measure": "count", "conditions": [call, condition]}
    mean = {"measure": "mean", "field": "duration_seconds"}
    yield {"key": "average_call_seconds", "name": "平均通話時間", "unit": "seconds", **stream, **mean}
    ratio = {"numerator": "calls_interested", "denominator": "connects"}
    yield {"key": "interested_rate", "name": "関心率", "unit": "ratio", "ratio": ratio}


def targets(definitions: dict[str, Any]) -> None:
    """For the organisation, each department and each team, by month."""
    from kaname.goals.models import Target
    from kaname.measures.periods import FiscalCalendar, Grain, period_of
    from kaname.people.models import Team

    this_month = period_of(date.today(), grain=Grain.MONTH, calendar=FiscalCalendar())
    owners = [(None, 1.0), *((team, 0.2 if team.parent_id is None else 0.04) for team in Team.objects.all())]
    Target.objects.bulk_create(
        Target(
            metric_key=key,
            team=team,
            starts_on=this_month.starts_on,
            ends_on=this_month.ends_on,
            value=Decimal(str(round(20_000 * part))) if definitions[key].additive(definitions) else Decimal("0.4"),
        )
        for key in (*KPIS, *DISTINCT)
        for team, part in owners
    )


def facts(rows: int) -> None:
    from kaname.people.operations import publish_directory
    from kaname.web.store import close
    from kaname.web.store import facts as store

    publish_directory(store())
    made = (("activities", batch) for batch in as_facts(rows))
    store().load(source="measured", batch_id="all", records=made, at=datetime.now(UTC))
    close()


def as_facts(rows: int) -> Iterator[pa.RecordBatch]:
    """The generated rows as facts, moved so that the last day is today."""
    from kaname.facts.streams import STREAMS

    schema = STREAMS["activities"].arrow_schema()
    last = np.datetime64("2023-04-01") + round(YEARS * 365) - 1
    shift = np.datetime64(date.today()) - last
    for batch in batches(rows=rows, people=PEOPLE, years=YEARS):
        yield _as_facts(batch, schema, shift)


def _as_facts(batch: pa.RecordBatch, schema: pa.Schema, shift: np.timedelta64) -> pa.RecordBatch:
    instant = pc.strptime(batch["occurred_at"], "%Y-%m-%d %H:%M:%S", "us").to_numpy(zero_copy_only=False) + shift
    given = {
        "source_id": batch["activity_id"],
        "occurred_at": pa.array(instant - np.timedelta64(9, "h"), pa.timestamp("us", tz="UTC")),
        "day": pa.array(instant.astype("datetime64[D]"), pa.date32()),
        "person": batch["person"],
        "lead_key": batch["lead"],
        "kind": batch["kind"],
        "outcome": batch["outcome"],
        "industry": batch["industry"],
        "duration_seconds": pc.cast(pc.round(batch["duration_seconds"], 1), pa.decimal128(18, 4), safe=False),
    }
    nothing = [given.get(field.name, pa.nulls(len(batch), field.type)) for field in schema]
    return pa.RecordBatch.from_arrays(nothing, schema=schema)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    given = parser.parse_args()
    started = time.perf_counter()
    prepare(given.folder, rows=given.rows)
    print(f"ready in {time.perf_counter() - started:.0f} s: {given.folder}", file=sys.stderr)


if __name__ == "__main__":
    main()


__all__ = ["DISTINCT", "KPIS", "PASSWORD", "prepare", "show"]
