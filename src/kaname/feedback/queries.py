"""What others ask about feedback, and how it is spread over the people whom somebody manages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Count, Max, Q
from numpy.typing import NDArray

from kaname.feedback.audience import people_managed_by
from kaname.feedback.models import Feedback
from kaname.measures.periods import ONE_DAY, Period
from kaname.people.models import Person, User
from kaname.people.queries import hours, organisation

COUNTED_DAYS = 91


@dataclass(frozen=True)
class BalanceLine:
    """Counts about one person, never what was written. `days_without` are their own working days since the last."""

    person: Person
    received: int
    praising: int
    improving: int
    last_at: datetime | None
    days_without: int | None

    @property
    def praise_share(self) -> float | None:
        return self.praising / (self.praising + self.improving) if self.praising + self.improving else None


def balance_of(user: User, *, day: date) -> list[BalanceLine]:
    """The people whom `user` manages by name, with counts of the last 91 days, whoever wrote."""
    people = list(people_managed_by(user, on=day))
    since = day - timedelta(days=COUNTED_DAYS)
    zone = organisation().zone
    begins = datetime(since.year, since.month, since.day, tzinfo=zone)
    rows = Feedback.objects.standing().filter(receiver__in=people).values("receiver").order_by("receiver")
    found = {
        row["receiver"]: row
        for row in rows.annotate(
            received=Count("pk", filter=Q(sent_at__gte=begins)),
            praising=Count("pk", filter=Q(sent_at__gte=begins, praises=True)),
            improving=Count("pk", filter=Q(sent_at__gte=begins, improves=True)),
            last_at=Max("sent_at"),
        )
    }
    worked = _worked([person.key for person in people], Period(since, day))
    return [_line(person, found.get(person.pk), worked.get(person.key), since, zone) for person in people]


def _worked(keys: list[str], period: Period) -> dict[str, NDArray[np.bool_]]:
    known = hours(keys, period)
    return dict(zip(known.person_keys, known.hours > 0, strict=True))


def _line(
    person: Person, row: Mapping[str, Any] | None, works: NDArray[np.bool_] | None, since: date, zone: ZoneInfo
) -> BalanceLine:
    last = row["last_at"] if row else None
    return BalanceLine(
        person,
        row["received"] if row else 0,
        row["praising"] if row else 0,
        row["improving"] if row else 0,
        last,
        _days_without(last.astimezone(zone).date() if last else None, works, since),
    )


def _days_without(last_on: date | None, works: NDArray[np.bool_] | None, since: date) -> int | None:
    """Working days after the day of the last one; of nobody who had none within the days counted."""
    if last_on is None or works is None or last_on < since:
        return None
    return int(works[(last_on + ONE_DAY - since).days :].sum())


def received_lately(user: User, *, at: datetime, days: int = 14) -> list[Feedback]:
    """What Today shows: the newest that stands, the unread first."""
    rows = Feedback.objects.of_receiver(user).standing().filter(sent_at__gte=at - timedelta(days=days))
    return sorted(rows.select_related("author")[:5], key=lambda one: one.read_at is not None)
