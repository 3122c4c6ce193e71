"""Which reviews are held in a time: what rules give and what was opened, moved or cancelled, in one list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from kaname.goals.reader import Reader
from kaname.measures.periods import ONE_DAY
from kaname.reviews.cadence import Occurrence, occurrences
from kaname.reviews.kinds import OnClosed
from kaname.reviews.models import ReviewMeeting, Series
from kaname.reviews.scheduling.working_days import WorkingDays

LOOKS = (timedelta(days=40), timedelta(days=400))
"""How far a series is searched for a neighbour: most have one near."""
REACH = timedelta(days=400)
"""A review is moved at most so far from the day that its rule gives; older rows take no day of these."""


@dataclass(frozen=True)
class Held:
    """A review at its time; `meeting` where it is a row already, else what the rule of `series` gives."""

    series: Series | None
    meeting: ReviewMeeting | None
    rule_day: date | None
    held_on: date
    starts_at: datetime
    minutes: int

    @property
    def review(self) -> ReviewMeeting | Series:
        """What says kind, title and who takes part."""
        found = self.meeting or self.series
        assert found is not None  # noqa: S101 - it is always made from one of them
        return found

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_cancelled(self) -> bool:
        return self.meeting is not None and self.meeting.cancelled_at is not None

    @property
    def is_closed(self) -> bool:
        return self.meeting is not None and self.meeting.closed_at is not None

    @property
    def url(self) -> str:
        """Its page; opening it makes it a row."""
        if self.meeting is not None or self.series is None or self.rule_day is None:
            return self.review.get_absolute_url()
        return reverse("reviews:occurrence", kwargs={"pk": self.series.pk, "day": self.rule_day.isoformat()})


def held(reader: Reader, *, since: date, until: date, own: bool = False) -> list[Held]:
    """Every review that the reader may read, held on since <= day < until, cancelled ones too, by time.

    Of their `own`, those that they take part in alone.
    """
    user, day = reader.user, reader.today
    if own:
        series, rows = Series.objects.attended_by(user, on=day), ReviewMeeting.objects.attended_by(user, on=day)
    else:
        series, rows = Series.objects.visible_to(user, on=day), ReviewMeeting.objects.visible_to(user, on=day)
    series, rows = series.running(), rows.filter(held_on__gte=since - REACH, held_on__lt=until + REACH).light()
    return of_these(series.select_related("team", "leader", "member"), rows, reader, since=since, until=until)


def of_these(
    series: Iterable[Series], rows: Iterable[ReviewMeeting], reader: Reader, *, since: date, until: date
) -> list[Held]:
    """The same of these series and rows alone."""
    days = WorkingDays(reader.organisation)
    known = list(rows)
    taken = {(row.series_id, row.occurrence_on) for row in known if row.series_id}
    found = [of_row(row) for row in known if since <= row.held_on < until]
    for one in series:
        ruled = rule_of(one, days, since=since, until=until)
        found += [of_rule(one, each, days) for each in ruled if (one.pk, each.rule_day) not in taken]
    return sorted(found, key=lambda one: one.starts_at)


def rule_of(series: Series, days: WorkingDays, *, since: date, until: date) -> list[Occurrence]:
    """What the rule of a series gives, whatever became of it."""
    return occurrences(
        rule=series.rule,
        starts_on=series.starts_on,
        ends_on=series.ends_on,
        since=since,
        until=until,
        on_closed=OnClosed(series.on_closed),
        is_closed=days.is_closed,
    )


def of_row(row: ReviewMeeting) -> Held:
    return Held(row.series, row, row.occurrence_on, row.held_on, row.starts_at, row.minutes)


def of_rule(series: Series, occurrence: Occurrence, days: WorkingDays) -> Held:
    starts_at = days.instant(occurrence.day, series.time_of_day)
    return Held(series, None, occurrence.rule_day, occurrence.day, starts_at, series.minutes)


def previous_day(meeting: ReviewMeeting, reader: Reader) -> date | None:
    """The day of the last review of the same series before this one that was not cancelled; of a single one, None."""
    series, until = meeting.series, meeting.held_on
    if series is None:
        return None
    for back in LOOKS:
        kept = [one.held_on for one in _of_series(series, reader, since=until - back, until=until)]
        if kept:
            return kept[-1]
    return None


def next_day(meeting: ReviewMeeting, reader: Reader) -> Held | None:
    """The next review of the same series that was not cancelled."""
    series, since = meeting.series, meeting.held_on + ONE_DAY
    if series is None or series.ended_at is not None:
        return None
    for ahead in LOOKS:
        if found := _of_series(series, reader, since=since, until=since + ahead):
            return found[0]
    return None


def _of_series(series: Series, reader: Reader, *, since: date, until: date) -> list[Held]:
    rows = series.meetings.filter(held_on__gte=since - REACH, held_on__lt=until + REACH).light()
    return standing(of_these([series], rows, reader, since=since, until=until))


def standing(found: Sequence[Held]) -> list[Held]:
    """Those that were not cancelled."""
    return [one for one in found if not one.is_cancelled]
