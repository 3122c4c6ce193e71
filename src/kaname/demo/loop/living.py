"""Lets the first inside-sales team live the loop for some weeks before today, as people would with the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from kaname.demo.seats import EAST
from kaname.goals.models import Initiative, Kpi
from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Period
from kaname.people.models import Organisation, Person, Role, Team, User
from kaname.people.queries import organisation, people_in
from kaname.people.working_hours import hours_of

WEEKS = 8


@dataclass(frozen=True)
class Stage:
    """The team and its people at the moment at which the demo is made."""

    at: datetime

    @cached_property
    def organisation(self) -> Organisation:
        return organisation()

    @cached_property
    def today(self) -> date:
        return self.organisation.today(self.at)

    @cached_property
    def team(self) -> Team:
        return Team.objects.get(key=EAST)

    @cached_property
    def manager(self) -> Person | None:
        return Person.objects.filter(role=Role.MANAGER, user__isnull=False, memberships__team=self.team).first()

    @cached_property
    def member(self) -> Person | None:
        """The one who can sign in."""
        return Person.objects.filter(role=Role.MEMBER, user__isnull=False, memberships__team=self.team).first()

    @cached_property
    def members(self) -> list[Person]:
        found = people_in({self.team.key}, Period(self.today, self.today + ONE_DAY))
        return [person for person in found if person.role == Role.MEMBER and person.is_active]

    @cached_property
    def begins_on(self) -> date:
        """A Monday some weeks ago."""
        return self.today - timedelta(days=self.today.weekday(), weeks=WEEKS)

    @cached_property
    def working_days(self) -> list[date]:
        """Days since then, up to yesterday, on which the organisation works."""
        alone = Person(pk=0, name="")
        days = Period(self.begins_on, self.today)
        worked = hours_of([alone], organisation=self.organisation, period=days).hours[0] > 0
        return [day for place in range(days.days) if worked[place] for day in [days.starts_on + place * ONE_DAY]]

    def kpi(self, metric_key: str) -> Kpi | None:
        rows = Kpi.objects.current().filter(goal__published_at__isnull=False, goal__archived_at=None)
        return rows.filter(metric_key=metric_key, team=None).order_by("-goal__starts_on").first()

    def moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.organisation.zone)

    def reader(self, user: User, day: date, clock: time) -> Reader:
        """Somebody at a moment of the past."""
        return Reader(user=user, at=self.moment(day, clock))


def live_the_loop(*, at: datetime) -> None:
    """Once: what whoever tries out the demo does afterwards stays."""
    from kaname.demo.loop.meetings import hold_meetings
    from kaname.demo.loop.plans import plan_actions
    from kaname.demo.loop.reports import report_days
    from kaname.demo.loop.words import say_words

    stage = Stage(at)
    if Initiative.objects.exists() or stage.manager is None or stage.member is None or not stage.working_days:
        return
    plan_actions(stage)
    hold_meetings(stage)
    report_days(stage)
    say_words(stage)
