"""Goals for programs: what the pages do, with the same scope."""

import json
from decimal import Decimal

import pytest

from kaname.goals.exchange.exporting import export_goals
from kaname.goals.kgi.drafting import RESERVED
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.models import Goal, GoalChange, PlannedTarget, Target
from kaname.goals.proposing import propose
from kaname.goals.urls import urlpatterns
from kaname.people.models import Team
from tests.goals.conftest import AT

NOVEMBER = {"starts_on": "2026-11-01", "ends_on": "2026-12-01"}
AGAINST_OCTOBER = {"compared_starts_on": "2026-10-01", "compared_ends_on": "2026-11-01"}
CALLS = {"key": "calls", "metric": "calls", "team": "east", **NOVEMBER, **AGAINST_OCTOBER, "value": 12}
TREE = {
    "metric": "revenue",
    "op": "product",
    "of": [
        {"metric": "deals_won", "planned": 120, "locked": True, "hours_each": 2.5},
        {"metric": "average_deal_amount"},
    ],
}


@pytest.fixture
def ask(sign_in, facts):
    """Sends JSON as a person; answers (status, what came back)."""

    def asked(person, method, path, data=None):
        client = sign_in(person)
        body = json.dumps(data) if data is not None else None
        answer = client.generic(method, f"/api/goals/{path}", body or "", content_type="application/json")
        return answer.status_code, answer.json()

    return asked


@pytest.fixture
def calls(ask, aiko):
    """Aiko's draft: East makes 12 calls in November, after 3 in October."""
    status, goal = ask(aiko, "POST", "", CALLS)
    assert status == 201
    return goal


@pytest.fixture
def published(ask, emi, calls, ben, chie):
    """The same in force, with targets for Ben and for Chie of another team."""
    goal = Goal.objects.get(key="calls")
    add_kpi(goal, metric_key="connects", by=None, at=AT)
    for person in (ben, chie):
        PlannedTarget.objects.create(
            goal=goal, metric_key="connects", person=person, starts_on=goal.starts_on, ends_on=goal.ends_on, value=4
        )
    assert ask(emi, "POST", "calls/publication/", {"reason": "Our plan"})[0] == 200
    return Goal.objects.get(key="calls")


def code_of(answer):
    status, body = answer
    return status, body["error"]["code"]


def test_a_goal_begins_with_the_actual_as_its_baseline(calls):
    """Ben made 3 calls in October."""
    assert calls["state"] == "draft"
    assert (float(calls["value"]), float(calls["baseline"])) == (12, 3)
    assert calls["compared"] == {"starts_on": "2026-10-01", "ends_on": "2026-11-01"}
    assert calls["people"] == [{"key": "aiko", "name": "Aiko", "email": "aiko@example.com"}]


