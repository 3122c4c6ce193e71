"""The stretch that is looked at, and the one before it in which there was as much working time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import numpy as np

from kaname.boards.evidence.clock import Clock
from kaname.boards.selection import Subject
from kaname.measures.periods import Period
from kaname.people.queries import hours, team_hours
from kaname.people.staffing import Roster

# How much further back than the stretch is long an equal one may reach: over long leave there is none.
FURTHEST, AT_LEAST = 3, timedelta(days=35)


@dataclass(frozen=True)
class Stretch:
    """Days with the subject's working time in them, as far as it is over. [h]"""

    days: Period
    hours: float


@dataclass(frozen=True)
class Stretches:
    """The stretch and what it is compared with; None where no working time lies before it."""

    now: Stretch
    before: Stretch | None


def stretches(
    subject: Subject, period: Period, *, clock: Clock, compared: Period | None = None, known: Roster | None = None
) -> Stretches:
    """`compared` where it was chosen, else the days just before with as much working time, in whole days.

    Of the stretch only what is over counts: facts of the rest are still to come. `known` is the working time that a
    board of the subject knows already.
    """
    if compared is not None:
        now = _by_day(subject, period, known) * clock.over(period)
        then = float(_by_day(subject, compared, known).sum())
        return Stretches(Stretch(period, float(now.sum())), Stretch(compared, then) if then > 0 else None)
    back = max(AT_LEAST, FURTHEST * (period.ends_on - period.starts_on))
    whole = Period(period.starts_on - back, period.ends_on)
    by_day = _by_day(subject, whole, known) * clock.over(whole)
    now, earlier = by_day[back.days :], by_day[: back.days]
    return Stretches(Stretch(period, float(now.sum())), _equal(earlier, float(now.sum()), period))


def _equal(earlier: np.ndarray[tuple[int], np.dtype[np.float64]], wanted: float, period: Period) -> Stretch | None:
    """As few days back as bring the hours nearest to what is wanted."""
    passed = np.cumsum(earlier[::-1])
    if not passed.any() or wanted <= 0:
        return None
    n_days = int(np.argmin(np.abs(passed - wanted))) + 1
    if passed[n_days - 1] <= 0:
        return None
    return Stretch(Period(period.starts_on - timedelta(days=n_days), period.starts_on), float(passed[n_days - 1]))


def _by_day(subject: Subject, period: Period, known: Roster | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Working time on each day, shape (n_days,). [h]"""
    if known and known.span.starts_on <= period.starts_on and period.ends_on <= known.span.ends_on:
        here = known.within(period)
        return here.hours[0] if subject.person else here.hours_of_all
    if subject.person:
        found: np.ndarray[tuple[int], np.dtype[np.float64]] = hours([subject.person], period).hours[0]
        return found
    return team_hours(subject.team, period)[1]


def hours_by_week(
    subject: Subject, weeks: list[Period], *, known: Roster | None = None
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Working time in successive weeks, shape (n_weeks,). [h]"""
    by_day = _by_day(subject, Period(weeks[0].starts_on, weeks[-1].ends_on), known)
    bounds = np.cumsum([0, *(week.days for week in weeks)])
    return np.array([by_day[a:b].sum() for a, b in pairwise(bounds)])
