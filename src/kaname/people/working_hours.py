"""Composes the calendars of the ledger into available working time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from django.db.models import Count, Min
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


def presence(people: Sequence[Person], *, team_ids: Iterable[int] | None, period: Period) -> NDArray[np.bool_]:
    """Whether each person is in one of the teams (None: in any) on each day, shape (n_people, n_days)."""
    rows = {person.pk: row for row, person in enumerate(people)}
    present = np.zeros((len(people), period.days), dtype=bool)
    here = Membership.objects.touching(period.starts_on, period.ends_on).filter(person__in=rows)
    if team_ids is not None:
        here = here.filter(team__in=team_ids)
    for membership in here:
        present[rows[membership.person_id], _part(membership.starts_on, membership.ends_on, period)] = True
    return present


def _contracts(
    rows: dict[int, int], *, organisation: Organisation, period: Period
) -> Iterable[tuple[slice, NDArray[np.float64]]]:
    """Parts of the period in which nobody's hours change, each with hours by weekday, shape (n_people, 7)."""
    own = list(PersonalHours.objects.touching(period.starts_on, period.ends_on).filter(person__in=rows))
    bounds = {period.starts_on, period.ends_on}
    bounds |= {day for item in own for day in (item.starts_on, item.ends_on) if day and period.contains(day)}
    for since, until in pairwise(sorted(bounds)):
        contract = np.tile(np.array(organisation.weekday_hours, dtype=np.float64), (len(rows), 1))
        for item in own:
            if (item.starts_on or date.min) <= since < (item.ends_on or date.max):
                contract[rows[item.person_id]] = item.weekday_hours
        yield _part(since, until, period), contract


def _away(people: Sequence[Person], rows: dict[int, int], period: Period) -> NDArray[np.float64]:
    """Share of each day that each person is on leave, not yet there or gone, shape (n_people, n_days)."""
    away = np.zeros((len(rows), period.days))
    for leave in Leave.objects.touching(period.starts_on, period.ends_on).filter(person__in=rows):
        away[rows[leave.person_id], _part(leave.starts_on, leave.ends_on, period)] += float(leave.share)
    for person_id, first_on in _first_days(rows):
        away[rows[person_id], _part(None, first_on, period)] = 1
    for person in people:
        if person.left_on:
            away[rows[person.pk], _part(person.left_on, None, period)] = 1
    return away


def _first_days(rows: dict[int, int]) -> Iterable[tuple[int, date]]:
    """The day on which each person's first membership begins; nobody whose first holds since ever."""
    memberships = Membership.objects.filter(person__in=rows).order_by().values("person")
    first = memberships.annotate(first_on=Min("starts_on"), without_start=Count("id") - Count("starts_on"))
    return list(first.filter(without_start=0).values_list("person", "first_on"))


def _meetings(rows: dict[int, int], period: Period) -> NDArray[np.float64]:
    """Recurring meeting hours a week in force on each day, shape (n_people, n_days)."""
    weekly = np.zeros((len(rows), period.days))
    parents = dict(Team.objects.values_list("id", "parent_id"))
    memberships = list(Membership.objects.touching(period.starts_on, period.ends_on).filter(person__in=rows))
    for meeting in Meeting.objects.touching(period.starts_on, period.ends_on):
        when = _part(meeting.starts_on, meeting.ends_on, period)
        if meeting.person_id in rows:
            weekly[rows[meeting.person_id], when] += float(meeting.hours_per_week)
        elif meeting.team_id:
            teams = ids_below({meeting.team_id}, parents)
            for membership in memberships:
                if membership.team_id in teams:
                    there = _part(membership.starts_on, membership.ends_on, period)
                    both = slice(max(when.start, there.start), min(when.stop, there.stop))
                    weekly[rows[membership.person_id], both] += float(meeting.hours_per_week)
    return weekly


def _part(since: date | None, until: date | None, period: Period) -> slice:
    """Where the days since <= day < until are among the days of the period."""
    start = max(since or date.min, period.starts_on)
    stop = max(min(until or date.max, period.ends_on), start)
    return slice((start - period.starts_on).days, (stop - period.starts_on).days)


def _days_of(holiday: CompanyHoliday, period: Period) -> list[date]:
    first, until = max(holiday.starts_on, period.starts_on), min(holiday.ends_on, period.ends_on)
    return [first + timedelta(days=day) for day in range((until - first).days)]
