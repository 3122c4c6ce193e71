"""Reviews as events of a calendar (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from kaname.goals.actions.calendar import FeedAsked
from kaname.goals.reader import Reader
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.scheduling.coming import Held, held, of_row
from kaname.reviews.words import name_of

PRODUCT = "-//Kaname//reviews//EN"


def feed(asked: FeedAsked) -> Iterable[Event]:
    """What the person takes part in, for the calendar feed; cancelled ones say so."""
    days = asked.days
    for one in held(asked.reader, since=days.starts_on, until=days.ends_on, own=True):
        yield event_of(one, asked.reader, base_url=asked.base_url)


def event_of(one: Held, reader: Reader, *, base_url: str = "") -> Event:
    """One review. It keeps its identity when it is moved or becomes a row."""
    event = Event()
    event.add("uid", _uid(one))
    event.add("summary", name_of(one.review, reader))
    event.add("dtstart", one.starts_at)
    event.add("dtend", one.ends_at)
    event.add("dtstamp", _stamp(one))
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    if base_url:
        event.add("url", f"{base_url}{one.url}")
    if one.meeting is not None and one.meeting.change_note:
        event.add("description", one.meeting.change_note)
    return event


def calendar_of(meeting: ReviewMeeting, reader: Reader) -> bytes:
    """A file with this one review."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event_of(of_row(meeting), reader))
    return bytes(calendar.to_ical())


def _uid(one: Held) -> str:
    if one.series is not None and one.rule_day is not None:
        return f"review-series-{one.series.pk}-{one.rule_day:%Y%m%d}@kaname"
    return f"review-{one.review.pk}@kaname"


def _stamp(one: Held) -> datetime:
    """When it was last changed, as far as the ledger says."""
    row = one.meeting
    if row is None:
        return one.review.at
    return max(at for at in (row.at, row.moved_at, row.cancelled_at, row.closed_at) if at is not None)
