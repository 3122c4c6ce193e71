"""What a board's period is compared with, and how much of its working time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from kaname.boards.selection import Selection
from kaname.measures.comparison import Earlier, same_share_day
from kaname.measures.pace import elapsed_share
from kaname.measures.periods import Period
from kaname.people.staffing import Roster


@dataclass(frozen=True)
class Progress:
    """How far the period is today: `share` of its working time, and what that is compared with.

    `previous` and `year_before` are None while there is nothing to compare: before and at the start of the period.
    `last_working_on` is the newest day before today, and before the period's end, on which the subject worked, else the
    day before.
    """

    today: date
    running: bool
    over: bool
    share: float
    previous: Earlier | None
    year_before: Earlier | None
    last_working_on: date


def progress_of(selection: Selection, roster: Roster, *, today: date) -> Progress:
    period, now = selection.period, roster.within(selection.period)
    share = elapsed_share(hours=now.hours_of_all, days=now.days, at=today)
    running = period.contains(today)

    def earlier(other: Period) -> Earlier | None:
        if not running:
            return Earlier(other, other.ends_on) if period.ends_on <= today else None
        then = roster.within(other)
        elapsed = (today - period.starts_on).days
        until = same_share_day(hours=then.hours_of_all, days=then.days, share=share, elapsed_days=elapsed)
        return Earlier(other, until) if until > other.starts_on else None

    return Progress(
        today=today,
        running=running,
        over=period.ends_on <= today,
        share=share,
        previous=earlier(selection.before.period),
        year_before=earlier(selection.year_before),
        last_working_on=_last_working_on(roster, until=min(today, period.ends_on)),
    )


def _last_working_on(roster: Roster, *, until: date) -> date:
    worked = roster.days[(roster.days < np.datetime64(until)) & (roster.hours_of_all > 0)]
    found: date = worked[-1].astype(object) if len(worked) else until - timedelta(days=1)
    return found
