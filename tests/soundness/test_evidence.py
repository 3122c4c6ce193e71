"""Numbers that packs, Today and feedback once had wrong: Ben in the East, today is Wednesday, 18 November 2026."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from boards.world_of_boards import NOW, TODAY, calls, load
from conftest import person
from django.utils import translation

from kaname.boards.evidence.evidence import evidence_of
from kaname.boards.selection import Subject
from kaname.goals.models import Action, ActionOwner, Goal, Initiative, Kpi, Target
from kaname.goals.operations import set_target
from kaname.measures.periods import Period
from kaname.measures.status import Status
from kaname.people.operations import publish_directory

pytestmark = pytest.mark.django_db
BEN = Subject(person="ben")
MONDAY = date(2026, 11, 16)
NOVEMBER, DECEMBER = (
    Period(date(2026, 11, 1), date(2026, 12, 1)),
    Period(date(2026, 12, 1), date(2027, 1, 1)),
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def kpi(store, aiko, ben):
    """Calls are the East's KPI; Ben is asked for 300 in November and for 77 in December."""
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 4, 1)}
    east = ben.memberships.get().team
    target = Target.objects.create(metric_key="connects", team=east, value=Decimal(500), **days)
    goal = Goal.objects.create(
        key="autumn", metric_key="connects", team=east, target=target, created_at=NOW, published_at=NOW, **days
    )
    for period, value in ((NOVEMBER, 300), (DECEMBER, 77)):
        set_target(metric_key="calls", period=period, value=Decimal(value), person=ben, by=aiko.user, at=NOW)
    return Kpi.objects.create(goal=goal, metric_key="calls", position=1)


def ten_a_day(store, since, n_days, *, at=NOW):
    days = (since + timedelta(days=n) for n in range(n_days))
    load(store, "activities", [row for day in days if day.weekday() < 5 for row in calls("Ben", day, n=10)], at=at)


def calls_of(found):
    return next(one for one in found.changes if one.key == "calls")


def evidence(user, since, until, *, at=NOW):
    return evidence_of(BEN, since=since, until=until, user=user, at=at)


def test_days_to_come_are_no_working_time_yet(kpi, store, aiko):
    """The pack of next week's meeting held two days of calls against six: 20, where 60 were expected."""
    ten_a_day(store, date(2026, 11, 2), 16)
    found = evidence(aiko.user, MONDAY, date(2026, 11, 25))
    assert found.stretches.now.hours == 16
    assert (calls_of(found).value, calls_of(found).expected) == (20, 20)


def test_today_counts_as_far_as_it_is_over(kpi, store, aiko):
    """A meeting in the middle of the day held what was done by then against a whole day."""
    ten_a_day(store, date(2026, 11, 2), 17)  # today as well; at three, six of nine hours are over
    found = evidence(aiko.user, MONDAY, TODAY + timedelta(days=1))
    assert found.stretches.now.hours == pytest.approx(16 + 8 * 6 / 9)


def test_nothing_is_compared_before_anything_is_over(kpi, store, aiko):
    ten_a_day(store, date(2026, 11, 2), 16)
    found = evidence(aiko.user, date(2026, 11, 19), date(2026, 11, 26))
    assert (found.stretches.now.hours, found.stretches.before, calls_of(found).change) == (0, None, None)


def test_a_review_early_in_a_month_judges_the_month_that_it_looks_back_on(kpi, store, aiko):
    """The monthly review of 2 December said of every KPI that it was too early to tell."""
    early = datetime(2026, 12, 2, 3, tzinfo=UTC)
    ten_a_day(store, date(2026, 11, 2), 27, at=early)
    found = evidence(aiko.user, date(2026, 11, 2), date(2026, 12, 3), at=early)
    assert (found.month, calls_of(found).month.figure.status) == (NOVEMBER, Status.OFF_TRACK)
    assert [one.text for one in found.at_risk] == ["Calls: 200, the target is 300 calls."]
    later = evidence(aiko.user, date(2026, 11, 10), date(2026, 12, 10), at=early + timedelta(days=8))
    assert later.month == DECEMBER


def test_today_shows_the_running_month_on_its_first_day(kpi, store, ben, client):
    """On the first of a month, the KPIs of "this month" were those of the month before."""
    ten_a_day(store, date(2026, 11, 2), 27)
    with time_machine.travel(datetime(2026, 12, 1, 3, tzinfo=UTC), tick=False):
        client.force_login(ben.user)
        text = client.get("/today/").content.decode()
    assert "77 calls" in text
    assert "300 calls" not in text


def test_a_run_is_counted_back_to_the_first_miss(kpi, store, aiko, ben, client):
    """On Mondays, a run of nine became one of five: only the days looked at were counted."""
    initiative = Initiative.objects.create(kpi=kpi, name="Reach more", starts_on=date(2026, 10, 1), created_at=NOW)
    action = Action.objects.create(
        initiative=initiative, name="Ten a day", quota=10, metric_key="calls", starts_on=date(2026, 10, 1)
    )
    ActionOwner.objects.create(action=action, person=ben)
    ten_a_day(store, date(2026, 10, 13), 36)  # to the 17th; the 12th and 3 November are holidays, nothing before them
    text = "“Ten a day” has been kept up 25 times in a row."
    assert text in [one.text for one in evidence(aiko.user, MONDAY, TODAY).went_well]
    with time_machine.travel(NOW, tick=False):
        client.force_login(ben.user)
        assert text in client.get("/today/").content.decode()


def test_the_range_of_colleagues_is_of_the_same_days(kpi, store, aiko, ben):
    """Feedback on four weeks held them against a range of the running month, which had only begun."""
    east = ben.memberships.get().team
    names = ["Ben", *(person(f"P{n}", team=east).name for n in range(4))]
    days = [date(2026, 10, 20), date(2026, 11, 17)]
    load(
        store, "activities", [row for day in days for n, name in enumerate(names) for row in calls(name, day, n=n + 1)]
    )
    (found,) = evidence(aiko.user, date(2026, 10, 19), TODAY).peers
    assert (found.low, found.high, found.own) == (pytest.approx(2 * 1.4), pytest.approx(2 * 4.6), 2)


def test_who_moved_to_another_team_does_not_stand_still(kpi, store, aiko, ben, west, client):
    """Calls made in the new team were none of the old one's, whose manager was told that nothing came any more."""
    ten_a_day(store, date(2026, 9, 1), 78)
    ben.move(team=west, since=date(2026, 11, 5), by=None, at=NOW)
    publish_directory(store)
    with time_machine.travel(NOW, tick=False):
        client.force_login(aiko.user)
        text = client.get("/today/").content.decode()
    assert "Ben" in text
    assert "nothing of" not in text
