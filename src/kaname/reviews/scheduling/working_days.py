"""Days on which the organisation works."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from kaname.measures.periods import ONE_DAY, Period
from kaname.people.models import Organisation
from kaname.people.working_hours import closed_days


@dataclass
class WorkingDays:
    """Answers whether a day is closed; holidays are read for a whole year around what is asked for."""

    organisation: Organisation
    _closed: dict[int, frozenset[date]] = field(default_factory=dict)

    def is_closed(self, day: date) -> bool:
        """A public or company holiday, or a weekday without working hours."""
        return not self.works[day.weekday()] or day in self._holidays(day.year)

    @property
    def works(self) -> list[bool]:
        """For Monday to Sunday, whether the organisation works then."""
        return [hours > 0 for hours in self.organisation.weekday_hours]

    def between(self, since: date, until: date) -> int:
        """How many working days since <= day < until has."""
        return sum(not self.is_closed(since + timedelta(days=number)) for number in range((until - since).days))

    def before(self, day: date) -> date:
        """The last working day before a day; the day before it where there is none near."""
        near = (day - timedelta(days=number) for number in range(1, 30))
        return next((other for other in near if not self.is_closed(other)), day - ONE_DAY)

    def instant(self, day: date, time_of_day: time) -> datetime:
        """When a time of day is on the organisation's clocks."""
        return datetime.combine(day, time_of_day, tzinfo=self.organisation.zone)

    def _holidays(self, year: int) -> frozenset[date]:
        if year not in self._closed:
            whole = Period(date(year, 1, 1), date(year + 1, 1, 1))
            self._closed[year] = frozenset(closed_days(self.organisation, whole))
        return self._closed[year]
