"""Evidence about Ben and the East in November 2026: today is Wednesday the 18th."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from boards.world_of_boards import NOW, TODAY, board, calls, kpi, load
from django.http import Http404
from django.utils import translation
from scipy.stats import binomtest

from kaname.boards.evidence.evidence import evidence_of
from kaname.boards.evidence.observation import Kind
from kaname.boards.selection import Subject
from kaname.goals.models import Action, ActionOwner, Goal, Initiative, Kpi, Target
from kaname.goals.operations import set_target
from kaname.measures.periods import Period

pytestmark = pytest.mark.django_db
EAST, BEN = Subject(team="east"), Subject(person="ben")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
MONDAY = date(2026, 11, 9)  # the week before last ended; the 3rd was a holiday


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def followed(aiko, ben, chie, store):
    """Calls and their connect rate are the East's KPIs."""
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 1, 1)}
    east = ben.memberships.get().team
    target = Target.objects.create(metric_key="connects", team=east, value=Decimal(500), **days)
    goal = Goal.objects.create(
        key="autumn", metric_key="connects", team=east, target=target, created_at=NOW, published_at=NOW, **days
    )
    return [
        Kpi.objects.create(goal=goal, metric_key=key, position=place)
        for place, key in enumerate(("calls", "connect_rate"), start=1)
    ]


def a_week(person, monday, *, n, reached):
    return [row for day in range(5) for row in calls(person, monday + timedelta(days=day), n=n, reached=reached)]


def evidence(subject, user, *, since=MONDAY, until=date(2026, 11, 14), **more):
    return evidence_of(subject, since=since, until=until, user=user, at=NOW, **more)


def change(found, key):
    return next(one for one in found.changes if one.key == key)


def said(observations, kind):
    return [one.text for one in observations if one.kind is kind]


def test_it_compares_with_as_much_working_time_before(followed, store, aiko, ben):
    # 2 to 6 November has four working days, so that the fifth day before is Friday, 30 October.
    load(store, "activities", a_week("Ben", MONDAY, n=12, reached=6) + a_week("Ben", date(2026, 11, 2), n=8, reached=2)
         + calls("Ben", date(2026, 10, 30), n=3))  # fmt: skip
    found = evidence(BEN, aiko.user)
    assert found.stretches.before.days == Period(date(2026, 10, 30), MONDAY)
    assert (found.stretches.now.hours, found.stretches.before.hours) == (40, 40)
    calls_made = change(found, "calls")
    assert (calls_made.value, calls_made.before, calls_made.expected) == (60, 43, 43)
    assert change(found, "connect_rate").value == 30 / 60
    assert change(found, "connect_rate").before == 10 / 43


def test_what_surely_grew_went_well_with_its_interval(followed, store, aiko, ben):
    load(store, "activities", a_week("Ben", MONDAY, n=12, reached=6) + a_week("Ben", date(2026, 11, 2), n=8, reached=2)
         + calls("Ben", date(2026, 10, 30), n=3))  # fmt: skip
    found = evidence(BEN, aiko.user)
    # Newcombe's interval by hand: Wilson 80 % of 30/60 is .4184 to .5816, of 10/43 .1608 to .3240.
    assert said(found.went_well, Kind.IMPROVED) == [
        "Connect rate: 23.3% → 50.0% (of 60 calls; the difference is +14.5pt to +37.6pt, 80% interval).",
        "Calls: 60 calls, where the rate of before would bring 43 in the same time "
        "(the difference is +3 calls to +36 calls, 80% interval).",
    ]
    share = binomtest(60, 103).proportion_ci(confidence_level=0.8, method="exact")
    assert change(found, "calls").difference.low == pytest.approx(43 * (share.low / (1 - share.low) - 1))


def test_what_may_be_chance_is_not_praised(followed, store, aiko, ben):
    load(store, "activities", a_week("Ben", MONDAY, n=9, reached=3) + a_week("Ben", date(2026, 11, 2), n=8, reached=2))
    assert said(evidence(BEN, aiko.user, compared=Period(date(2026, 11, 2), MONDAY)).went_well, Kind.IMPROVED) == []


