"""Who reports to whom: whose reports are awaited on a day, and who reads and answers them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Period
from kaname.people.models import Membership, Person, Role, Team, User
from kaname.people.queries import teams_below
from kaname.people.working_hours import parts_of
from kaname.reviews.models import DailyReport, DailyRule

IN_USE = timedelta(days=14)
"""A team in which nobody has reported for so long does without daily reports, and nobody is reminded."""


def members_on(day: date, *, team_keys: Collection[str]) -> list[Person]:
    """The members, not the managers, of these teams on the day, by name."""
    people = Person.objects.active().not_left_by(day).filter(role=Role.MEMBER)
    return list(people.in_team_on(day, team_keys=frozenset(team_keys)).select_related("user"))


def at_work(people: list[Person], *, day: date, reader: Reader) -> list[Person]:
    """Those who work on the day: it is a working day of theirs, and they are not away for all of it."""
    if not people:
        return []
    parts = parts_of(people, organisation=reader.organisation, period=Period(day, day + ONE_DAY))
    if day in parts.closed:
        return []
    there = (parts.contract[:, 0] * (1 - parts.away[:, 0])) > 0
    return [person for person, works in zip(people, there, strict=True) if works]


def awaited(team_keys: Collection[str], *, day: date, reader: Reader) -> list[Person]:
    """Members of the teams who work on the day and have not submitted their report."""
    people = at_work(members_on(day, team_keys=team_keys), day=day, reader=reader)
    done = DailyReport.objects.submitted().filter(day=day, person__in=people).values_list("person", flat=True)
    written = set(done)
    return [person for person in people if person.pk not in written]


def works_on(person: Person, *, day: date, reader: Reader) -> bool:
    return bool(at_work([person], day=day, reader=reader))


def team_on(person: Person, *, day: date) -> Team | None:
    """The team that the person was in on the day."""
    found = Membership.objects.in_force_on(day).filter(person=person).select_related("team").first()
    return None if found is None else found.team


def managers_of(person: Person, *, day: date) -> list[User]:
    """Whom the person reports to: their manager, else whoever manages their team; only who can sign in."""
    here = Membership.objects.in_force_on(day).filter(person=person).select_related("manager__user", "team").first()
    if here is None:
        return []
    if here.manager is not None:
        found = [here.manager]
    else:
        managers = Person.objects.active().filter(role=Role.MANAGER).exclude(pk=person.pk)
        found = list(managers.in_team_on(day, team_keys=frozenset({here.team.key})).select_related("user"))
    return [one.user for one in found if one.user is not None and one.user.is_active]


def answers(person: Person, reader: Reader) -> bool:
    """Whether the reader answers the person's reports: whoever sees their numbers, besides themselves."""
    seen = reader.scope.everything or person.key in reader.scope.person_keys
    return seen and person.user_id != reader.user.pk


def teams_in_use(day: date) -> set[int]:
    """The ids of teams in which somebody has reported lately."""
    authors = DailyReport.objects.submitted().filter(day__gt=day - IN_USE, day__lte=day).values("person")
    return set(Membership.objects.in_force_on(day).filter(person__in=authors).values_list("team_id", flat=True))


def reminded_teams(day: date) -> list[Team]:
    """Teams that report daily and have not said that nobody is to be reminded."""
    quiet = DailyRule.objects.filter(reminds=False).values("team")
    return list(Team.objects.active().filter(pk__in=teams_in_use(day)).exclude(pk__in=quiet))


def managed_teams(reader: Reader) -> list[Team]:
    """Teams whose reports the reader reads, those of nobody left out."""
    return list(Team.objects.active().filter(key__in=reader.scope.managed_team_keys))


def below(team: Team) -> frozenset[str]:
    return teams_below([team.key])
