"""Writing events down; the organisation's change log knows who did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kaname.insights.models import Event
from kaname.people.models import Change as LogEntry
from kaname.people.models import Team, User
from kaname.web.live import hub


@dataclass(frozen=True)
class Happened:
    """What is written down of an event; `ends_on` is the day after its last."""

    name: str
    kind: str
    team: Team | None
    starts_on: date
    ends_on: date


@transaction.atomic
def write_event(happened: Happened, *, by: User, at: datetime, event: Event | None = None) -> Event:
    """A new one, or the same in other words."""
    row = event or Event(by=by, made_at=at)
    row.name, row.kind, row.starts_on, row.ends_on = happened.name, happened.kind, happened.starts_on, happened.ends_on
    row.team_key = happened.team.key if happened.team else ""
    row.save()
    _log("event.changed" if event else "event.added", row, by=by, at=at)
    return row


@transaction.atomic
def remove_event(event: Event, *, by: User, at: datetime) -> None:
    _log("event.removed", event, by=by, at=at)
    event.delete()


def _log(what: str, row: Event, *, by: User, at: datetime) -> None:
    """Whatever was drawn of the ledger before this entry is drawn anew."""
    details = {"starts_on": row.starts_on, "ends_on": row.ends_on}
    LogEntry(at=at, by=by, what=what, subject=row.name, details=details).save()
    transaction.on_commit(hub.publish)
