"""Today on Wednesday, 18 November 2026, for Ben, his manager Aiko, and others."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from boards.world_of_boards import NOW, TODAY, calls, load
from django.urls import reverse

from kaname.boards.today import panels
from kaname.goals.models import Action, ActionOwner, ActionTick, Goal, Initiative, Kpi, Target
from kaname.goals.operations import set_target
from kaname.measures.periods import Period
from kaname.people.models import Leave

pytestmark = pytest.mark.django_db
URL = "/today/"


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def plan(aiko, ben, store):
    """Ten calls a day and a role-play a week for the East, under its KPI."""
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 1, 1)}
    east = ben.memberships.get().team
    target = Target.objects.create(metric_key="connects", team=east, value=Decimal(500), **days)
    goal = Goal.objects.create(
        key="autumn", metric_key="connects", team=east, target=target, created_at=NOW, published_at=NOW, **days
    )
    kpi = Kpi.objects.create(goal=goal, metric_key="calls", position=1)
    initiative = Initiative.objects.create(kpi=kpi, name="Reach more", starts_on=date(2026, 11, 1), created_at=NOW)
    fields = {"initiative": initiative, "starts_on": date(2026, 11, 2)}
    made = {
        "calls": Action.objects.create(name="Ten calls", quota=10, metric_key="calls", **fields),
        "play": Action.objects.create(name="Role-play", cadence="FREQ=WEEKLY", **fields),
    }
    for action in made.values():
        ActionOwner.objects.create(action=action, team=east)
    return made


@pytest.fixture
def page(client):
    def look(person, **more):
        client.force_login(person.user)
        return client.get(URL, **more).content.decode()

    return look


def test_it_says_what_is_left_to_do(page, plan, store, ben):
    load(store, "activities", calls("Ben", TODAY, n=6))
    text = page(ben)
    assert "4 calls to go today: Ten calls" in text
    assert "working day 12 of 19" in text  # 2 to 18 November without the 3rd; the 23rd is a holiday as well
    assert "Role-play" in text


def test_members_arrive_there_and_managers_at_their_board(client, plan, ben, aiko):
    for person, url in ((ben, URL), (aiko, "/board/")):
        client.force_login(person.user)
        assert client.get("/").url.startswith(url)


def test_a_tick_is_done_and_undone(client, page, plan, ben):
    page(ben)
    client.post(reverse("goals:action_ticks", args=[plan["play"].pk]), {"note": "With Chie"})
    assert "With Chie" in page(ben)
    tick = ActionTick.objects.get()
    assert (tick.person, tick.done_on, tick.amount) == (ben, TODAY, 1)
    client.post(reverse("goals:action_tick_undo", args=[tick.pk]))
    assert "With Chie" not in page(ben)
    assert ActionTick.objects.get().undone_by == ben.user


def test_what_facts_count_takes_notes_and_no_ticks(client, page, plan, ben):
    page(ben)
    url = reverse("goals:action_ticks", args=[plan["calls"].pk])
    client.post(url, {"note": "The line was bad", "amount": "10"})
    assert ActionTick.objects.get().amount == 0
    assert "10 calls to go today" in page(ben)
    client.post(url, {"note": " "})
    assert "Facts count this action by themselves" in page(ben)


def test_an_amount_that_is_none_is_refused_in_words(client, page, plan, ben):
    page(ben)
    for amount in ("x", "-1", "1e400", "-1e30", "nan"):
        client.post(reverse("goals:action_ticks", args=[plan["play"].pk]), {"amount": amount})
    assert not ActionTick.objects.exists()


@pytest.mark.parametrize("who", ["chie", "ben", "aiko"])
def test_only_owners_and_their_managers_tick(client, plan, ben, chie, aiko, who):
    person = {"chie": chie, "ben": ben, "aiko": aiko}[who]
    client.force_login(person.user)
    of_ben = client.post(reverse("goals:action_ticks", args=[plan["play"].pk]), {"person": "ben"})
    own = client.post(reverse("goals:action_ticks", args=[plan["play"].pk]))
    assert (of_ben.status_code, own.status_code) == {"chie": (404, 404), "ben": (302, 302), "aiko": (302, 404)}[who]


def test_others_do_not_take_back(client, plan, ben, chie):
    tick = ActionTick.objects.create(action=plan["play"], person=ben, done_on=TODAY, at=NOW)
    client.force_login(chie.user)
    assert client.post(reverse("goals:action_tick_undo", args=[tick.pk])).status_code == 404
    assert ActionTick.objects.standing().exists()


def test_a_day_off_asks_nothing(page, plan, ben):
    Leave.objects.create(person=ben, starts_on=TODAY, ends_on=TODAY + timedelta(days=1))
    text = page(ben)
    assert "Today is your day off" in text
    assert "Your next working day is Thu, Nov 19" in text
    assert "Ten calls" not in text


def test_an_afternoon_off_says_why_less_is_asked(page, plan, store, ben):
    Action.objects.filter(pk=plan["calls"].pk).update(scales=True)
    assert "usually 10" not in page(ben)
    Leave.objects.create(person=ben, starts_on=TODAY, ends_on=TODAY + timedelta(days=1), share=Decimal("0.5"))
    text = page(ben)
    assert "Fitted to your working hours (usually 10)" in text
    assert "5 calls to go today: Ten calls" in text


def test_without_plan_and_facts_it_says_what_will_be_there(page, store, ben):
    text = page(ben)
    assert "No action is planned for you yet" in text
    assert "There are no numbers yet" in text


def test_its_kpis_are_the_boards(page, plan, store, ben, aiko):
    month = Period(date(2026, 11, 1), date(2026, 12, 1))
    set_target(metric_key="calls", period=month, value=Decimal(100), person=ben, by=aiko.user, at=NOW)
    load(store, "activities", calls("Ben", date(2026, 11, 10), n=40))
    text = page(ben)
    assert "/ 100 calls" in text
    assert "attained 40%" in text
    assert "pace 58" in text  # 11 of 19 working days are over


class TestManager:
    def test_it_shows_the_team_at_a_glance(self, page, plan, store, aiko, ben):
        load(store, "activities", calls("Ben", date(2026, 11, 10), n=10))
        text = page(aiko)
        assert "East today" in text
        assert "The team at a glance" in text
        # One of eleven days kept, and none of three weeks, of which the third has begun: 1 of 14.
        assert "7%" in text

    def test_who_stands_still_needs_a_look(self, page, plan, store, aiko, ben):
        rows = [row for ago in range(20, 60) for row in calls("Ben", TODAY - timedelta(days=ago), n=2)]
        load(store, "activities", rows)
        text = page(aiko)
        assert "East today: 1 person may need your help" in text
        assert "Ben: nothing of calls" in text.replace("Calls", "calls")

    def test_leaders_see_teams_and_nobody_alone(self, page, plan, store, emi, ben):
        load(store, "activities", calls("Ben", date(2026, 11, 10), n=10))
        text = page(emi)
        assert "Sunrise today" in text
        assert "The team at a glance" not in text


def test_other_slices_add_their_panels(page, plan, ben, aiko, monkeypatch):
    def greet(asked):
        if not asked.manages:
            yield panels.Panel("greeting", 1, "boards/nobody.html", {})

    monkeypatch.setattr(panels, "SOURCES", [greet])
    assert page(ben) != page(aiko)
    asked = panels.TodayAsked(ben.user, ben, None, TODAY, NOW, manages=False)
    assert [panel.key for panel in panels.panels_for(asked)] == ["greeting"]


def test_it_asks_the_ledger_a_bounded_number_of_times(client, plan, store, ben, aiko, django_assert_max_num_queries):
    load(store, "activities", calls("Ben", TODAY, n=6))
    for person, most in ((ben, 95), (aiko, 95)):
        client.force_login(person.user)
        client.get(URL)
        with django_assert_max_num_queries(most):
            client.get(URL)
