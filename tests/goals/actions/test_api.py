"""Action plans for programs: what the pages do, with the same scope."""

import json
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from kaname.goals.actions.planning import archive_initiative
from kaname.goals.kgi.publishing import archive_goal
from kaname.goals.models import Action, ActionTick, GoalChange, Initiative, OnClosed
from kaname.people.operations import publish_directory
from tests.goals.actions.conftest import AT
from tests.goals.conftest import batch, call

pytestmark = pytest.mark.django_db
MAIL = {"name": "Mail", "starts_on": "2026-11-02", "cadence": "rrule:freq=weekly;byday=mo,th", "quota": "2.5"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def ask(sign_in, store):
    """Sends JSON as a person; answers (status, what came back)."""

    def asked(person, method, path, data=None):
        body = json.dumps(data) if data is not None else ""
        answer = sign_in(person).generic(method, f"/api/{path}", body, content_type="application/json")
        return answer.status_code, answer.json()

    return asked


def code_of(answer):
    status, body = answer
    return status, body["error"]["code"]


def test_a_plan_is_made_changed_archived_and_taken_up_again(ask, aiko, ben, east, kpi):
    under = f"goals/autumn/kpis/{kpi.pk}/initiatives/"
    status, made = ask(aiko, "POST", under, {"name": "Reach more", "starts_on": "2026-11-01", "why": "Few know us"})
    assert (status, made["metric"], made["team"], made["actions"], made["share"]) == (201, "calls", None, [], None)
    path = f"initiatives/{made['id']}/"
    status, planned = ask(aiko, "POST", f"{path}actions/", MAIL | {"teams": ["east"], "people": ["ben"]})
    assert status == 201
    (action,) = planned["actions"]
    assert (action["cadence"], float(action["quota"])) == ("FREQ=WEEKLY;BYDAY=MO,TH", 2.5)
    assert (action["teams"], action["people"], action["metric"]) == (["east"], ["ben"], None)
    changed = ask(aiko, "PATCH", f"actions/{action['id']}/", {"people": [], "on_closed": "move", "metric": "calls"})[1]
    (action,) = changed["actions"]
    assert (action["teams"], action["people"], action["metric"], action["name"]) == (["east"], [], "calls", "Mail")
    assert Action.objects.get().on_closed == OnClosed.MOVE
    assert ask(aiko, "PATCH", path, {"ends_on": "2027-01-01", "team": "east"})[1]["team"] == "east"
    for address in (path, f"actions/{action['id']}/"):
        gone = ask(aiko, "POST", f"{address}archiving/")[1]
        assert gone["archived_at"] or gone["actions"][0]["archived_at"]
        back = ask(aiko, "POST", f"{address}restoration/")[1]
        assert (back["archived_at"], back["actions"][0]["archived_at"]) == (None, None)
    assert [one["id"] for one in ask(ben, "GET", under)[1]] == [made["id"]]
    told = [one.details["what"] for one in GoalChange.objects.filter(kind="plan_changed")]
    assert told == [
        "initiative_added", "action_added", "action_changed", "initiative_changed", "initiative_archived",
        "initiative_restored", "action_archived", "action_restored",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"name": " "}, 422, "plan_name_needed"),
        ({"name": "x" * 201}, 422, "invalid"),
        ({"cadence": "sometimes"}, 422, "cadence_unknown"),
        ({"quota": 0}, 422, "plan_quota_unfit"),
        ({"quota": "1.005"}, 422, "invalid"),
        ({"metric": "connect_rate"}, 422, "plan_metric_unfit"),
        ({"starts_on": "2026-10-01"}, 422, "plan_days_outside"),
        ({"starts_on": "0001-01-01"}, 422, "plan_day_out_of_reach"),
        ({"ends_on": "2026-11-02"}, 422, "dates_reversed"),
        ({"teams": []}, 422, "plan_owner_missing"),
        ({"teams": ["west"]}, 404, "not_found"),
        ({"people": ["chie"]}, 404, "not_found"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_planned_is_refused(ask, aiko, chie, initiative, more, status, code):
    asked = MAIL | {"teams": ["east"]} | more
    assert code_of(ask(aiko, "POST", f"initiatives/{initiative.pk}/actions/", asked)) == (status, code)
    assert not Action.objects.exists()


def test_others_find_no_plan_to_change(ask, ben, chie, aiko, east, kpi, initiative, plan):
    action = plan(east)
    under = f"goals/autumn/kpis/{kpi.pk}/initiatives/"
    new = {"name": "Mine", "starts_on": "2026-11-01"}
    for method, path, body in (
        ("POST", under, new),
        ("PATCH", f"initiatives/{initiative.pk}/", {"name": "Mine"}),
        ("POST", f"initiatives/{initiative.pk}/archiving/", None),
        ("POST", f"initiatives/{initiative.pk}/restoration/", None),
        ("POST", f"initiatives/{initiative.pk}/actions/", MAIL | {"people": ["ben"]}),
        ("PATCH", f"actions/{action.pk}/", {"name": "Mine"}),
        ("POST", f"actions/{action.pk}/archiving/", None),
        ("POST", f"actions/{action.pk}/restoration/", None),
    ):
        assert [ask(who, method, path, body)[0] for who in (ben, chie)] == [404, 404], path
    for path in (under, f"initiatives/{initiative.pk}/", f"initiatives/{initiative.pk}/effect/"):
        assert [ask(who, "GET", path)[0] for who in (ben, chie)] == [200, 404], path
    assert (Action.objects.get().name, Initiative.objects.get().name) == ("Call", "Reach more")
    archive_goal(kpi.goal, reason="Over", by=aiko.user, at=AT)
    assert code_of(ask(aiko, "PATCH", f"actions/{action.pk}/", {"name": "New"})) == (422, "goal_is_archived")


def test_a_tick_counts_until_it_is_taken_back(ask, ben, aiko, chie, plan):
    action = plan(ben, cadence="FREQ=WEEKLY", quota=2)
    due = ask(ben, "GET", "actions/due/")[1]
    assert [(one["action"], one["quota"], one["done"], one["starts_on"], one["ends_on"]) for one in due] == [
        (action.pk, 2, 0, "2026-11-23", "2026-11-30")
    ]
    status, ticked = ask(ben, "POST", f"actions/{action.pk}/ticks/", {"amount": "1.5", "note": "Two, nearly"})
    assert (status, ticked["day"], ticked["person"]) == (201, "2026-11-24", "ben")
    (now,) = ask(aiko, "GET", "actions/due/?person=ben&day=2026-11-27")[1]
    assert (now["done"], now["note"], now["ticks"]) == (1.5, "Two, nearly", [ticked["id"]])
    undo = f"actions/{action.pk}/ticks/{ticked['id']}/undoing/"
    assert ask(chie, "POST", undo)[0] == 404
    assert ask(aiko, "POST", undo)[1]["undone_at"] is not None
    assert ask(ben, "GET", "actions/due/")[1][0]["done"] == 0


def test_nobody_ticks_for_others_or_ahead(ask, ben, chie, aiko, plan):
    action = plan(ben)
    path = f"actions/{action.pk}/ticks/"
    assert ask(chie, "POST", path)[0] == 422  # a body is needed
    assert ask(chie, "POST", path, {})[0] == 404  # it is not Chie's
    assert ask(chie, "POST", path, {"person": "ben"})[0] == 404
    assert ask(ben, "POST", path, {"person": "aiko"})[0] == 404
    assert code_of(ask(ben, "POST", path, {"day": "2026-11-25"})) == (422, "tick_ahead")
    assert ask(ben, "POST", path, {"day": "0001-01-01"})[0] == 404
    assert ask(ben, "POST", path, {"day": "9999-12-31"})[0] == 404
    assert code_of(ask(ben, "POST", path, {"amount": 0})) == (422, "tick_says_nothing")
    assert ask(chie, "GET", "actions/due/?person=ben")[0] == 404
    assert not ActionTick.objects.exists()
    assert ask(aiko, "POST", path, {"person": "ben", "day": "2026-11-20"})[0] == 201


def test_facts_count_and_a_tick_only_says_something(ask, ben, store, plan):
    action = plan(ben, metric_key="calls", quota=3)
    publish_directory(store)
    calls = [call(number, "ben", date(2026, 11, 24), "connected") for number in (1, 2)]
    store.load(source="crm", batch_id="calls", records=[("activities", batch("activities", calls))], at=AT)
    assert ask(ben, "POST", f"actions/{action.pk}/ticks/", {"amount": 5, "note": "Hard"})[1]["amount"] in ("0", 0)
    (due,) = ask(ben, "GET", "actions/due/")[1]
    assert (due["counted"], due["done"], due["quota"], due["note"]) == (True, 2, 3, "Hard")


def test_adherence_is_done_by_due_of_those_one_may_see(ask, ben, aiko, chie, emi, east, plan):
    """Mondays and Thursdays of November: 5, 9, 12, 16, 19 and 2 are over; the 23rd is a holiday. Ben did four of six,
    twice as much on one of them."""
    action = plan(east, cadence="FREQ=WEEKLY;BYDAY=MO,TH")
    for day, amount in ((2, 1), (5, 2), (9, 1), (19, 1)):
        ActionTick.objects.create(action=action, person=ben, done_on=date(2026, 11, day), amount=amount, at=AT)
    (line,) = ask(aiko, "GET", "actions/adherence/?team=east")[1]
    assert line == {
        "action": action.pk, "person": "ben", "due": 6, "done": 4, "share": pytest.approx(4 / 6),
        "occurrences": 6, "kept": 4, "run": 1,
    }  # fmt: skip
    first = ask(ben, "GET", "actions/adherence/?since=2026-11-01&until=2026-11-10")[1]
    assert [(one["due"], one["done"], one["run"]) for one in first] == [(3, 3, 3)]
    assert ask(chie, "GET", "actions/adherence/")[1] == []
    assert ask(chie, "GET", "actions/adherence/?person=ben")[0] == 404
    assert ask(chie, "GET", "actions/adherence/?team=east")[0] == 404
    assert ask(emi, "GET", "actions/adherence/?person=ben")[1] == [line]
    for query, code in (
        ("since=2026-11-10&until=2026-11-10", "dates_reversed"),
        ("since=2020-01-01&until=2026-01-01", "plan_days_too_many"),
        ("since=0001-01-01&until=0001-02-01", "plan_day_out_of_reach"),
    ):
        assert code_of(ask(aiko, "GET", f"actions/adherence/?{query}")) == (422, code)
    plan_share = ask(ben, "GET", f"initiatives/{action.initiative_id}/")[1]["share"]
    assert plan_share == pytest.approx(4 / 6)


def test_a_goal_answers_with_the_plans_that_one_may_see(ask, ben, aiko, kpi, initiative, east, plan, west, chie):
    plan(ben, quota=Decimal(2))
    Initiative.objects.create(kpi=kpi, name="Theirs", team=west, starts_on=date(2026, 11, 1), created_at=AT)
    archive_initiative(initiative, by=aiko.user, at=AT)
    names = {
        who.key: [one["name"] for one in ask(who, "GET", "goals/autumn/")[1]["kpis"][0]["initiatives"]]
        for who in (aiko, ben)
    }
    assert names == {"aiko": ["Reach more", "Theirs"], "ben": ["Reach more"]}
    answer = ask(ben, "GET", "goals/autumn/")[1]
    assert answer["kpis"][0]["initiatives"][0]["actions"][0]["owners"] == [{"team": None, "person": "ben"}]
    assert {"key": "ben", "name": "Ben", "email": ""} in answer["people"]


def test_before_a_week_is_over_nothing_is_said_of_the_effect(ask, ben, initiative):
    assert ask(ben, "GET", f"initiatives/{initiative.pk}/effect/")[1]["grade"] == "too_little_data"
    Initiative.objects.update(starts_on=date(2026, 11, 24))
    assert ask(ben, "GET", f"initiatives/{initiative.pk}/effect/")[0] == 200
