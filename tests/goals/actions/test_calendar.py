"""The calendar feed of Ben's actions, read back by the library that calendars use."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from kaname.goals.models import CalendarFeed, OnClosed
from kaname.people.models import Leave
from tests.goals.actions.conftest import AT

pytestmark = pytest.mark.django_db
SETTINGS = "/goals/calendar/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def fetch(client, ben):
    """The events of Ben's feed, as a program without a sign-in gets them."""
    _feed, secret = CalendarFeed.begin(ben, at=AT)

    def get():
        answer = client.get(reverse("goals:calendar_ics", args=[secret]))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        return Calendar.from_ical(answer.content).walk("VEVENT")

    return get


def days(events):
    return [event.decoded("dtstart").isoformat() for event in events]


def test_it_knows_holidays_and_leave(fetch, plan, store, ben):
    plan(ben, name="Call", cadence="FREQ=WEEKLY;BYDAY=MO,TU", on_closed=OnClosed.SKIP, ends_on=date(2026, 12, 5))
    Leave.objects.create(person=ben, starts_on=date(2026, 11, 30), ends_on=date(2026, 12, 1))
    # Monday the 23rd is a holiday, the 30th Ben's leave.
    assert days(fetch()) == ["2026-11-10", "2026-11-16", "2026-11-17", "2026-11-24", "2026-12-01"]


def test_it_says_what_and_how_much_without_blocking_the_day(fetch, plan, store, ben):
    plan(ben, name="Call, mail; visit\nthem", quota=Decimal(10), ends_on=date(2026, 11, 12))
    event = fetch()[0]
    assert str(event["summary"]) == "Call, mail; visit\nthem (10 times)"
    assert event["transp"] == "TRANSPARENT"
    assert event.decoded("dtend") == date(2026, 11, 11)


def test_what_is_free_in_the_week_spans_it(fetch, plan, store, ben):
    plan(ben, cadence="FREQ=WEEKLY", starts_on=date(2026, 11, 23), ends_on=date(2026, 11, 30))
    (event,) = fetch()
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 23), date(2026, 11, 30))


def test_a_new_address_ends_the_old_one(client, store, ben, plan):
    client.force_login(ben.user)
    first, second = (client.post(SETTINGS).context["address"] for _ in range(2))
    client.logout()
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    client.force_login(ben.user)
    client.post(SETTINGS, {"end": "1"})
    assert client.get(second).status_code == 404


def test_the_ledger_keeps_no_address(client, store, ben):
    client.force_login(ben.user)
    address = client.post(SETTINGS).context["address"]
    assert CalendarFeed.objects.get().token_fingerprint not in address
    assert address not in client.get(SETTINGS).content.decode()


def test_it_ends_with_the_person(client, store, ben, dai):
    _feed, secret = CalendarFeed.begin(ben, at=AT)
    ben.deactivate(on=date(2026, 11, 24), by=dai.user, at=AT)
    assert client.get(reverse("goals:calendar_ics", args=[secret])).status_code == 404


def test_a_wrong_address_finds_nothing(client, store, dai):
    for token in ("x", "a" * 300):
        assert client.get(reverse("goals:calendar_ics", args=[token])).status_code == 404