def test_without_days_to_compare_with_those_of_the_prior_year_are(ask, aiko):
    goal = ask(aiko, "POST", "", {"metric": "calls", "team": "east", **NOVEMBER})[1]
    assert goal["key"] == "calls-2026-11"
    assert goal["compared"] == {"starts_on": "2025-11-01", "ends_on": "2025-12-01"}
    assert goal["baseline"] is None


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"key": "calls"}, 422, "goal_key_taken"),
        ({"key": "import"}, 422, "goal_key_malformed"),
        ({"key": "Calls 2026"}, 422, "goal_key_malformed"),
        ({"key": "x" * 65}, 422, "goal_key_malformed"),
        ({"metric": "nothing"}, 404, "metric_unknown"),
        ({"team": "west"}, 404, "not_found"),
        ({"team": None}, 404, "not_found"),
        ({"team": "nothing"}, 404, "not_found"),
        ({"parent": "nothing"}, 404, "not_found"),
        ({"ends_on": "2026-11-01"}, 422, "dates_reversed"),
        ({"ends_on": "2326-11-01"}, 422, "period_out_of_reach"),
        ({"compared_ends_on": "2026-09-01"}, 422, "dates_reversed"),
        ({"value": 1e15}, 422, "value_too_large"),
        ({"value": "0.0000001"}, 422, "value_too_fine"),
        ({"value": "much"}, 422, "value_unreadable"),
        ({"upper": 20}, 422, "upper_unwanted"),
        ({"baseline": 5}, 422, "reason_needed"),
        ({"name": "x" * 201}, 422, "text_too_long"),
        ({"market_growth": -1}, 422, "share_out_of_range"),
        ({"market_metric": "weather"}, 404, "metric_unknown"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_begin_is_refused_whole(ask, aiko, calls, more, status, code):
    assert code_of(ask(aiko, "POST", "", CALLS | {"key": "new-one"} | more)) == (status, code)
    assert Goal.objects.count() == 1


def test_every_address_beside_those_of_goals_is_reserved():
    first = {str(one.pattern).partition("/")[0] for one in urlpatterns}
    taken = {name for name in first if name and "<" not in name and "." not in name}
    assert taken <= RESERVED


def test_drafts_are_there_for_those_who_set_them(ask, calls, ben, chie, emi, aiko):
    assert [ask(who, "GET", "calls/")[0] for who in (aiko, emi, ben, chie)] == [200, 200, 404, 404]
    assert [ask(who, "GET", "")[1]["total"] for who in (aiko, emi, ben, chie)] == [1, 1, 0, 0]
    for path in ("publication/", "archiving/", "selections/", "csfs/", "kpis/"):
        body = {"reason": "?", "csf": 1, "name": "x", "metric": "calls"}
        assert ask(ben, "POST", f"calls/{path}", body)[0] == 404
    assert ask(chie, "PATCH", "calls/", {"name": "Mine"})[0] == 404
    assert ask(chie, "PUT", "calls/tree/", {"tree": {"metric": "calls"}})[0] == 404


def test_goals_are_listed_by_state_team_and_metric(ask, emi, published):
    ask(emi, "POST", "", {"metric": "revenue", **NOVEMBER})

    def keys(query):
        return [goal["key"] for goal in ask(emi, "GET", query)[1]["items"]]

    assert keys("") == ["calls", "revenue-2026-11"]
    assert keys("?state=draft") == ["revenue-2026-11"]
    assert keys("?state=published") == ["calls"]
    assert keys("?state=archived") == []
    assert keys("?team=east") == ["calls"]
    assert keys("?team=organisation") == ["revenue-2026-11"]
    assert keys("?metric=revenue") == ["revenue-2026-11"]
    assert ask(emi, "GET", "?state=lost")[0] == 422
    line = ask(emi, "GET", "?metric=calls")[1]["items"][0]
    assert (line["state"], float(line["value"]), float(line["gap"])) == ("published", 12, 9)
    assert ask(emi, "GET", "?size=1&page=2")[1]["items"][0]["key"] == "revenue-2026-11"


def test_a_draft_changes_freely(ask, aiko, calls):
    Goal.objects.filter(key="calls").update(typed={"value": "12"})
    goal = ask(aiko, "PATCH", "calls/", {"name": "More  calls", "value": "13", "market_growth": "0.06"})[1]
    assert (goal["name"], float(goal["value"]), float(goal["market"]["growth"])) == ("More calls", 13, 0.06)
    assert Goal.objects.get(key="calls").typed == {}
    assert GoalChange.objects.filter(kind="changed").count() == 0


def test_another_baseline_needs_its_reason_and_can_be_taken_back(ask, aiko, calls):
    assert code_of(ask(aiko, "PATCH", "calls/", {"baseline": 5})) == (422, "reason_needed")
    goal = ask(aiko, "PATCH", "calls/", {"baseline": 5, "baseline_reason": "The phone's own count"})[1]
    assert (float(goal["baseline"]), goal["baseline_reason"]) == (5, "The phone's own count")
    goal = ask(aiko, "PATCH", "calls/", {"baseline": None})[1]
    assert (float(goal["baseline"]), goal["baseline_reason"]) == (3, "")


def test_another_metric_alone_does_not_turn_calls_into_yen(ask, aiko, calls):
    assert code_of(ask(aiko, "PATCH", "calls/", {"metric": "revenue"})) == (422, "figure_of_other_unit")
    assert ask(aiko, "PATCH", "calls/", {"metric": "revenue", "value": "330M"})[1]["value"] in (
        "330000000",
        330_000_000,
    )
    assert ask(aiko, "PATCH", "calls/", {"metric": "calls", "value": None})[1].get("value") is None


def test_effects_stated_for_another_metric_wait(ask, aiko, calls):
    ask(aiko, "POST", "calls/csfs/", {"name": "More people", "effect_low": 2, "effect_high": 4, "confidence": 1})
    ask(aiko, "PATCH", "calls/", {"metric": "revenue", "value": "330M"})
    (csf,) = ask(aiko, "GET", "calls/csfs/")[1]
    assert (csf["effect_low"], csf["set_aside"][0]["metric"], float(csf["set_aside"][0]["effect_high"])) == (
        None, "calls", 4,
    )  # fmt: skip
    assert ask(aiko, "GET", "calls/ranking/")[1]["lines"][0]["missing"] == ["effect_low", "effect_high"]


def test_other_days_are_compared_as_the_ones_before(ask, aiko):
    ask(aiko, "POST", "", {"key": "year", "metric": "calls", "team": "east", **NOVEMBER})
    goal = ask(aiko, "PATCH", "year/", {"starts_on": "2026-12-01", "ends_on": "2027-01-01"})[1]
    assert goal["compared"] == {"starts_on": "2025-12-01", "ends_on": "2026-01-01"}


def test_of_a_goal_that_counts_only_what_has_no_history_of_its_own_changes(ask, aiko, published):
    assert code_of(ask(aiko, "PATCH", "calls/", {"value": 13, "reason": "?"})) == (422, "goal_counts")
    assert code_of(ask(aiko, "PATCH", "calls/", {"name": "Twelve"})) == (422, "reason_needed")
    assert ask(aiko, "PATCH", "calls/", {"name": "Twelve", "reason": "Clearer"})[1]["name"] == "Twelve"
    assert GoalChange.objects.get(kind="changed").reason == "Clearer"


def test_a_goal_counts_stops_and_counts_again(ask, aiko, emi, published):
    assert code_of(ask(aiko, "POST", "calls/publication/", {})) == (422, "goal_counts_already")
    assert code_of(ask(emi, "POST", "calls/archiving/", {})) == (422, "reason_needed")
    assert ask(emi, "POST", "calls/archiving/", {"reason": "Over"})[1]["state"] == "archived"
    assert not Target.objects.in_force().exists()
    assert code_of(ask(emi, "PATCH", "calls/", {"name": "x", "reason": "y"})) == (422, "goal_is_archived")
    assert ask(emi, "POST", "calls/restoration/")[1]["state"] == "published"
    assert Target.objects.in_force().count() == 3


def test_those_who_carry_a_goal_see_their_own_part(ask, ben, aiko, published):
    mine = Target.objects.get(person=ben)
    propose(mine, value=Decimal(3), reason="Leave", by=ben.user, at=AT)
    Goal.objects.filter(pk=published.pk).update(sheet={"metrics": {"connects": {"left_out": ["person:chie"]}}})
    goal = ask(ben, "GET", "calls/")[1]
    assert {(one["person"], one["kgi"]) for one in goal["targets"]} == {("ben", False), (None, True)}
    assert [one["person"] for one in goal["planned"]] == ["ben"]
    assert [len(one["proposals"]) for one in goal["targets"]] == [0, 1]
    assert (goal["sheet"], {one["email"] for one in goal["people"]}) == ({}, {""})
    assert {one["key"] for one in goal["people"]} == {"aiko", "emi", "ben"}
    assert {one["person"] for one in ask(aiko, "GET", "calls/")[1]["targets"]} == {"ben", "chie", None}


def test_candidates_are_added_changed_and_one_is_chosen(ask, aiko, calls):
    assert code_of(ask(aiko, "POST", "calls/csfs/", {"name": " "})) == (422, "csf_name_needed")
    status, one = ask(aiko, "POST", "calls/csfs/", {"name": "Lists", "effect_low": 2, "effect_high": "3.5"})
    assert (status, one["name"], float(one["effect_high"]), one["selected"]) == (201, "Lists", 3.5, None)
    other = ask(aiko, "POST", "calls/csfs/", {"name": "Hours", "metrics": ["calls"]})[1]
    path = f"calls/csfs/{one['id']}/"
    assert code_of(ask(aiko, "PATCH", path, {"effect_high": 1})) == (422, "effect_reversed")
    assert ask(aiko, "PATCH", path, {"budget": 100})[1]["effect_low"] is not None
    assert code_of(ask(aiko, "POST", "calls/selections/", {"csf": one["id"]})) == (422, "reason_needed")
    assert ask(aiko, "POST", "calls/selections/", {"csf": one["id"], "reason": "Cheap"})[1]["selected"] == "Cheap"
    assert code_of(ask(aiko, "POST", f"{path}removal/")) == (422, "csf_is_selected")
    ask(aiko, "POST", "calls/selections/", {"csf": other["id"], "reason": "Better"})
    assert ask(aiko, "POST", f"{path}removal/")[1]["removed_at"]
    listed = ask(aiko, "GET", "calls/csfs/")[1]
    assert [(csf["name"], csf["selected"]) for csf in listed] == [("Hours", "Better"), ("Lists", None)]
    assert ask(aiko, "POST", f"{path}restoration/")[1]["removed_at"] is None
    assert [one["reason"] for one in ask(aiko, "GET", "calls/")[1]["selections"]] == ["Cheap", "Better"]


def test_a_candidate_of_another_goal_is_not_found(ask, aiko, emi, calls):
    ask(emi, "POST", "", {"key": "company", "metric": "calls", **NOVEMBER})
    foreign = ask(emi, "POST", "company/csfs/", {"name": "Elsewhere"})[1]["id"]
    assert ask(aiko, "PATCH", f"calls/csfs/{foreign}/", {"name": "Mine"})[0] == 404
    assert ask(aiko, "POST", "calls/selections/", {"csf": foreign, "reason": "?"})[0] == 404


def test_a_fourth_kpi_is_refused_with_those_that_could_make_room(ask, aiko, calls):
    for metric in ("connects", "appointments", "deals_won"):
        assert ask(aiko, "POST", "calls/kpis/", {"metric": metric})[0] == 201
    status, answer = ask(aiko, "POST", "calls/kpis/", {"metric": "emails"})
    assert (status, answer["error"]["code"]) == (422, "kpi_limit")
    assert sorted(answer["error"]["fields"].values()) == ["appointments", "connects", "deals_won"]
    old = next(int(pk) for pk, metric in answer["error"]["fields"].items() if metric == "appointments")
    status, kpi = ask(aiko, "POST", "calls/kpis/", {"metric": "emails", "instead_of": old, "grain": "week"})
    assert (status, kpi["position"], kpi["grain"]) == (201, 2, "week")
    rest = ask(aiko, "POST", f"calls/kpis/{kpi['id']}/removal/", {})[1]
    assert [one["metric"] for one in rest] == ["connects", "deals_won"]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"metric": "nothing"}, 404, "metric_unknown"),
        ({"metric": "emails", "team": "west"}, 404, "not_found"),
        ({"metric": "emails", "grain": "day"}, 422, "invalid"),
        ({"metric": "emails", "instead_of": 999}, 404, "not_found"),
        ({"metric": "connects"}, 422, "kpi_taken"),
    ],
)
def test_a_kpi_that_cannot_be_is_refused(ask, aiko, calls, asked, status, code):
    ask(aiko, "POST", "calls/kpis/", {"metric": "connects"})
    assert code_of(ask(aiko, "POST", "calls/kpis/", asked)) == (status, code)


