"""Composes the calendars of the ledger into available working time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
from django.db.models import Count, Min, QuerySet
from numpy.typing import NDArray

from kaname.measures.periods import Period
from kaname.measures.working_time import Days, Hours, available_hours, days_of, meeting_hours, weekdays_of
from kaname.people.models import (
    CompanyHoliday,
    Leave,
    Meeting,
    Membership,
    Organisation,
    Person,
    PersonalHours,
    Team,
)
from kaname.people.public_holidays import public_holidays
from kaname.people.scope import ids_below

FEW = 100


@dataclass(frozen=True)
class WorkingHours:
    """Available working time [h] of each person on each day; `hours` has shape (n_people, n_days)."""

    days: Days
    person_keys: tuple[str, ...]
    hours: Hours


@dataclass(frozen=True)
class WorkingParts:
    """Hours by contract, share of the day away [0-1], meeting hours and what is left; shapes (n_people, n_days)."""

    days: Days
    closed: Mapping[date, str]
    contract: Hours
    away: NDArray[np.float64]
    meetings: Hours
    hours: Hours


def closed_days(organisation: Organisation, period: Period, *, language: str = "") -> dict[date, str]:
    """Why the organisation is closed, by day: public and company holidays (weekends are working hours of 0)."""
    country, since, until = organisation.holiday_country, period.starts_on, period.ends_on
    names = dict(public_holidays(country=country, since=since, until=until, language=language))
    for holiday in CompanyHoliday.objects.touching(period.starts_on, period.ends_on):
        names |= dict.fromkeys(_days_of(holiday, period), holiday.name)
    return names


def hours_of(people: Sequence[Person], *, organisation: Organisation, period: Period) -> WorkingHours:
    """What is left of each person's hours after closed days, leave and meetings."""
    parts = parts_of(people, organisation=organisation, period=period)
    return WorkingHours(parts.days, tuple(person.key for person in people), parts.hours)


def parts_of(
    people: Sequence[Person], *, organisation: Organisation, period: Period, language: str = ""
) -> WorkingParts:
    """From what the hours of each day come.

    Before a person's first membership begins and from the day they left they are away.
    """
    days, closed = days_of(period), closed_days(organisation, period, language=language)
    is_closed = np.array([day in closed for day in days.tolist()], dtype=bool)
    rows = {person.pk: row for row, person in enumerate(people)}
    away, weekly = _away(people, rows, period), _meetings(rows, period)
    contract, meetings, hours = (np.zeros((len(people), len(days))) for _ in range(3))
    for part, by_weekday in _contracts(rows, organisation=organisation, period=period):
        contract[:, part] = by_weekday[:, weekdays_of(days[part])]
        meetings[:, part] = meeting_hours(days=days[part], weekday_hours=by_weekday, hours_per_week=weekly[:, part])
        hours[:, part] = available_hours(
            days=days[part],
            weekday_hours=by_weekday,
            closed=is_closed[part],
            leave=away[:, part],
            meetings=meetings[:, part],
        )
    return WorkingParts(days, closed, contract, np.minimum(away, 1.0), meetings, hours)


def presence(people: Sequence[Person], *, team_ids: Collection[int] | None, period: Period) -> NDArray[np.bool_]:
    """Whether each person is in one of the teams (None: in any) on each day, shape (n_people, n_days)."""
    present = np.zeros((len(people), period.days), dtype=bool)
    for row, team_id, when in _stays({person.pk: row for row, person in enumerate(people)}, period):
        if team_ids is None or team_id in team_ids:
            present[row, when] = True
    return present


def _of(people: QuerySet[Any], rows: Mapping[int, int]) -> QuerySet[Any]:
    """Only these people's; many are cheaper to pick out afterwards than to name in a query."""
    return people.filter(person__in=rows) if len(rows) <= FEW else people


