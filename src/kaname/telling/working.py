"""The working hours of people and of the organisation as windows of time, from the calendars of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from kaname.measures.periods import Period
from kaname.people.models import Organisation, Person, User
from kaname.people.working_hours import parts_of
from kaname.telling.models import PersonTelling
from kaname.telling.windows import Window, week_of

LUNCH = timedelta(hours=1)
BEHIND = timedelta(days=7)
"""Before the week asked about: a working day may reach into the next."""

AHEAD = timedelta(days=35)
"""How far to look; who is away for longer is looked at again then."""


def windows_of(users: Sequence[User], *, organisation: Organisation, since: datetime) -> dict[int, list[Window]]:
    """By user: when each may be told, from the week before that of `since`, for six weeks.

    A working day begins when the person or the organisation says and ends after the hours of that day (what leave
    leaves of them) and an hour for lunch. Who may be told at any time has a window for every whole day.
    """
    first, period = _looked_at(organisation, since)
    chosen = {row.user_id: row for row in PersonTelling.objects.filter(user__in=users)}
    people = {person.user_id or 0: person for person in Person.objects.filter(user__in=users)}
    # Somebody without a person here works when the organisation does.
    listed = [people.get(user.pk) or Person(pk=-user.pk, name="") for user in users]
    hours = hours_by_day(listed, organisation=organisation, period=period)
    found = {}
    for user, by_day in zip(users, hours, strict=True):
        own = chosen.get(user.pk)
        begins = own.workday_starts_at if own and own.workday_starts_at else organisation.workday_starts_at
        always = own is not None and own.at_any_time
        found[user.pk] = _windows(by_day, begins=begins, always=always, first=first, organisation=organisation)
    return found


def organisation_windows(*, organisation: Organisation, since: datetime) -> list[Window]:
    """When the organisation works: nobody's leave, nobody's own hours."""
    first, period = _looked_at(organisation, since)
    (hours,) = hours_by_day([Person(pk=0, name="")], organisation=organisation, period=period)
    begins = organisation.workday_starts_at
    return _windows(hours, begins=begins, always=False, first=first, organisation=organisation)


def hours_by_day(people: Sequence[Person], *, organisation: Organisation, period: Period) -> list[list[float]]:
    """Hours at work of each person on each day of the period, meetings included. [h]"""
    parts = parts_of(people, organisation=organisation, period=period)
    hours = parts.contract * (1 - parts.away)
    hours[:, [day in parts.closed for day in parts.days.tolist()]] = 0
    return hours.tolist()  # type: ignore[no-any-return]


def _looked_at(organisation: Organisation, since: datetime) -> tuple[date, Period]:
    first = week_of(organisation.today(since), organisation.first_weekday) - BEHIND
    return first, Period(first, first + BEHIND + AHEAD)


def _windows(
    hours: Iterable[float], *, begins: time, always: bool, first: date, organisation: Organisation
) -> list[Window]:
    windows = []
    for number, worked in enumerate(hours):
        day = first + timedelta(days=number)
        since = datetime.combine(day, begins, tzinfo=organisation.zone).astimezone(UTC)
        until = since + timedelta(hours=worked) + LUNCH
        if always:
            following = datetime.combine(day + timedelta(days=1), begins, tzinfo=organisation.zone)
            windows.append(Window(day, since, following.astimezone(UTC)))
        elif worked > 0:
            windows.append(Window(day, since, until))
    return windows
