"""The plan of each KPI on the board: who keeps it here, and which have none. Today is Wednesday, 18 November 2026."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from boards.world_of_boards import NOW, TODAY, calls, load
from django.urls import reverse
from django.utils import translation

from kaname.boards.evidence.evidence import evidence_of
from kaname.boards.selection import Subject
from kaname.goals.actions.queries import combined
from kaname.goals.actions.ticking import take_back, tick
from kaname.goals.models import Action, ActionOwner, ActionTick, Goal, Initiative, Kpi, Target
from kaname.people.models import Membership, Person, Role

pytestmark = pytest.mark.django_db
NONE_YET = "no action plan yet"


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def goal(aiko, ben, chie, store):
    """Of the whole organisation: calls and connects are its KPIs, and nobody has planned anything."""
    days = {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 1, 1)}
    target = Target.objects.create(metric_key="appointments", value=Decimal(500), **days)
    found = Goal.objects.create(
        key="autumn", metric_key="appointments", target=target, created_at=NOW, published_at=NOW, **days
    )
    for place, key in enumerate(("calls", "connects"), start=1):
        Kpi.objects.create(goal=found, metric_key=key, position=place)
    load(store, "activities", calls("Ben", date(2026, 11, 10), n=10, reached=2) + calls("Chie", TODAY, n=1))
    return found


@pytest.fixture
def planned(goal, ben):
    """Ten calls a day, and a role-play a week, for the East from Monday, 9 November."""
    initiative = Initiative.objects.create(
        kpi=goal.kpis.get(metric_key="calls"), name="Reach more", starts_on=date(2026, 11, 1), created_at=NOW
    )
    fields = {"initiative": initiative, "starts_on": date(2026, 11, 9)}
    daily = Action.objects.create(name="Ten calls", quota=10, metric_key="calls", **fields)
    weekly = Action.objects.create(name="Role-play", cadence="FREQ=WEEKLY", **fields)
    for action in (daily, weekly):
        ActionOwner.objects.create(action=action, team=ben.memberships.get().team)
    return weekly


@pytest.fixture
def card(client):
    """The card of a metric on somebody's board, as HTML."""

    def look(person, address, key="calls"):
        client.force_login(person.user)
        page = client.get(f"/board/?{address}&chart=connects").content.decode()
        return page[page.index(f'id="kpi-{key}"') :].split("</article>")[0]

    return look


def test_a_kpi_without_a_plan_says_so_and_leads_to_it(goal, card, emi):
    found = card(emi, "of=organisation")
    assert NONE_YET in found
    assert reverse("goals:plan", args=["autumn", goal.kpis.get(metric_key="calls").pk]) in found


def test_a_metric_that_no_goal_follows_says_nothing(goal, card, emi):
    assert "b-plan" not in card(emi, "of=organisation", "appointments")


def test_it_says_how_far_the_teams_people_keep_it(planned, card, aiko, emi):
    # Seven working days are over, of which one was kept: 9 to 13, 16 and 17 November. The role-play of the week that
    # is over was not done, nor what is due of that of the running one: 1 of 9.
    assert "actions kept to 11%" in card(aiko, "team=east")
    assert "actions kept to 11%" in card(emi, "of=organisation")
    assert NONE_YET in card(emi, "team=west")


def test_its_table_says_so_too(client, planned, aiko):
    client.force_login(aiko.user)
    table = client.get("/board/board.csv?team=east").getvalue().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(table))
    shown = {(row["Name"], row["Metric"]): (row["Actions"], row["Adherence"]) for row in rows}
    assert shown["East", "Calls"] == ("2", str(1 / 9))
    assert shown["East", "Connects"] == ("0", "")
    assert shown["East", "Connect rate"] == ("", "")  # no KPI of a goal
    assert shown["Ben", "Calls"] == ("", "")


def test_a_tick_counts_on_the_next_look_and_taken_back_no_more(
    planned, card, aiko, ben, django_capture_on_commit_callbacks
):
    def say(what):
        with django_capture_on_commit_callbacks(execute=True):
            what()

    assert "11%" in card(aiko, "team=east")
    say(lambda: tick(planned, person=ben, day=date(2026, 11, 12), amount=Decimal(1), by=ben.user, at=NOW))
    # 1 of the 1.4 role-plays due so far is 71% of two occurrences: (1 + 1.43) of 9.
    assert "actions kept to 27%" in card(aiko, "team=east")
    say(lambda: take_back(ActionTick.objects.get(), by=ben.user, at=NOW))
    assert "actions kept to 11%" in card(aiko, "team=east")


def test_new_facts_of_a_day_that_is_over_count(planned, card, store, aiko):
    assert "11%" in card(aiko, "team=east")
    load(store, "activities", [row | {"source_id": f"late-{n}"} for n, row in enumerate(
        calls("Ben", date(2026, 11, 11), n=10))])  # fmt: skip
    assert "actions kept to 22%" in card(aiko, "team=east")


def test_it_is_what_a_pack_of_the_month_says(planned, card, aiko):
    found = evidence_of(Subject(team="east"), since=date(2026, 11, 1), until=date(2026, 12, 1), user=aiko.user, at=NOW)
    assert found.kept == combined(found.adherence) == pytest.approx(1 / 9)


def test_a_person_sees_their_own_share(planned, card, ben, aiko, person_in_east):
    assert "actions kept to 11%" in card(ben, "person=ben")
    # Gen has done nothing, so that of the two together half as much is kept: 1 of 18.
    assert "actions kept to 6%" in card(aiko, "team=east")
    assert "actions kept to 6%" in card(ben, "team=east")


@pytest.fixture
def person_in_east(ben):
    gen = Person.objects.create(key="gen", name="Gen", role=Role.MEMBER)
    Membership.objects.create(person=gen, team=ben.memberships.get().team)
    return gen


def test_somebody_from_another_team_sees_none_of_it(client, planned, chie):
    client.force_login(chie.user)
    assert client.get("/board/?team=east").status_code == 404
    assert NONE_YET in client.get("/board/?person=chie").content.decode()


def test_before_anything_is_due_there_is_a_plan_without_a_share(planned, card, aiko):
    Action.objects.update(starts_on=TODAY + timedelta(days=1))
    found = card(aiko, "team=east")
    assert "action plan" in found
    assert NONE_YET not in found
    assert "kept" not in found
