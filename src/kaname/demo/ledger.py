"""Writes a plan into the ledger through the ordinary operations of people and goals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from kaname.demo.plan import MembershipPlan, PersonPlan, Plan, TargetPlan
from kaname.goals.models import Target
from kaname.goals.operations import set_target, show_metric, withdraw_target
from kaname.measures.periods import Period
from kaname.people.errors import PeopleError
from kaname.people.models import Membership, Person, Role, Team, User
from kaname.people.operations import (
    add_company_holiday,
    add_leave,
    add_meeting,
    add_team,
    create_person,
    edit_organisation,
    set_personal_hours,
)
from kaname.people.sign_in import create_sign_in

PASSWORD = "kaname-demo"  # noqa: S105 - printed for everybody to see; the data is made up
# Metrics with targets that boards do not show by themselves.
SHOWN = ("appointments_per_connect", "cost_per_lead")
REDISTRIBUTED = "メンバーの入退社に伴う配分の見直し"


@dataclass
class Ledger:
    """One writing: who was made so far, on whose behalf and when."""

    at: datetime
    on_row: Callable[[], None]
    by: User | None = None
    is_first: bool = True
    teams: dict[str | None, Team] = field(default_factory=dict)
    people: dict[str | None, Person] = field(default_factory=dict)

    @transaction.atomic
    def write(self, news: Plan, *, vanished: tuple[TargetPlan, ...] = ()) -> None:
        """Enter what is new; where people are in other teams by now, that stays."""
        self.teams = {team.key: team for team in Team.objects.all()}
        self.people = {person.key: person for person in Person.objects.select_related("user")}
        self.by = User.objects.filter(person__role=Role.ADMINISTRATOR).order_by("pk").first()
        self.is_first = not self.people
        for person in sorted(news.people, key=lambda one: one.role != "administrator"):
            self._enter_person(person)
            self.on_row()
        if self.is_first:
            edit_organisation(by=self.by, at=self.at, name=news.name, is_demo=True)
        self._enter_teams(news)
        for person in news.people:
            if person.left_on:
                self._leave_organisation(person)
        self._enter_calendars(news)
        self._enter_targets(news, vanished)
        if self.is_first:
            for key in SHOWN:
                show_metric(key, on_board=True, by=self.by, at=self.at)

    def _enter_person(self, plan: PersonPlan) -> None:
        if plan.key in self.people:
            return
        person = create_person(
            key=plan.key,
            name=plan.name,
            email=plan.email,
            employee_code=plan.employee_code,
            role=plan.role,
            by=self.by,
            at=self.at,
        )
        self.people[plan.key] = person
        if plan.signs_in:
            user = create_sign_in(person, password=PASSWORD)
            self.by = user if plan.role == "administrator" else self.by

    def _enter_teams(self, news: Plan) -> None:
        for team in news.teams:
            parent = self.teams[team.parent_key] if team.parent_key else None
            self.teams[team.key] = add_team(name=team.name, parent=parent, key=team.key, by=self.by, at=self.at)
        known = set(Membership.objects.values_list("person__key", "starts_on"))
        in_a_team = {key for key, _ in known}
        for member in news.memberships:
            if (member.person_key, member.starts_on) not in known:
                self._enter_membership(member, moves=member.person_key in in_a_team)
                in_a_team.add(member.person_key)

    def _enter_membership(self, plan: MembershipPlan, *, moves: bool) -> None:
        person, team, manager = self.people[plan.person_key], self.teams[plan.team_key], self.people[plan.manager_key]
        try:
            if moves and plan.starts_on:
                person.move(team=team, manager=manager, since=plan.starts_on, by=self.by, at=self.at)
            else:
                person.join(team=team, manager=manager, starts_on=plan.starts_on, by=self.by, at=self.at)
        except PeopleError:
            # Whoever tries out the demo has put the person somewhere else; that stays.
            return

    def _leave_organisation(self, plan: PersonPlan) -> None:
        person = self.people[plan.key]
        if plan.left_on and person.is_active:
            person.deactivate(on=plan.left_on, by=self.by, at=self.at)

    def _enter_calendars(self, news: Plan) -> None:
        by, at = self.by, self.at
        for holiday in news.holidays:
            add_company_holiday(name=holiday.name, starts_on=holiday.starts_on, ends_on=holiday.ends_on, by=by, at=at)
        for own in news.hours:
            set_personal_hours(person=self.people[own.person_key], weekday_hours=own.weekday_hours, by=by, at=at)
        for meeting in news.meetings:
            add_meeting(
                name=meeting.name,
                hours_per_week=meeting.hours_per_week,
                person=self.people.get(meeting.person_key),
                team=self.teams.get(meeting.team_key),
                starts_on=meeting.starts_on,
                ends_on=meeting.ends_on,
                by=by,
                at=at,
            )
        for away in news.leave:
            add_leave(
                person=self.people[away.person_key],
                starts_on=away.starts_on,
                ends_on=away.ends_on,
                share=away.share,
                reason=away.reason,
                by=by,
                at=at,
            )
            self.on_row()

    def _enter_targets(self, news: Plan, vanished: tuple[TargetPlan, ...]) -> None:
        for plan in news.targets:
            self._set(plan)
            self.on_row()
        for plan in vanished:
            for target in Target.objects.in_force().filter(**_owner(plan)):
                withdraw_target(target, reason=REDISTRIBUTED, by=self.by, at=self.at)

    def _set(self, plan: TargetPlan) -> None:
        was_set = not self.is_first and Target.objects.filter(**_owner(plan)).exists()
        for value, reason in ((plan.revised_from, ""), (plan.value, plan.reason or REDISTRIBUTED * was_set)):
            if value is not None:
                set_target(
                    metric_key=plan.metric_key,
                    period=Period(plan.starts_on, plan.ends_on),
                    value=value,
                    team=self.teams.get(plan.team_key),
                    person=self.people.get(plan.person_key),
                    reason=reason,
                    by=self.by,
                    at=self.at,
                )


def _owner(plan: TargetPlan) -> dict[str, object]:
    return {
        "metric_key": plan.metric_key,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "team__key": plan.team_key,
        "person__key": plan.person_key,
    }
