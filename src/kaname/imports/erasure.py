"""Deleting facts for good, with a count beforehand and a record afterwards. People have a right to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kaname.imports.hand_entry import SOURCE, STREAM
from kaname.imports.models import FactDeletion, Measurement
from kaname.people.models import User
from kaname.web.store import facts


@dataclass(frozen=True)
class Selection:
    """Which facts: those that meet all that is given; "" and None stand for any. since <= day < until."""

    stream: str = ""
    source: str = ""
    person_key: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is given, which would be everything."""
        return self == Selection()

    def given(self) -> dict[str, Any]:
        """What the fact store is asked for."""
        return {name: value or None for name, value in asdict(self).items()}

    def measurements(self) -> Any:
        """The numbers typed by hand that the selection covers; they are kept in the ledger as well."""
        if self.source not in ("", SOURCE) or self.stream not in ("", STREAM):
            return Measurement.objects.none()
        wanted = {"person__key": self.person_key, "day__gte": self.since, "day__lt": self.until}
        return Measurement.objects.filter(**{name: value for name, value in wanted.items() if value})


def what_would_go(selection: Selection) -> Mapping[str, int]:
    """How many facts of each stream the selection covers."""
    return facts().count(**selection.given())


def erase(selection: Selection, *, reason: str, by: User | None, at: datetime) -> FactDeletion:
    """Delete what the selection covers, and record who did it and why."""
    with transaction.atomic():
        selection.measurements().delete()
        given = {name: value for name, value in asdict(selection).items() if value}
        record = FactDeletion.objects.create(**given, facts=0, reason=reason, by=by, at=at)
        record.facts = facts().delete(**selection.given())
        record.save(update_fields=["facts"])
    return record
