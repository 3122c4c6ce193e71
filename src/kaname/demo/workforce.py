"""The working days of every seat as arrays, and a clock that runs only while somebody works there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.demo.calendar import closed_days
from kaname.demo.people import REDUCED_HOURS, Occupant
from kaname.demo.plan import HoursPlan, LeavePlan, MeetingPlan, MembershipPlan
from kaname.demo.seats import Structure
from kaname.demo.traits import Traits, ramp_up
from kaname.measures.periods import Period
from kaname.measures.working_time import Days, available_hours, days_of, meeting_hours

Seconds = NDArray[np.int64]
Places = NDArray[np.int64]

FULL_TIME = (8.0, 8.0, 8.0, 8.0, 8.0, 0.0, 0.0)
WORKING_DAY = 8 * 3600
OPENS_AT, LUNCH_AT, LUNCH = 9 * 3600, 12 * 3600, 3600
# Monday to Friday: how much is got done in an hour. Saturday and Sunday nobody works.
WEEKDAY_DRIVE = np.array([1.02, 1.08, 1.04, 1.0, 0.88, 1.0, 1.0])
# January to December: year-end and half-year ends push, August drags.
MONTH_DRIVE = np.array([0.97, 1.02, 1.08, 0.95, 0.98, 1.02, 1.0, 0.92, 1.08, 0.99, 1.02, 0.96])


@dataclass(frozen=True)
class Workforce:
    """Seats (rows) by days (columns). Seconds are whole, so that sums do not depend on where the days begin.

    `available` is working time [s]; `drive` is the same weighed by how much gets done [s]; `clock` its running sum up
    to the end of each day; `opens` and `span` say from which second of the day's work to which somebody is there;
    `person` is the number of whoever holds the seat; `is_open` tells working days by day.
    """

    days: Days
    is_open: NDArray[np.bool_]
    available: Seconds
    drive: Seconds
    clock: Seconds
    opens: Seconds
    span: Seconds
    person: NDArray[np.int64]

    @property
    def first_day(self) -> date:
        day: date = self.days[0].item()
        return day

    def reading(self, seat: Places, day: Places, second: Seconds) -> Seconds:
        """What the clock of each seat shows at a second of the day (0 = midnight)."""
        worked = np.clip(second - OPENS_AT, 0, LUNCH_AT - OPENS_AT) + np.maximum(second - LUNCH_AT - LUNCH, 0)
        into = np.clip(worked - self.opens[seat, day], 0, self.span[seat, day])
        drive, span = self.drive[seat, day], np.maximum(self.span[seat, day], 1)
        # Rounded up, so that nothing is located before it was read.
        shown: Seconds = self.clock[seat, day] - drive + -(-into * drive // span)
        return shown

    def locate(self, seat: Places, reading: Seconds) -> tuple[Places, Seconds]:
        """Day and second of the day at which each seat's clock shows the reading; day -1 beyond the last day."""
        n_seats, n_days = self.clock.shape
        lap = int(self.clock[:, -1].max(initial=0)) + 1
        laps = self.clock + (np.arange(n_seats) * lap)[:, np.newaxis]
        beyond = reading >= self.clock[seat, -1]
        reading = np.minimum(reading, self.clock[seat, -1] - 1)
        day = np.searchsorted(laps.ravel(), seat * lap + reading, side="right") - seat * n_days
        day = np.clip(day, 0, n_days - 1)
        into = reading - (self.clock[seat, day] - self.drive[seat, day])
        worked = self.opens[seat, day] + into * self.span[seat, day] // np.maximum(self.drive[seat, day], 1)
        second = OPENS_AT + worked + np.where(worked >= LUNCH_AT - OPENS_AT, LUNCH, 0)
        return np.where(beyond, -1, day), second


def workforce(
    structure: Structure,
    everybody: Sequence[Occupant],
    traits: Traits,
    *,
    memberships: Sequence[MembershipPlan],
    hours: Sequence[HoursPlan],
    leave: Sequence[LeavePlan],
    meetings: Sequence[MeetingPlan],
    period: Period,
) -> Workforce:
    """Compose the plan into working days."""
    days = days_of(period)
    closed = closed_days(days)
    person = _holders(structure, everybody, days)
    rows = {one.key: (one.seat.number, _part(one.starts_on, one.ends_on, days)) for one in everybody}
    contract = np.tile(np.array(FULL_TIME), (len(structure.seats), 1))
    for own in hours:
        contract[rows[own.person_key][0]] = REDUCED_HOURS
    away = np.zeros((len(structure.seats), len(days)))
    for absence in leave:
        away[rows[absence.person_key][0], _part(absence.starts_on, absence.ends_on, days)] += float(absence.share)
    weekly = _weekly(structure, rows, memberships, meetings, days)
    spread = meeting_hours(days=days, weekday_hours=contract, hours_per_week=weekly)
    free = available_hours(days=days, weekday_hours=contract, closed=closed, leave=away, meetings=spread)
    present = available_hours(days=days, weekday_hours=contract, closed=closed, leave=away, meetings=spread * 0)
    available = _seconds(free)
    drive = _seconds(free * _weather(days) * traits.effort[person] * ramp_up(everybody, person, days))
    return Workforce(
        days=days,
        is_open=~closed & np.is_busday(days),
        available=available,
        drive=drive,
        clock=np.cumsum(drive, axis=1),
        opens=np.where((away > 0) & (away < 1), WORKING_DAY // 2, 0),
        span=_seconds(present),
        person=person,
    )


def _holders(structure: Structure, everybody: Sequence[Occupant], days: Days) -> NDArray[np.int64]:
    person = np.zeros((len(structure.seats), len(days)), dtype=np.int64)
    for one in everybody:
        person[one.seat.number, _part(one.starts_on, one.ends_on, days)] = one.number
    return person


def _weekly(
    structure: Structure,
    rows: dict[str, tuple[int, slice]],
    memberships: Sequence[MembershipPlan],
    meetings: Sequence[MeetingPlan],
    days: Days,
) -> NDArray[np.float64]:
    """Meeting hours a week in force for each seat on each day."""
    weekly = np.zeros((len(structure.seats), len(days)))
    parents = {team.key: team.parent_key for team in structure.teams}
    for meeting in meetings:
        when = np.zeros(len(days), dtype=bool)
        when[_part(meeting.starts_on, meeting.ends_on, days)] = True
        if meeting.person_key:
            seat, there = rows[meeting.person_key]
            weekly[seat, there] += float(meeting.hours_per_week) * when[there]
        for member in memberships if meeting.team_key else ():
            if meeting.team_key in (member.team_key, parents[member.team_key]):
                there = _part(member.starts_on, member.ends_on, days)
                weekly[rows[member.person_key][0], there] += float(meeting.hours_per_week) * when[there]
    return weekly


def _weather(days: Days) -> NDArray[np.float64]:
    weekday = (days.astype(np.int64) + 3) % 7
    month = days.astype("datetime64[M]").astype(np.int64) % 12
    weather: NDArray[np.float64] = WEEKDAY_DRIVE[weekday] * MONTH_DRIVE[month]
    return weather


def _seconds(hours: NDArray[np.float64]) -> Seconds:
    return np.rint(hours * 3600).astype(np.int64)


def _part(starts_on: date | None, ends_on: date | None, days: Days) -> slice:
    first, after = days[0].item(), len(days)
    start = 0 if starts_on is None else min(max((starts_on - first).days, 0), after)
    stop = after if ends_on is None else min(max((ends_on - first).days, start), after)
    return slice(start, stop)
