"""What would break the pages of a goal for good is refused where it is sent, and nobody writes beside the mark."""

import json

import pytest

from kaname.goals.csf.candidates import add_csf
from kaname.goals.errors import GoalsError
from kaname.goals.exchange.importing import import_goals
from kaname.goals.kgi.publishing import archive_goal, discard_goal, publish_goal
from kaname.goals.kpi_tree.planting import plant, use_ready_tree
from kaname.goals.kpis.choosing import add_kpi, remove_kpi
from kaname.goals.models import Goal, Node, PlannedTarget, Target
from tests.goals.conftest import AT, url
from tests.goals.kgi_world import begun, fiscal
from tests.goals.spreading_world import QUARTER, draft

SIGNED = {"by": None, "at": AT}
PAGES = ("goal_kgi", "goal_csf", "goal_tree", "goal_people", "goal_confirmation", "goal_value_chain")


@pytest.fixture
def goal(store, east, aiko, ben):
    return draft(east, value=300)


@pytest.fixture
def ask(sign_in, aiko):
    def asked(method, path, data):
        answer = sign_in(aiko).generic(method, f"/api/{path}", json.dumps(data), content_type="application/json")
        return answer.status_code, answer.json().get("error", {}).get("code")

    return asked


def all_open(client, goal):
    return all(client.get(url(name, goal.key)).status_code in (200, 302) for name in PAGES)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"market_growth": "99999999"}, "value_too_large"),
        ({"market_growth": "0.00000001"}, "value_too_fine"),
        ({"compared_starts_on": "0001-01-01", "compared_ends_on": "0001-01-02"}, "period_out_of_reach"),
        ({"compared_starts_on": "9999-12-30", "compared_ends_on": "9999-12-31"}, "period_out_of_reach"),
        ({"metric": ""}, "goal_without_metric"),
        ({"parent": "elsewhere"}, "parent_unfit"),
    ],
)
def test_programs_cannot_break_a_draft(ask, sign_in, aiko, goal, asked, code):
    begun(period=fiscal(2030), team=None, key="elsewhere", metric="revenue").save()
    Goal.objects.filter(key="elsewhere").update(published_at=None, team=goal.team)
    assert ask("PATCH", "goals/goal/", asked) == (422, code)
    assert all_open(sign_in(aiko), goal)
    assert sign_in(aiko).get(url("goals")).status_code == 200


@pytest.mark.parametrize("effort", ["99999999999", "99999999999999", "1e30"])
def test_nor_can_a_form_break_a_candidate(sign_in, aiko, goal, effort):
    client, csf = sign_in(aiko), add_csf(goal, name="Talks", **SIGNED)
    client.post(url("goal_csf_candidate", goal.key, csf.pk), {"name": "Talks", "effort_days": effort})
    csf.refresh_from_db()
    assert csf.effort_days is None
    assert csf.typed["effort_days"] == effort
    assert all_open(client, goal)


