"""Working time of everybody together, day by day and week by week: what is left, leave, and meetings. [h]"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kaname.insights.drivers.gathering import Series
from kaname.measures.drivers.result import Step
from kaname.measures.periods import Period
from kaname.people.models import Organisation
from kaname.people.queries import people_in, team_hours
from kaname.people.working_hours import closed_days, parts_of, presence

Numbers = NDArray[np.float64]
FIELD = "working_time"
KINDS = ("hours", "leave", "meetings")
SERIES = tuple(Series("", FIELD, kind) for kind in KINDS)
WEEK = 7


@dataclass(frozen=True)
class Capacity:
    """`by_day` has shape (3, n_days), in the order of KINDS; `off` is 1 on closed days."""

    by_day: Numbers
    off: Numbers

    @classmethod
    def read(cls, organisation: Organisation, days: Period) -> Capacity:
        people = people_in(None, days)
        closed = closed_days(organisation, days)
        dates = np.arange(np.datetime64(days.starts_on), np.datetime64(days.ends_on)).tolist()
        off = np.array([float(day in closed) for day in dates])
        if not people:
            alone = team_hours(None, days)[1]
            return cls(np.array([alone, np.zeros_like(alone), np.zeros_like(alone)]), off)
        parts = parts_of(people, organisation=organisation, period=days)
        here = presence(people, team_ids=None, period=days)
        each = (parts.hours * here, parts.contract * parts.away * here, parts.meetings * here)
        return cls(np.array([one.sum(axis=0) for one in each]), off)

    def of(self, step: Step) -> Numbers:
        """Shape (3, n_periods)."""
        return self.by_day if step is Step.DAY else _weekly(self.by_day)

    def days_off(self, step: Step) -> Numbers:
        """Closed days of each period, shape (n_periods,)."""
        return self.off if step is Step.DAY else _weekly(self.off[None])[0]

    @cached_property
    def is_open(self) -> NDArray[np.bool_]:
        """The days on which anybody works."""
        is_open: NDArray[np.bool_] = self.by_day[0] > 0
        return is_open


def _weekly(rows: Numbers) -> Numbers:
    found: Numbers = rows.reshape(len(rows), -1, WEEK).sum(axis=2)
    return found
