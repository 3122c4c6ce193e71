"""How much of a stretch is over: what is still to come brought nothing yet, and is no working time yet either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from kaname.facts.asking.question import Question
from kaname.measures.periods import ONE_DAY, Period
from kaname.measures.working_time import Hours, days_of
from kaname.people.models import Organisation

LUNCH = timedelta(hours=1)


@dataclass(frozen=True)
class Clock:
    """The days before `today` are over, and a share of it. [0-1]"""

    today: date
    share: float = 0.0

    def over(self, period: Period) -> Hours:
        """What of each day is over, shape (n_days,). [0-1]"""
        days = days_of(period)
        return np.where(days < np.datetime64(self.today), 1.0, (days == np.datetime64(self.today)) * self.share)


def clock_of(
    period: Period, keys: Sequence[str], *, question: Question, organisation: Organisation, at: datetime
) -> Clock:
    """Today counts as far as it is over, and not before anything is known of it: facts may come at night."""
    today = organisation.today(at)
    if not period.contains(today):
        return Clock(today)
    known = question.total(keys, period=Period(today, today + ONE_DAY), where={})
    return Clock(today, share_over(at, organisation=organisation) if any(known.values()) else 0.0)


def share_over(at: datetime, *, organisation: Organisation) -> float:
    """What of the organisation's working day is over at an instant, its hour of lunch spread over it. [0-1]"""
    local = at.astimezone(organisation.zone)
    begun = datetime.combine(local.date(), organisation.workday_starts_at, tzinfo=organisation.zone)
    hours = organisation.weekday_hours[local.weekday()]
    return min(1.0, max(0.0, (local - begun) / (timedelta(hours=hours) + LUNCH)))