def test_a_tree_is_put_whole(ask, aiko, calls):
    ask(aiko, "POST", "", {"key": "money", "metric": "revenue", "team": "east", **NOVEMBER})
    assert ask(aiko, "GET", "money/tree/")[1] == {"tree": None}
    assert ask(aiko, "PUT", "money/tree/", {"tree": TREE}) == (200, {"tree": TREE})
    assert ask(aiko, "GET", "money/tree/")[1] == {"tree": TREE}
    ask(aiko, "PUT", "money/tree/", {"tree": {"metric": "revenue"}})
    assert ask(aiko, "GET", "money/")[1]["tree"]["of"] == []
    assert code_of(ask(aiko, "PUT", "calls/tree/", {"tree": TREE})) == (422, "ready_tree_unfit")


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        ({"op": "sum", "of": [{"metric": "calls"}, {"metric": "visits"}]}, "units_differ"),
        ({"op": "ratio", "of": [{"metric": "calls"}]}, "two_parts_needed"),
        ({"op": "sum", "of": []}, "parts_needed"),
        ({"of": [{"metric": "calls"}]}, "parts_needed"),
        ({"op": "sum", "of": [{"metric": "revenue"}, {"metric": "expansion_revenue"}]}, "metric_below_itself"),
        ({"op": "add"}, "invalid"),
        ({"locked": True}, "invalid"),
        ({"planned": "many"}, "invalid"),
        ({"op": "weighted_sum", "of": [{"metric": "expansion_revenue"}] * 201}, "metric_twice"),
    ],
)
def test_a_tree_that_is_none_is_refused(ask, aiko, calls, tree, code):
    ask(aiko, "POST", "", {"key": "money", "metric": "revenue", "team": "east", **NOVEMBER})
    ask(aiko, "PUT", "money/tree/", {"tree": TREE})
    assert code_of(ask(aiko, "PUT", "money/tree/", {"tree": {"metric": "revenue"} | tree})) == (422, code)
    assert ask(aiko, "GET", "money/tree/")[1] == {"tree": TREE}


