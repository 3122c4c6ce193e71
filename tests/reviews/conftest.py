"""The named world on one working Tuesday, with a fact store and who is signed in."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from kaname.goals.reader import Reader
from kaname.people.operations import publish_directory
from kaname.reviews.cadence import DAILY, weekly
from kaname.reviews.kinds import Kind
from kaname.reviews.models import ReviewMeeting
from kaname.reviews.scheduling.opening import open_occurrence
from kaname.reviews.scheduling.series import Cadence, Plan, begin_series, plan_meeting

# Tuesday, 24 November 2026, noon in Tokyo. Monday the 23rd is a public holiday (labour thanksgiving day).
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def known(store, aiko, ben, chie):
    """The fact store knows everybody."""
    publish_directory(store)
    return store


def url(name, *args, **query):
    return reverse(f"reviews:{name}", args=args, query=query or None)


def reader(person, at=NOW):
    return Reader(user=person.user, at=at)


@pytest.fixture
def morning(known, aiko, ben, east):
    """Every working day at nine, of the East."""
    plan = Plan(kind=Kind.MORNING, leader=aiko, team=east, minutes=15)
    return begin_series(plan, Cadence(DAILY, date(2026, 11, 2), time(9)), reader=reader(aiko))


@pytest.fixture
def pair(known, aiko, ben):
    """Aiko's and Ben's 1on1, every second Friday at 16:30 since the 13th."""
    plan = Plan(kind=Kind.ONE_ON_ONE, leader=aiko, member=ben, minutes=30)
    cadence = Cadence(weekly(every=2, weekdays=[4]), date(2026, 11, 13), time(16, 30))
    return begin_series(plan, cadence, reader=reader(aiko))


@pytest.fixture
def today_morning(morning, aiko):
    return open_occurrence(morning, rule_day=TODAY, reader=reader(aiko))


@pytest.fixture
def friday(pair, aiko):
    return open_occurrence(pair, rule_day=date(2026, 11, 27), reader=reader(aiko))


@pytest.fixture
def client_meeting(known, aiko, ben, east):
    plan = Plan(kind=Kind.CLIENT, leader=aiko, team=east, client="北斗精機", minutes=60)
    return plan_meeting(plan, starts_at=datetime(2026, 11, 26, 5, 0, tzinfo=UTC), reader=reader(aiko))


def fresh(meeting):
    return ReviewMeeting.objects.with_names().get(pk=meeting.pk)
