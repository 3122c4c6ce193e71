"""Somebody's actions as a calendar (RFC 5545) that their own calendar program shows; other slices add their events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kaname.goals.actions.queries import due_in
from kaname.goals.actions.words import quota_words
from kaname.goals.reader import Reader
from kaname.measures.periods import Period
from kaname.people.models import Person

# Calendars fetch a feed every few hours; what changes shows up then. Two weeks back, two months ahead.
BACK, AHEAD = timedelta(days=14), timedelta(days=62)


@dataclass(frozen=True)
class FeedAsked:
    """Whose calendar is fetched, for which days; `base_url` is where this installation is reached."""

    person: Person
    reader: Reader
    days: Period
    base_url: str

    @property
    def at(self) -> datetime:
        return self.reader.at


Source = Callable[[FeedAsked], Iterable[Event]]
"""Events that the person may see."""

SOURCES: list[Source] = []


def calendar_of(person: Person, *, reader: Reader, base_url: str) -> bytes:
    """The whole feed in the language that is active."""
    asked = FeedAsked(person, reader, Period(reader.today - BACK, reader.today + AHEAD), base_url)
    made = Calendar()
    made.add("prodid", "-//Kaname//Actions and reviews//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("Kaname: actions and meetings"))
    made.add("x-wr-timezone", reader.organisation.time_zone)
    for event in (*actions(asked), *(event for source in SOURCES for event in source(asked))):
        made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())


def actions(asked: FeedAsked) -> Iterable[Event]:
    """One event of whole days for each time that something is due: holidays, leave and moved days are respected."""
    for one in due_in(asked.person, asked.days, reader=asked.reader):
        event = Event()
        event.add("uid", f"action-{one.action.pk}-{one.period.starts_on:%Y%m%d}-{asked.person.key}@kaname")
        event.add("dtstamp", asked.at)
        event.add("dtstart", one.period.starts_on)
        event.add("dtend", one.period.ends_on)
        event.add("summary", _summary(one.action.name, quota_words(one.quota, one.action.metric_key, asked.reader)))
        if one.action.description:
            event.add("description", one.action.description)
        event.add("url", f"{asked.base_url}{reverse('boards:today')}")
        event.add("transp", "TRANSPARENT")  # it does not block the day
        event.add("categories", [one.action.initiative.name])
        yield event


def _summary(name: str, quota: str) -> str:
    return _("%(action)s (%(quota)s)") % {"action": name, "quota": quota} if quota else name