@pytest.mark.parametrize(
    "days",
    [
        {"period": "other", "first_on": "0001-01-01", "last_on": "2027-01-01"},
        {"period": "other", "first_on": "2027-01-01", "last_on": "9999-12-31"},
        {"against": "other_days", "compared_first_on": "0001-01-01", "compared_last_on": "9999-12-31"},
    ],
)
def test_days_beyond_the_calendars_are_named_beside_their_field(sign_in, aiko, goal, days):
    answer = sign_in(aiko).post(url("goal_kgi", goal.key), days, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "A target is for days from" in answer.content.decode()
    goal.refresh_from_db()
    assert goal.period == QUARTER


@pytest.mark.parametrize(
    "details",
    [
        "{node: [1]}", "{fields: [plan], fixed: abc, metric: revenue}", "{fields: [plan], fixed: 1.0e+999}",
        "{fields: [plan], hours_each: {a: 1}, metric: [1]}", "{metric: {a: b}}", "{after: {metric: [1]}}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["changed", "tree_changed"])
def test_decisions_in_a_file_can_be_told(organisation, details, kind):
    text = (
        "kaname: goals\nversion: 1\ngoals:\n- key: told\n  metric: revenue\n  starts_on: 2026-04-01\n"
        "  ends_on: 2027-04-01\n  created: {at: 2026-04-01T00:00:00Z}\n"
        f"  changes:\n  - {{kind: {kind}, details: {details}, at: 2026-04-01T00:00:00Z}}\n"
    )
    found = import_goals(text, apply=True, **SIGNED)
    assert any(problem.where.startswith("goals[0].changes[0].details") for problem in found.problems), found
    assert not Goal.objects.exists()


class TestTheSheetThatIsMeant:
    @pytest.fixture
    def two(self, goal):
        for metric in ("appointments", "connects"):
            add_kpi(goal, metric_key=metric, **SIGNED)
        return goal

    @pytest.mark.parametrize("named", [{"metric": "appointments"}, {"metric": "nothing"}, {"of": "nowhere"}])
    def test_another_one_is_never_written_instead(self, sign_in, aiko, two, named):
        client = sign_in(aiko)
        remove_kpi(two.kpis.get(metric_key="appointments"), **SIGNED)
        sent = {"metric": "connects", "row": "team", "part": "2027-04-01", "value": "77", "mode": "change"} | named
        assert client.post(url("goal_people_cell", two.key), sent).status_code == 404
        assert client.post(url("goal_people_spread", two.key), sent | {"total": "999"}).status_code == 404
        assert not PlannedTarget.objects.filter(value__in=[77, 999]).exists()


class TestATree:
    @pytest.fixture
    def tree(self, goal):
        plant(goal, **SIGNED)
        return Node.objects.get(goal=goal)

    def test_weights_and_values_have_their_limits(self, ask, sign_in, aiko, goal, tree):
        parts = [{"metric": "connects", "weight": 1e300}, {"metric": "appointments", "weight": -1e300}]
        asked = {"tree": {"metric": "calls", "op": "weighted_sum", "of": parts}}
        assert ask("PUT", "goals/goal/tree/", asked)[1] == "weight_too_large"
        leaf = {"metric": "connects", "planned": 1e15, "locked": True}
        asked = {"tree": {"metric": "calls", "op": "sum", "of": [leaf, {"metric": "appointments"}]}}
        assert ask("PUT", "goals/goal/tree/", asked)[0] == 422
        assert Node.objects.filter(goal=goal).count() == 1

    def test_hours_and_huge_values_leave_the_page_open(self, sign_in, aiko, east, goal):
        money = draft(east, metric="revenue", value=300, key="money")
        use_ready_tree(money, "inside_sales", **SIGNED)
        client, leaf = sign_in(aiko), Node.objects.get(goal=money, metric_key="leads_contacted")
        for sent in ({"hours": "99999999999999"}, {"hours": "10000"}, {"value": "-99999999999999"}):
            client.post(url("goal_kpi_lock", money.key, leaf.pk), sent)
        assert client.get(url("goal_kpis", money.key)).status_code == 200
        leaf.refresh_from_db()
        assert leaf.hours_each == 10_000


def test_restoring_twice_says_so(sign_in, aiko, goal):
    publish_goal(goal, **SIGNED)
    archive_goal(goal, reason="Not now", **SIGNED)
    client = sign_in(aiko)
    for _time in range(2):
        assert client.post(url("goal_restoration", goal.key)).status_code == 302
    assert "there is nothing to undo" in client.get(url("goal", goal.key)).content.decode()


def test_a_goal_that_was_published_a_moment_ago_is_not_discarded(goal):
    """The second window still holds the draft."""
    stale = Goal.objects.get(pk=goal.pk)
    publish_goal(goal, **SIGNED)
    with pytest.raises(GoalsError) as refused:
        discard_goal(stale, **SIGNED)
    assert refused.value.code == "goal_counts_already"
    assert Target.objects.filter(goal=goal).exists()


def test_nor_is_one_published_that_was_discarded(goal):
    stale = Goal.objects.get(pk=goal.pk)
    discard_goal(goal, **SIGNED)
    with pytest.raises(GoalsError) as refused:
        publish_goal(stale, **SIGNED)
    assert refused.value.code == "goal_discarded"
    assert not Target.objects.exists()


def test_nobody_makes_less_than_no_calls(ask, goal):
    assert ask("PATCH", "goals/goal/", {"value": -10}) == (422, "value_negative")
    assert ask("PATCH", "goals/goal/", {"value": "-10"}) == (422, "value_negative")


@pytest.mark.parametrize("ids", [[10**30], [0], list(range(1, 1000))])
def test_notices_are_marked_by_ids_that_can_be(ask, store, ids):
    assert ask("POST", "notices/seen/", {"ids": ids})[0] == 422
