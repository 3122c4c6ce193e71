"""Beginning, changing and ending series, and single reviews."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from kaname.goals.reader import Reader
from kaname.people.models import Person, Team
from kaname.reviews.access import invitable_people, invitable_teams, require_leads
from kaname.reviews.agenda import agenda_of
from kaname.reviews.cadence import require_days
from kaname.reviews.errors import ReviewsError
from kaname.reviews.kinds import Kind, OnClosed
from kaname.reviews.models import AgendaTemplate, ReviewMeeting, Series
from kaname.reviews.scheduling.hours import count_anew
from kaname.reviews.searching import title_known


@dataclass(frozen=True)
class Plan:
    """What a review is: its kind, who leads it and takes part, whose numbers it looks at. `member` makes it a 1on1."""

    kind: str
    leader: Person
    member: Person | None = None
    team: Team | None = None
    title: str = ""
    client: str = ""
    people: tuple[Person, ...] = ()
    teams: tuple[Team, ...] = ()
    minutes: int = 30

    @property
    def fields(self) -> dict[str, Any]:
        names = ("kind", "leader", "member", "team", "title", "client", "minutes")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Cadence:
    """When it comes again; days and the time of day are the organisation's."""

    rule: str
    starts_on: date
    time_of_day: time
    ends_on: date | None = None
    on_closed: str = OnClosed.SKIP
    template: AgendaTemplate | None = None

    @property
    def fields(self) -> dict[str, Any]:
        names = ("rule", "starts_on", "time_of_day", "ends_on", "on_closed", "template")
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def begin_series(plan: Plan, cadence: Cadence, *, reader: Reader) -> Series:
    """A new series. Raises ReviewsError for what cannot be."""
    _require_fits(plan, reader)
    _require_cadence(cadence)
    made = Series.objects.create(**plan.fields, **cadence.fields, by=reader.user, at=reader.at)
    _invite(made, plan)
    return made


@transaction.atomic
def change_series(series: Series, plan: Plan, cadence: Cadence, *, reader: Reader) -> None:
    """From now on it is as given; reviews that are rows already stay as they are."""
    require_leads(series, reader)
    known = {*series.people.all(), series.leader, *([series.member] if series.member else [])}
    _require_fits(plan, reader, known_people=known, known_teams={*series.teams.all(), *_some(series.team)})
    _require_cadence(cadence)
    for name, value in (plan.fields | cadence.fields).items():
        setattr(series, name, value)
    series.save()
    _invite(series, plan)
    count_anew(series, by=reader.user, at=reader.at)


@transaction.atomic
def end_series(series: Series, *, reader: Reader) -> None:
    """No more reviews come of it; those that were held stay, and its hours are no meeting time any more."""
    require_leads(series, reader)
    series.ended_at = reader.at
    series.save(update_fields=["ended_at"])
    count_anew(series, by=reader.user, at=reader.at)


@transaction.atomic
def resume_series(series: Series, *, reader: Reader) -> None:
    """Takes the end back."""
    require_leads(series, reader)
    series.ended_at = None
    series.save(update_fields=["ended_at"])


@transaction.atomic
def plan_meeting(
    plan: Plan, *, starts_at: datetime, reader: Reader, template: AgendaTemplate | None = None
) -> ReviewMeeting:
    """A single review. Raises ReviewsError for what cannot be."""
    _require_fits(plan, reader)
    made = ReviewMeeting.objects.create(
        **plan.fields,
        starts_at=starts_at,
        held_on=reader.organisation.today(starts_at),
        agenda=agenda_of(plan.kind, template),
        by=reader.user,
        at=reader.at,
    )
    _invite(made, plan)
    title_known(made)
    return made


def _invite(review: Series | ReviewMeeting, plan: Plan) -> None:
    """Who takes part; whose numbers are looked at takes part if nobody was chosen. A 1on1 is of its two."""
    alone = plan.kind == Kind.ONE_ON_ONE
    teams = plan.teams or (() if plan.people or plan.team is None else (plan.team,))
    review.people.set(() if alone else plan.people)
    review.teams.set(() if alone else teams)


def _require_fits(
    plan: Plan, reader: Reader, *, known_people: Iterable[Person] = (), known_teams: Iterable[Team] = ()
) -> None:
    people = {*_some(plan.leader), *_some(plan.member), *plan.people}
    teams = {*plan.teams, *_some(plan.team)}
    if not people <= {*invitable_people(reader), *known_people} or not teams <= {
        *invitable_teams(reader),
        *known_teams,
    }:
        raise ReviewsError("not_yours_to_see")
    if plan.kind == Kind.ONE_ON_ONE:
        if plan.member is None or plan.member == plan.leader:
            raise ReviewsError("two_needed")
        if reader.user.pk not in {plan.leader.user_id, plan.member.user_id}:
            raise ReviewsError("not_yours_to_lead")
    elif not (plan.people or plan.teams or plan.team):
        raise ReviewsError("nobody_takes_part")
    if plan.kind == Kind.CLIENT and not plan.client:
        raise ReviewsError("client_needed")


def _require_cadence(cadence: Cadence) -> None:
    if cadence.ends_on is not None and cadence.ends_on <= cadence.starts_on:
        raise ReviewsError("dates_reversed")
    require_days(cadence.rule, starts_on=cadence.starts_on)


def _some(one: Any) -> tuple[Any, ...]:
    return () if one is None else (one,)
