"""The hours of a series as meeting time in everybody's working hours: entered once, never twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from django.db import transaction

from kaname.goals.reader import Reader
from kaname.people.models import Meeting, Person, Team, User
from kaname.people.operations import add_meeting, remove
from kaname.people.queries import organisation
from kaname.reviews.access import require_leads
from kaname.reviews.cadence import hours_per_week
from kaname.reviews.errors import ReviewsError
from kaname.reviews.models import Series
from kaname.reviews.scheduling.working_days import WorkingDays

HUNDREDTH = Decimal("0.01")


def weekly_hours(series: Series) -> Decimal:
    """What the series takes of a working week on average, to a hundredth. [h]"""
    works = WorkingDays(organisation()).works
    hours = hours_per_week(rule=series.rule, starts_on=series.starts_on, minutes=series.minutes, works=works)
    return max(HUNDREDTH, Decimal(str(hours)).quantize(HUNDREDTH, ROUND_HALF_UP))


def similar_entries(series: Series) -> list[Meeting]:
    """Meeting time that was entered by hand for the same teams and people: one of them may be this series."""
    taken = Series.objects.exclude(counted_as=None).values("counted_as")
    owners = [owner.pk for owner in _people(series)]
    teams = [team.pk for team in series.teams.all()]
    of_people, of_teams = Meeting.objects.filter(person__in=owners), Meeting.objects.filter(team__in=teams)
    return list((of_people | of_teams).exclude(pk__in=taken))


@transaction.atomic
def count_hours(series: Series, *, reader: Reader, instead_of: Sequence[Meeting] = ()) -> None:
    """Enter the hours for who takes part; `instead_of` are entries of the same meeting, which then go.

    Raises
    ------
    ReviewsError
        not_yours_to_lead, hours_counted_already, hours_taken.
    """
    require_leads(series, reader)
    if series.counted_as.exists():
        raise ReviewsError("hours_counted_already")
    if not {one.pk for one in instead_of} <= {one.pk for one in similar_entries(series)}:
        raise ReviewsError("hours_taken")
    for entry in instead_of:
        remove(entry, by=reader.user, at=reader.at)
    _enter(series, by=reader.user, at=reader.at)


@transaction.atomic
def uncount_hours(series: Series, *, reader: Reader) -> None:
    """Take the hours out again."""
    require_leads(series, reader)
    _leave(series, by=reader.user, at=reader.at)


def count_anew(series: Series, *, by: User | None, at: datetime) -> None:
    """After a change of the series: the same hours are not counted as they were, nor after its end."""
    if series.counted_as.exists():
        _leave(series, by=by, at=at)
        if series.ended_at is None:
            _enter(series, by=by, at=at)


def _enter(series: Series, *, by: User | None, at: datetime) -> None:
    enter = partial(
        add_meeting,
        name=str(series),
        hours_per_week=weekly_hours(series),
        starts_on=series.starts_on,
        ends_on=series.ends_on,
        by=by,
        at=at,
    )
    entries = [enter(team=team) for team in _tops(list(series.teams.all()))]
    covered = {person.pk for person in _in_teams(series)}
    entries += [enter(person=one) for one in _people(series) if one.pk not in covered]
    series.counted_as.set(entries)


def _leave(series: Series, *, by: User | None, at: datetime) -> None:
    for entry in list(series.counted_as.all()):
        remove(entry, by=by, at=at)


def _tops(teams: Sequence[Team]) -> list[Team]:
    """Teams that are not below another one of them: an entry of a team counts for those below as well."""
    chosen = {team.pk for team in teams}
    return [team for team in teams if not chosen & set(team.line_up()[1:])]


def _people(series: Series) -> list[Person]:
    """The leader and whoever is invited by name."""
    found = {one.pk: one for one in (series.leader, *([series.member] if series.member else []), *series.people.all())}
    return list(found.values())


def _in_teams(series: Series) -> list[Person]:
    """Who is in an invited team, or below it, when the series begins."""
    from kaname.people.queries import teams_below

    keys = teams_below([team.key for team in series.teams.all()])
    return list(Person.objects.in_team_on(series.starts_on, team_keys=keys))