def test_the_verdict_can_be_checked_by_hand(ask, aiko, calls):
    """From 3 calls in October to 12 in November: 9 more, which is growth of 300 %."""
    found = ask(aiko, "GET", "calls/verdict/")[1]
    assert (found["target"], found["baseline"], found["gap"]) == (12, 3, 9)
    assert found["actual"]["value"] == 3
    assert found["actual"]["begins_late"] is True
    assert found["feasibility"]["required"]["nearest"] == pytest.approx(3)
    assert found["feasibility"]["grade"] == "too_little_data"
    assert found["capacity"]["hours_before"] > 0


def test_the_verdict_waits_for_what_should_be_reached(ask, aiko):
    ask(aiko, "POST", "", CALLS | {"value": None})
    found = ask(aiko, "GET", "calls/verdict/")[1]
    assert (found["target"], found["gap"], found["feasibility"]) == (None, None, None)


def test_the_list_takes_as_many_queries_for_ten_as_for_one(ask, emi, calls, django_assert_max_num_queries):
    for number in range(9):
        ask(emi, "POST", "", {"key": f"goal-{number}", "metric": "calls", **NOVEMBER})
    with django_assert_max_num_queries(15):
        assert ask(emi, "GET", "")[1]["total"] == 10


def test_nobody_is_answered_without_signing_in(client, facts):
    assert client.get("/api/goals/").status_code == 401
    assert client.get("/api/goals/calls/").status_code == 401


