"""What is due of an action: its occurrences in a stretch of days, and each person's quota in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kaname.goals.actions.cadence import LOOK_BACK, Cadence
from kaname.goals.actions.crew import Crew
from kaname.goals.models import Action, OnClosed
from kaname.measures.adherence import due_by_now, scaled_quota
from kaname.measures.periods import ONE_DAY, FiscalCalendar, Period
from kaname.measures.working_time import days_of

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Due:
    """An action's occurrences: `quota` is what each asks of each person, shape (n_people, n_occurrences).

    `hours` and `over` are the working time in each occurrence, altogether and up to today. [unit of the action; h]
    """

    action: Action
    occurrences: tuple[Period, ...]
    quota: Numbers
    hours: Numbers
    over: Numbers

    @property
    def by_now(self) -> Numbers:
        """What of the quotas is due by now, shape (n_people, n_occurrences)."""
        return due_by_now(quota=self.quota, hours_over=self.over, hours=self.hours)


def due_of(action: Action, crew: Crew, *, today: date, whole: bool, calendar: FiscalCalendar) -> Due:
    """Of the days of the crew; weeks and months that reach beyond them are left out.

    `today` is the first day of which nothing is due by now; `whole` says that only whole units can be done.
    """
    cadence = Cadence.read(action.cadence)
    found = cadence.occurrences(starts_on=action.starts_on, until=crew.days.ends_on, calendar=calendar)
    inside = [one for one in found if crew.days.starts_on <= one.starts_on and one.ends_on <= crew.days.ends_on]
    held = np.where(crew.owns(action) & _in_force(action, crew.days), crew.hours, 0.0)
    place = _in_weeks if cadence.is_free else _on_days
    return place(action, inside, held, crew, today=today, whole=whole)


def _in_force(action: Action, days: Period) -> NDArray[np.bool_]:
    """On which days there is the action, shape (n_days,)."""
    every = days_of(days)
    begun = every >= np.datetime64(action.starts_on)
    return begun if action.ends_on is None else begun & (every < np.datetime64(action.ends_on))


def _on_days(
    action: Action, occurrences: Sequence[Period], held: Numbers, crew: Crew, *, today: date, whole: bool
) -> Due:
    """Day by day: every day of the crew is a column, most of them without a quota."""
    planned = np.zeros(crew.days.days, dtype=np.int64)
    planned[[(one.starts_on - crew.days.starts_on).days for one in occurrences]] = 1
    planned[~_in_force(action, crew.days)] = 0
    times = _moved(planned, held > 0) if action.on_closed == OnClosed.MOVE else planned * (held > 0)
    quota = times * _quota(action, held, np.broadcast_to(crew.usual_of_a_day, held.shape), whole=whole)
    days = tuple(Period(day, day + ONE_DAY) for day in _days(crew.days))
    before = np.array([day.starts_on < today for day in days])
    return Due(action, days, quota, held, held * before)


def _moved(planned: NDArray[np.int64], works: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How often it falls on each day when it waits for the next day on which its person works, two weeks at most."""
    n_people, n_days = works.shape
    place = np.where(works, np.arange(n_days), n_days)
    following = np.minimum.accumulate(place[:, ::-1], axis=1)[:, ::-1]
    times = np.zeros((n_people, n_days + 1), dtype=np.int64)
    for day in np.flatnonzero(planned):
        to = np.where(following[:, day] - day <= LOOK_BACK.days, following[:, day], n_days)
        times[np.arange(n_people), to] += 1
    return times[:, :n_days]


def _in_weeks(
    action: Action, occurrences: Sequence[Period], held: Numbers, crew: Crew, *, today: date, whole: bool
) -> Due:
    first = crew.days.starts_on
    shape = (len(crew.people), len(occurrences))
    hours, over, usual = (np.zeros(shape) for _ in range(3))
    now = max(0, (today - first).days)
    for column, one in enumerate(occurrences):
        begin, end = (one.starts_on - first).days, (one.ends_on - first).days
        hours[:, column] = held[:, begin:end].sum(axis=1)
        over[:, column] = held[:, begin : min(end, max(now, begin))].sum(axis=1)
        usual[:, column] = crew.usual[begin:end].sum()
    return Due(action, tuple(occurrences), _quota(action, hours, usual, whole=whole), hours, over)


def _quota(action: Action, hours: Numbers, usual: Numbers, *, whole: bool) -> Numbers:
    quota = float(action.quota)
    if not action.scales:
        return np.where(hours > 0, quota, 0.0)
    return scaled_quota(quota=quota, hours=hours, usual_hours=usual, whole=whole)


def _days(period: Period) -> list[date]:
    return [period.starts_on + ONE_DAY * day for day in range(period.days)]
