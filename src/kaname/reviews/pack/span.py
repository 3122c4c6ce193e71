"""Which days a review looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY, Period
from kaname.reviews.kinds import Kind
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.scheduling.coming import previous_day
from kaname.reviews.scheduling.working_days import WorkingDays

FIRST_LOOK_BACK = {Kind.ONE_ON_ONE: 14, Kind.WEEKLY: 7, Kind.MONTHLY: 30, Kind.KICKOFF: 30, Kind.CLIENT: 30}
"""Where there was no review before: so many days. [d]"""


@dataclass(frozen=True)
class Span:
    """since <= day < until, the same number of days before it, and what lies between two reviews.

    `previous_on` is the day of the last review of the series, None for the first one.
    """

    since: date
    until: date
    previous_on: date | None
    working_days: int

    @property
    def compared(self) -> Period:
        return Period(self.since - (self.until - self.since), self.since)


def span_of(meeting: ReviewMeeting, reader: Reader) -> Span:
    """From the day after the last review to the day of this one; a morning meeting looks at the days before it.

    So that no day is looked at twice, nor left out, by the reviews of one series.
    """
    days = WorkingDays(reader.organisation)
    ahead = timedelta(0) if meeting.kind == Kind.MORNING else ONE_DAY
    until = meeting.held_on + ahead
    previous_on = previous_day(meeting, reader)
    since = _first(meeting, days) if previous_on is None else previous_on + ahead
    since = min(since, until - ONE_DAY)
    return Span(since, until, previous_on, days.between(since, until))


def _first(meeting: ReviewMeeting, days: WorkingDays) -> date:
    back = FIRST_LOOK_BACK.get(Kind(meeting.kind))
    if back is not None:
        return meeting.held_on - timedelta(days=back)
    return days.before(meeting.held_on) if meeting.kind == Kind.MORNING else meeting.held_on
