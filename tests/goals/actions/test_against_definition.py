"""Adherence against docs/measures/adherence.md, worked out occurrence by occurrence in plain Python."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from boards.world_of_boards import load
from conftest import person

from kaname.goals.actions.queries import adherence
from kaname.goals.models import OnClosed
from kaname.goals.reader import Reader
from kaname.measures.periods import Period
from kaname.people.models import Leave, Membership, PersonalHours
from tests.goals.actions.conftest import tick

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
HOLIDAYS = {date(2026, 10, 12), date(2026, 11, 3), date(2026, 11, 23)}
FIRST, LAST = date(2026, 10, 5), date(2026, 12, 6)
PART_TIME = (6, 6, 0, 6, 6, 0, 0)
BEGAN, ENDED = date(2026, 10, 14), date(2026, 11, 20)  # in the middle of weeks
MOVED = date(2026, 11, 5)  # Gen comes to the East on a Thursday


def days(since, until):
    return [since + timedelta(days=n) for n in range((until - since).days)]


@pytest.fixture
def world(store, east, west, aiko, ben, plan):
    """Ben has leave, Fumi works part of the time, Gen comes later; leads are called at all hours and also twice."""
    rng = np.random.default_rng(8)
    fumi, gen = person("Fumi", team=east), person("Gen", team=west)
    Membership.objects.filter(person=gen).update(ends_on=MOVED)
    Membership.objects.create(person=gen, team=east, starts_on=MOVED)
    PersonalHours.objects.create(person=fumi, weekday_hours=list(PART_TIME))
    Leave.objects.create(person=ben, starts_on=date(2026, 10, 28), ends_on=date(2026, 10, 31))
    Leave.objects.create(person=ben, starts_on=date(2026, 11, 10), ends_on=date(2026, 11, 11), share=Decimal("0.5"))
    actions = {
        "daily": plan(east, quota=6, scales=True, metric_key="leads_contacted", starts_on=BEGAN, ends_on=ENDED),
        "weekly": plan(
            east, quota=12, scales=True, metric_key="leads_contacted", cadence="FREQ=WEEKLY", starts_on=BEGAN
        ),
        "tuesday": plan(east, cadence="FREQ=WEEKLY;BYDAY=TU", on_closed=OnClosed.MOVE, starts_on=BEGAN),
    }
    rows, ticks = [], []
    for who in (ben, fumi, gen):
        for day in days(FIRST, LAST):
            for n in range(int(rng.integers(0, 7))):
                at = datetime(day.year, day.month, day.day, int(rng.integers(0, 24)), 30, tzinfo=TOKYO)
                rows.append({"person": who.name, "occurred_at": at, "day": day, "kind": "call", "lead_key": f"{n % 5}"})
            if rng.random() < 0.3:
                ticks.append(tick(actions["tuesday"], who, day))
    load(store, "activities", rows, at=datetime(2026, 12, 6, tzinfo=TOKYO))
    return actions, rows, ticks, (ben, fumi, gen)


def hours(who, day):
    """Working time of the person on the day, if they are in the East."""
    if day in HOLIDAYS or (who.name == "Gen" and day < MOVED):
        return 0.0
    usual = PART_TIME[day.weekday()] if who.name == "Fumi" else (8.0 if day.weekday() < 5 else 0.0)
    away = 0.0
    if who.name == "Ben":
        away = 1.0 if date(2026, 10, 28) <= day < date(2026, 10, 31) else 0.5 if day == date(2026, 11, 10) else 0.0
    return usual * (1 - away)


def scaled(quota, mine, usual):
    return max(1, int(quota * mine / usual + 0.5 + 1e-9)) if mine else 0


def contacted(rows, who, since, until):
    return len({row["lead_key"] for row in rows if row["person"] == who.name and since <= row["day"] < until})


def occurrences(name, world, who, period, today):
    """What was due by now and what was done, for each occurrence that belongs to the period."""
    _actions, rows, ticks, _people = world
    if name == "daily":
        for day in days(max(BEGAN, period.starts_on), min(ENDED, period.ends_on, today)):
            if hours(who, day):
                yield scaled(6, hours(who, day), 8), contacted(rows, who, day, day + timedelta(days=1))
    if name == "tuesday":
        on = [next((d for d in days(day, day + timedelta(days=15)) if hours(who, d)), None) for day in days(BEGAN, LAST)
              if day.weekday() == 1]  # fmt: skip
        mine = [day for day in on if day and period.contains(day) and day < today]
        for day in sorted(set(mine)):
            done = sum(one.person_id == who.pk and one.done_on == day for one in ticks)
            yield mine.count(day), done
    if name == "weekly":
        for monday in days(BEGAN - timedelta(days=BEGAN.weekday()), LAST)[::7]:
            week = days(monday, monday + timedelta(days=7))
            mine = sum(hours(who, day) for day in week if day >= BEGAN)
            over = sum(hours(who, day) for day in week if BEGAN <= day < today)
            belongs = period.contains(week[-1]) or (period.contains(today) and today in week)
            if belongs and over:
                yield (
                    scaled(12, mine, 40) * over / mine,
                    contacted(rows, who, max(monday, FIRST), week[-1] + timedelta(1)),
                )


@pytest.mark.parametrize("today", [date(2026, 11, 4), date(2026, 11, 19), date(2026, 12, 1)])
@pytest.mark.parametrize("month", [10, 11])
def test_it_is_what_the_page_says(world, aiko, today, month):
    period = Period(date(2026, month, 1), date(2026, month + 1, 1))
    reader = Reader(user=aiko.user, at=datetime(today.year, today.month, today.day, 9, tzinfo=TOKYO))
    people = world[3]
    lines = adherence(person_keys=[one.key for one in people], period=period, reader=reader)
    found = {(line.action.pk, line.person_key): (line.due, line.done, line.occurrences) for line in lines if line.due}
    expected = {}
    for name, action in world[0].items():
        for who in people:
            some = list(occurrences(name, world, who, period, today))
            if some:
                due, done = sum(due for due, _done in some), sum(min(due, done) for due, done in some)
                expected[action.pk, who.key] = (pytest.approx(due), pytest.approx(done), len(some))
    assert found == expected
