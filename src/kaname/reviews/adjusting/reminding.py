"""The monthly reminder of the KPI check: on the first working day of the month, to whoever manages a team with KPIs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kaname.goals.models import Kpi
from kaname.measures.periods import Period
from kaname.people.models import Organisation, Person, Role, Team, User
from kaname.people.queries import organisation
from kaname.people.working_hours import closed_days
from kaname.reviews.models import KpiCheck
from kaname.telling.kinds import Kind
from kaname.telling.message import Message
from kaname.telling.models import Notice
from kaname.telling.operations import tell

CHECKS = "kpi_check"
CHECK_KIND = Kind(CHECKS, _("The monthly check of KPIs"))
FRESH = timedelta(days=14)
"""A team that looked at its KPIs so lately is not reminded."""


def remind_of_checks(at: datetime) -> None:
    """The duty: tell managers once a month that their team's KPIs are due to be looked at."""
    held = organisation()
    today = held.today(at)
    if not held.pk or today != first_working_day(today, held):
        return
    for team in _teams_due(today, at):
        once = f"{team.key} {today:%Y-%m}"
        if not Notice.objects.filter(kind=CHECKS, once=once).exists():
            title = Message(gettext_noop("The KPIs of %(team)s are due for their monthly check."), {"team": team.name})
            url = f"{reverse('reviews:adjusting')}?team={team.key}"
            tell(_managers(team, today), kind=CHECKS, title=title, url=url, at=at, once=once)


def first_working_day(day: date, held: Organisation) -> date | None:
    """Of the day's month; None where the organisation is closed all month."""
    first = day.replace(day=1)
    closed = closed_days(held, Period(first, first + timedelta(days=28)))
    days = (first + timedelta(days=number) for number in range(28))
    return next((one for one in days if one not in closed and held.weekday_hours[one.weekday()] > 0), None)


def _teams_due(today: date, at: datetime) -> list[Team]:
    kpis = Kpi.objects.current().filter(
        goal__published_at__isnull=False, goal__archived_at=None, goal__starts_on__lte=today, goal__ends_on__gt=today
    )
    lately = set(KpiCheck.objects.filter(at__gt=at - FRESH).values_list("kpi", flat=True))
    found = {}
    for kpi in kpis.select_related("team", "goal__team"):
        team = kpi.team or kpi.goal.team
        if team is not None and team.is_active and kpi.pk not in lately:
            found[team.pk] = team
    return list(found.values())


def _managers(team: Team, today: date) -> list[User]:
    managers = Person.objects.active().filter(role=Role.MANAGER, user__is_active=True)
    here = managers.in_team_on(today, team_keys=frozenset({team.key})).select_related("user")
    return [person.user for person in here if person.user is not None]