class TestTargetsInWords:
    """Ben made 3 calls in October: growth is over these."""

    @pytest.mark.parametrize(("typed", "value"), [("+20%", 4), ("+100%", 6), ("1.2千", 1200), ("12", 12), (12.0, 12)])
    def test_they_are_read_as_on_the_page(self, ask, aiko, typed, value):
        status, goal = ask(aiko, "POST", "", CALLS | {"value": typed})
        assert status == 201, goal
        assert (float(goal["baseline"]), float(goal["value"])) == (3, value)

    @pytest.mark.parametrize(
        ("typed", "code"), [("+2pt", "growth_of_other_unit"), ("many", "value_unreadable"), (7.5, "value_not_whole")]
    )
    def test_or_refused_in_the_same_words(self, ask, aiko, calls, typed, code):
        assert code_of(ask(aiko, "PATCH", "calls/", {"value": typed})) == (422, code)

    def test_a_goal_that_counts_is_not_changed_by_them_either(self, ask, aiko, published):
        assert code_of(ask(aiko, "PATCH", "calls/", {"value": "+20%", "reason": "More"})) == (422, "goal_counts")


class TestFiles:
    def test_what_goes_out_comes_in_again(self, ask, sign_in, dai, calls):
        text = sign_in(dai).get("/api/goals/export/", {"key": "calls"}).content.decode()
        assert "key: calls" in text
        Goal.objects.all().delete()
        status, looked = ask(dai, "POST", "import/", {"text": text})
        assert (status, looked["created"], looked["applied"]) == (200, ["calls"], False)
        assert not Goal.objects.exists()
        assert ask(dai, "POST", "import/", {"text": text, "apply": True})[1]["applied"]
        assert sign_in(dai).get("/api/goals/export/").content.decode() == text

    def test_what_is_missing_is_listed_and_made_when_asked(self, ask, dai, calls):
        text = export_goals(["calls"]).replace("east", "north").replace("East", "North").replace("calls", "calls-2", 1)
        looked = ask(dai, "POST", "import/", {"text": text, "apply": True})[1]
        assert [(one["kind"], one["key"]) for one in looked["missing"]] == [("team", "north")]
        assert not looked["applied"]
        assert ask(dai, "POST", "import/", {"text": text, "apply": True, "create_missing": True})[1]["applied"]
        assert Team.objects.filter(key="north").exists()

    def test_problems_say_where(self, ask, dai, facts):
        status, looked = ask(dai, "POST", "import/", {"text": "goals:\n- key: x\n  value: much\n", "apply": True})
        assert status == 200
        assert not looked["applied"]
        assert {"goals[0].value"} <= {one["where"] for one in looked["problems"]}

    def test_only_those_who_see_everything_bring_goals_in(self, ask, aiko, calls):
        asked = {"text": "goals: []", "apply": True}
        assert code_of(ask(aiko, "POST", "import/", asked)) == (422, "not_yours_to_import")

    def test_only_what_is_yours_goes_out(self, sign_in, ben, chie, aiko, calls):
        assert sign_in(aiko).get("/api/goals/export/").status_code == 200
        for who in (ben, chie):
            assert sign_in(who).get("/api/goals/export/").status_code == 404
            assert sign_in(who).get("/api/goals/export/", {"key": "calls"}).status_code == 404
