"""How much 1on1s help, as those who lead may know it: an average of many answers, never a single one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count

from kaname.goals.reader import Reader
from kaname.reviews.models import Rating

LEAST_ANSWERS, LEAST_PEOPLE = 5, 3
LOOKED_BACK = timedelta(days=184)


@dataclass(frozen=True)
class Helped:
    """The mean [1-5] of so many answers of the last half year."""

    mean: float
    answers: int


def helped(reader: Reader) -> Helped | None:
    """Over the people whose numbers the reader sees as a leader; None below five answers of three people.

    The reader's own 1on1s are left out: their answers are known to them one by one, and with them the rest.
    """
    if not reader.scope.managed_team_keys:
        return None
    since = reader.today - LOOKED_BACK
    rated = Rating.objects.filter(meeting__held_on__gte=since, meeting__member__key__in=reader.scope.person_keys)
    others = rated.exclude(meeting__leader__user=reader.user.pk).exclude(meeting__member__user=reader.user.pk)
    found = others.aggregate(mean=Avg("value"), answers=Count("pk"), people=Count("meeting__member", distinct=True))
    if found["answers"] < LEAST_ANSWERS or found["people"] < LEAST_PEOPLE:
        return None
    return Helped(float(found["mean"]), found["answers"])