def _stays(rows: Mapping[int, int], period: Period) -> Iterator[tuple[int, int, slice]]:
    """Row of the person, team and days of every membership that touches the period."""
    touching = _of(Membership.objects.order_by().touching(period.starts_on, period.ends_on), rows)
    for person_id, team_id, starts_on, ends_on in touching.values_list("person", "team", "starts_on", "ends_on"):
        if person_id in rows:
            yield rows[person_id], team_id, _part(starts_on, ends_on, period)


def _contracts(
    rows: Mapping[int, int], *, organisation: Organisation, period: Period
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Parts of the period in which nobody's hours change, each with hours by weekday, shape (n_people, 7)."""
    own = [row for row in PersonalHours.objects.touching(period.starts_on, period.ends_on) if row.person_id in rows]
    bounds = {period.starts_on, period.ends_on}
    bounds |= {day for item in own for day in (item.starts_on, item.ends_on) if day and period.contains(day)}
    for since, until in pairwise(sorted(bounds)):
        contract = np.tile(np.array(organisation.weekday_hours, dtype=np.float64), (len(rows), 1))
        for item in own:
            if (item.starts_on or date.min) <= since < (item.ends_on or date.max):
                contract[rows[item.person_id]] = item.weekday_hours
        yield _part(since, until, period), contract


def _away(people: Sequence[Person], rows: Mapping[int, int], period: Period) -> NDArray[np.float64]:
    """Share of each day that each person is on leave, not yet there or gone, shape (n_people, n_days)."""
    away = np.zeros((len(rows), period.days))
    leave = _of(Leave.objects.order_by().touching(period.starts_on, period.ends_on), rows)
    for person_id, starts_on, ends_on, share in leave.values_list("person", "starts_on", "ends_on", "share"):
        if person_id in rows:
            away[rows[person_id], _part(starts_on, ends_on, period)] += float(share)
    for person_id, first_on in _first_days(rows, period):
        away[rows[person_id], _part(None, first_on, period)] = 1
    for person in people:
        if person.left_on:
            away[rows[person.pk], _part(person.left_on, None, period)] = 1
    return away


def _first_days(rows: Mapping[int, int], period: Period) -> list[tuple[int, date]]:
    """People whose first membership begins after the period's first day, and when."""
    memberships = _of(Membership.objects.order_by(), rows).values("person")
    first = memberships.annotate(first_on=Min("starts_on"), without_start=Count("id") - Count("starts_on"))
    late = first.filter(without_start=0, first_on__gt=period.starts_on).values_list("person", "first_on")
    return [(person_id, first_on) for person_id, first_on in late if person_id in rows]


def _meetings(rows: Mapping[int, int], period: Period) -> NDArray[np.float64]:
    """Recurring meeting hours a week in force on each day, shape (n_people, n_days)."""
    weekly = np.zeros((len(rows), period.days))
    of_teams: defaultdict[int, list[tuple[slice, float]]] = defaultdict(list)
    parents = dict(Team.objects.order_by().values_list("id", "parent_id"))
    for meeting in Meeting.objects.order_by().touching(period.starts_on, period.ends_on):
        when = _part(meeting.starts_on, meeting.ends_on, period)
        if meeting.person_id is not None and meeting.person_id in rows:
            weekly[rows[meeting.person_id], when] += float(meeting.hours_per_week)
        elif meeting.team_id is not None:
            for team_id in ids_below({meeting.team_id}, parents):
                of_teams[team_id].append((when, float(meeting.hours_per_week)))
    for row, team_id, there in _stays(rows, period) if of_teams else ():
        for when, hours in of_teams[team_id]:
            weekly[row, max(when.start, there.start) : min(when.stop, there.stop)] += hours
    return weekly


def _part(since: date | None, until: date | None, period: Period) -> slice:
    """Where the days since <= day < until are among the days of the period."""
    start = max(since or date.min, period.starts_on)
    stop = max(min(until or date.max, period.ends_on), start)
    return slice((start - period.starts_on).days, (stop - period.starts_on).days)


def _days_of(holiday: CompanyHoliday, period: Period) -> list[date]:
    first, until = max(holiday.starts_on, period.starts_on), min(holiday.ends_on, period.ends_on)
    return [first + timedelta(days=day) for day in range((until - first).days)]