def test_its_month_is_the_boards(followed, store, aiko, ben):
    set_target(metric_key="calls", period=NOVEMBER, value=Decimal(300), person=ben, by=aiko.user, at=NOW)
    load(store, "activities", a_week("Ben", MONDAY, n=12, reached=6))
    shown = kpi(board(store, BEN), "calls").figure
    found = evidence(BEN, aiko.user)
    assert change(found, "calls").month.figure == shown
    # 60 of 300 with 11 of 19 working days over; 240 are left for 64 hours.
    assert [one.text for one in found.at_risk] == [
        "Calls: 60 of 300 calls, 174 would do by now. 240 calls to go, with 64 h of working time left."
    ]


def test_a_reached_target_comes_first(followed, store, aiko, ben):
    set_target(metric_key="calls", period=NOVEMBER, value=Decimal(50), person=ben, by=aiko.user, at=NOW)
    load(store, "activities", a_week("Ben", MONDAY, n=12, reached=6) + a_week("Ben", date(2026, 11, 2), n=8, reached=2))
    found = evidence(BEN, aiko.user)
    assert found.went_well[0].text == "Calls: the target of November 2026 is reached, 100 of 50 calls."


def test_the_best_week_says_since_when(followed, store, aiko, ben):
    rows = [
        row
        for week, n in enumerate((4, 13, 5, 3, 5, 7, 6, 5, 6, 5, 12), start=1)
        for row in a_week("Ben", MONDAY - timedelta(weeks=11 - week), n=n, reached=0)
    ]
    load(store, "activities", rows)
    (text,) = said(evidence(BEN, aiko.user).went_well, Kind.BEST_WEEK)
    assert text == "Calls: 60 calls last week, per working hour the best since the week of Mon, Sep 7."


def test_a_best_rate_is_none_of_an_hour(followed, store, aiko, ben):
    """A rate was called the best "per working hour"."""
    rows = [
        row
        for week, reached in enumerate((2, 3, 2, 3, 2, 3, 2, 3, 8), start=1)
        for row in a_week("Ben", MONDAY - timedelta(weeks=9 - week), n=10, reached=reached)
    ]
    load(store, "activities", rows)
    texts = said(evidence(BEN, aiko.user).went_well, Kind.BEST_WEEK)
    assert "Connect rate: 80.0% last week, the best value of the last 9 weeks." in texts


def test_the_first_success_in_a_channel_is_seen(followed, store, aiko, ben):
    before = [row | {"channel": "Web"} for row in a_week("Ben", date(2026, 10, 5), n=2, reached=0)]
    now = [row | {"channel": "Referral"} for row in calls("Ben", MONDAY, n=3)]
    load(store, "activities", before + now)
    assert said(evidence(BEN, aiko.user).went_well, Kind.FIRST) == [
        "First success: calls with “Referral”, where there was none for a year."
    ]


def test_a_kept_action_is_a_run(followed, store, aiko, ben):
    initiative = Initiative.objects.create(
        kpi=followed[0], name="Reach more", starts_on=date(2026, 11, 1), created_at=NOW
    )
    action = Action.objects.create(
        initiative=initiative, name="Eight calls a day", quota=8, metric_key="calls", starts_on=date(2026, 11, 2)
    )
    ActionOwner.objects.create(action=action, person=ben)
    load(store, "activities", a_week("Ben", MONDAY, n=12, reached=6))
    found = evidence(BEN, aiko.user)
    assert said(found.went_well, Kind.STREAK) == ["“Eight calls a day” has been kept up 5 times in a row."]
    assert found.kept == 1
    assert [one.metric_key for one in found.without_plan] == ["connect_rate"]


def test_members_see_their_teams_totals_and_nobody_in_it(followed, store, ben):
    load(store, "activities", a_week("Ben", MONDAY, n=12, reached=6))
    found = evidence(EAST, ben.user)
    assert change(found, "calls").value == 60
    assert (found.adherence, found.overload) == ((), ())


@pytest.mark.parametrize("subject", [EAST, BEN, Subject()])
def test_somebody_from_another_team_sees_nothing(followed, store, chie, subject):
    with pytest.raises(Http404):
        evidence(subject, chie.user)


def test_without_any_fact_there_is_nothing_to_say(followed, store, aiko, ben):
    found = evidence(EAST, aiko.user)
    assert (found.went_well, found.split) == ((), None)
    assert {one.difference for one in found.changes} == {None}


def test_it_reads_the_ledger_in_few_queries(followed, store, aiko, ben, django_assert_max_num_queries):
    load(store, "activities", a_week("Ben", MONDAY, n=12, reached=6))
    evidence(EAST, aiko.user)
    with django_assert_max_num_queries(70):
        evidence(EAST, aiko.user, until=TODAY)
