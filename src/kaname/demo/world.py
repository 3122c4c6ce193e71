"""Everything that facts are made from, composed once: the same for the same seed on every later day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from kaname.demo.calendar import leave
from kaname.demo.events import Kind, PlantedEvent, planted_events
from kaname.demo.market import Accounts, accounts
from kaname.demo.meetings import meetings
from kaname.demo.options import Options
from kaname.demo.people import Occupant, memberships, occupants, own_hours
from kaname.demo.plan import HoursPlan, LeavePlan, MeetingPlan, MembershipPlan
from kaname.demo.seats import Job, Structure, structure
from kaname.demo.traits import Traits, traits
from kaname.demo.workforce import Workforce, workforce
from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of
from kaname.measures.working_time import days_of

CALENDAR = FiscalCalendar(start_month=4)
# What began before the first day: a lead's story ends after at most this many days, and is dropped there.
LONGEST_STORY = 200
MONTHS_BEFORE = 8
DAYS_BEFORE = timedelta(days=62)
LEAVE_IS_KNOWN = timedelta(days=60)
NEVER = date(9999, 1, 1)


@dataclass(frozen=True)
class World:
    """The organisation and its market from before the first day to the end of today's month."""

    options: Options
    structure: Structure
    everybody: tuple[Occupant, ...]
    memberships: tuple[MembershipPlan, ...]
    hours: tuple[HoursPlan, ...]
    leave: tuple[LeavePlan, ...]
    meetings: tuple[MeetingPlan, ...]
    events: list[PlantedEvent]
    traits: Traits
    work: Workforce
    accounts: Accounts

    def seats_of(self, job: Job) -> NDArray[np.int64]:
        """Numbers of the seats of a job."""
        return np.array([seat.number for seat in self.structure.of_job(job)], dtype=np.int64)

    def talk_since(self) -> NDArray[np.int64]:
        """From which day (of the workforce's) each person uses the new talk, by person number."""
        days = np.full(len(self.everybody), _offset(NEVER, self.work.first_day))
        numbers = {one.key: one.number for one in self.everybody}
        for event in self.events:
            if event.kind is Kind.MEMBER_IMPROVES:
                days[numbers[event.subject]] = _offset(event.starts_on, self.work.first_day)
        return days

    def months(self) -> list[Period]:
        """The months whose leads can have facts in the days asked for, each as offsets can be taken from."""
        first = _months_before(self.options.since, MONTHS_BEFORE)
        month = period_of(first, grain=Grain.MONTH, calendar=CALENDAR)
        found = []
        while month.starts_on < self.options.until:
            found.append(month)
            month = period_of(month.ends_on, grain=Grain.MONTH, calendar=CALENDAR)
        return found

    def columns(self, month: Period) -> slice:
        """Where the days of a month are among the workforce's."""
        return slice(_offset(month.starts_on, self.work.first_day), _offset(month.ends_on, self.work.first_day))

    def east(self) -> NDArray[np.bool_]:
        """Whether each seat sells in the east; who is not inside sales sells everywhere and is not asked."""
        return np.array([not seat.division_key.endswith("west") for seat in self.structure.seats])


def world(options: Options) -> World:
    """Compose the world."""
    month = period_of(options.today, grain=Grain.MONTH, calendar=CALENDAR)
    period = Period(_months_before(options.since, MONTHS_BEFORE) - DAYS_BEFORE, month.ends_on)
    posts = structure(options.people)
    everybody = occupants(posts, seed=options.seed, until=period.ends_on)
    members = memberships(posts, everybody, until=period.ends_on)
    events = planted_events(everybody, since=period.starts_on, until=period.ends_on)
    known = days_of(Period(period.starts_on, max(period.ends_on, options.today + LEAVE_IS_KNOWN)))
    absences = leave(everybody, days=known, seed=options.seed)
    gatherings = meetings(posts.teams, everybody, events)
    factors = traits(everybody, seed=options.seed)
    hours = own_hours(posts, everybody)
    work = workforce(
        posts,
        everybody,
        factors,
        memberships=members,
        hours=hours,
        leave=absences,
        meetings=gatherings,
        period=period,
    )
    return World(
        options=options,
        structure=posts,
        everybody=tuple(everybody),
        memberships=tuple(members),
        hours=tuple(hours),
        leave=tuple(absences),
        meetings=tuple(gatherings),
        events=events,
        traits=factors,
        work=work,
        accounts=accounts(n_inside_seats=len(posts.of_job(Job.INSIDE)), seed=options.seed),
    )


def _months_before(day: date, count: int) -> date:
    month = day.year * 12 + day.month - 1 - count
    return date(month // 12, month % 12 + 1, 1)


def _offset(day: date, first: date) -> int:
    return (day - first).days
