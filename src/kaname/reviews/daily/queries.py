"""What other slices ask about daily reports."""

from __future__ import annotations

from datetime import date

from kaname.goals.reader import Reader
from kaname.people.models import Membership, Person, Team
from kaname.reviews.daily.people import awaited, teams_in_use, works_on
from kaname.reviews.models import DailyReport


def draft_waits(person: Person, *, day: date, reader: Reader) -> bool:
    """Whether the person's report of the day is still to be submitted: they work, and their team reports daily."""
    if DailyReport.objects.submitted().filter(person=person, day=day).exists():
        return False
    mine = Membership.objects.in_force_on(day).filter(person=person).values_list("team_id", flat=True)
    begun = DailyReport.objects.filter(person=person, day=day).exists()
    return begun or (set(mine) & teams_in_use(day) != set() and works_on(person, day=day, reader=reader))


def unanswered_reports(reader: Reader, *, since: date) -> list[DailyReport]:
    """Reports of others that the reader may answer and nobody has yet, the oldest first."""
    rows = DailyReport.objects.visible_to(reader.user, on=reader.today).unanswered().filter(day__gte=since)
    return list(rows.exclude(person__user=reader.user.pk).select_related("person").order_by("day", "person__name"))


def not_yet(reader: Reader, *, day: date) -> list[Person]:
    """Members of the reader's teams that report daily who work on the day and have not reported."""
    keys = reader.scope.managed_team_keys
    used = Team.objects.filter(pk__in=teams_in_use(day), key__in=keys).values_list("key", flat=True)
    return awaited(list(used), day=day, reader=reader) if used else []
