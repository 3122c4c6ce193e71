"""Measurements typed by hand: kept in the ledger with their history, counted in the fact store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
from django.db import transaction
from django.db.models import Q

from kaname.facts.streams import stream_of
from kaname.imports.models import Measurement, MeasurementRevision
from kaname.people.models import Person, Team, User
from kaname.web.store import facts

SOURCE = "hand"
STREAM = "measurements"


@dataclass(frozen=True)
class Subject:
    """Whose number it is: a person's, a team's, or (neither) the organisation's."""

    person: Person | None = None
    team: Team | None = None


@dataclass(frozen=True)
class Entry:
    """A number as typed: the value of a metric on a day; None takes back what was there."""

    metric_key: str
    day: date
    subject: Subject
    value: Decimal | None


@transaction.atomic
def record(entries: Iterable[Entry], *, reason: str = "", by: User | None, at: datetime) -> list[MeasurementRevision]:
    """Write the entries, one value per metric, day and subject; what is as it was leaves no revision."""
    revisions = [revision for entry in entries if (revision := _revise(entry, reason=reason, by=by, at=at))]
    _send(revisions, at=at)
    return revisions


@transaction.atomic
def undo(
    revisions: Iterable[MeasurementRevision], *, reason: str, by: User | None, at: datetime
) -> list[MeasurementRevision]:
    """Put back the values that the revisions changed, except where something was changed since."""
    asked = {revision.measurement_id: revision for revision in revisions}
    measurements = Measurement.objects.select_for_update(of=("self",)).filter(pk__in=asked)
    undone = []
    for measurement in measurements:
        last = measurement.revisions.first()
        if last == asked[measurement.pk]:
            undone.append(measurement.revise(value=last.old_value, reason=reason, by=by, at=at))
    _send(undone, at=at)
    return undone


def _revise(entry: Entry, *, reason: str, by: User | None, at: datetime) -> MeasurementRevision | None:
    measurement, created = Measurement.objects.select_for_update().get_or_create(
        metric_key=entry.metric_key, day=entry.day, person=entry.subject.person, team=entry.subject.team
    )
    if measurement.value == entry.value:
        if created:
            measurement.delete()
        return None
    return measurement.revise(value=entry.value, reason=reason, by=by, at=at)


def _send(revisions: Sequence[MeasurementRevision], *, at: datetime) -> None:
    """Bring the fact store in step, last in the ledger's transaction: when it fails, nothing was typed."""
    if not revisions:
        return
    changed = [revision.measurement for revision in revisions]
    emptied = {one.day for one in changed if one.value is None}
    for day in sorted(emptied):
        facts().delete(stream=STREAM, source=SOURCE, since=day, until=day + timedelta(days=1))
    present = Measurement.objects.exclude(value=None).select_related("person", "team")
    wanted = list(present.filter(Q(pk__in=[one.pk for one in changed]) | Q(day__in=emptied)))
    if wanted:
        batch_id = f"{SOURCE}-{revisions[0].pk}-{revisions[-1].pk}"
        facts().load(source=SOURCE, batch_id=batch_id, records=[(STREAM, batch_of(wanted))], at=at)


def batch_of(measurements: Iterable[Measurement]) -> pa.RecordBatch:
    """The measurements as facts. People and teams are named by their keys."""
    rows = [
        {
            "source_id": source_id(one),
            "day": one.day,
            "person": one.person.key if one.person else None,
            "team": one.team.key if one.team else None,
            "metric": one.metric_key,
            "value": one.value,
        }
        for one in measurements
    ]
    return pa.RecordBatch.from_pylist(rows, schema=stream_of(STREAM).arrow_schema())


def source_id(measurement: Measurement) -> str:
    """What the fact store recognises the measurement by: metric, day and subject."""
    subject = measurement.person or measurement.team
    return f"{measurement.metric_key}/{measurement.day}/{subject.key if subject else ''}"
