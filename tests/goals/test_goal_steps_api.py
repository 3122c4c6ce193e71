"""The steps of a goal for programs: observations, ranking, what the tree proposes, what a difference comes from."""

from datetime import date

import numpy as np
import pytest

from kaname.goals.kgi.drafting import change_goal
from kaname.goals.kpi_tree.planting import use_ready_tree
from kaname.goals.models import Goal, GoalChange, Node
from tests.goals.conftest import AT
from tests.goals.kgi_world import begun, fiscal
from tests.goals.kpi_tree_world import Expected, generated, load
from tests.goals.test_csf import made_to_count

SIGNED = {"by": None, "at": AT}


@pytest.fixture
def rows(store, aiko, ben, chie):
    made = generated(date(2024, 3, 10), date(2026, 4, 5))
    load(store, made)
    return made


@pytest.fixture
def goal(rows, east):
    """East's revenue of the fiscal year 2025, which is over, 10 % above the year before."""
    goal = begun(period=fiscal(2025), team=east, key="east")
    before = Expected(rows, "east").of("revenue", date(2024, 4, 1), date(2025, 4, 1))
    change_goal(goal, value=round(before * 1.1), baseline=before, **SIGNED)
    use_ready_tree(goal, "inside_sales", **SIGNED)
    return Goal.objects.get(key="east")


def leaves(plan):
    return {node["metric"]: node for node in plan["nodes"] if node["leaf"]}


class TestPlan:
    def test_what_it_proposes_reaches_the_goal(self, ask, aiko, goal):
        status, plan = ask(aiko, "GET", "east/plan/")
        assert status == 200
        assert plan["reaches"]
        proposed = [one["proposed"] for one in leaves(plan).values()]
        assert np.prod(proposed) == pytest.approx(float(goal.value), rel=1e-9)
        assert Node.objects.filter(goal=goal, planned__isnull=False).count() == 0

    def test_its_actuals_are_those_of_the_facts(self, ask, aiko, goal, rows):
        expected = Expected(rows, "east")
        for key, node in leaves(ask(aiko, "GET", "east/plan/")[1]).items():
            assert node["actual"] == pytest.approx(expected.of(key, date(2024, 4, 1), date(2025, 4, 1)))

    def test_it_is_kept_when_asked(self, ask, aiko, goal):
        plan = ask(aiko, "POST", "east/plan/", {})[1]
        for key, node in leaves(plan).items():
            assert Node.objects.get(goal=goal, metric_key=key).planned == pytest.approx(node["proposed"])
            assert node["in_force"] == pytest.approx(node["proposed"])

    def test_of_a_goal_that_counts_with_a_reason(self, ask, aiko, goal):
        made_to_count(goal)
        status, refused = ask(aiko, "POST", "east/plan/", {})
        assert (status, refused["error"]["code"]) == (422, "reason_needed")
        assert ask(aiko, "POST", "east/plan/", {"reason": "The year began well"})[0] == 200
        assert GoalChange.objects.filter(goal=goal).last().reason == "The year began well"

    def test_what_is_out_of_reach_says_what_would_have_to_give(self, ask, aiko, goal):
        change_goal(goal, value=goal.value * 100, **SIGNED)
        plan = ask(aiko, "GET", "east/plan/")[1]
        assert not plan["within"]
        assert {give["leaf"] for give in plan["gives"]} <= set(leaves(plan))

    def test_nobody_else_sees_it(self, ask, chie, goal):
        assert ask(chie, "GET", "east/plan/")[0] == 404
        assert ask(chie, "POST", "east/plan/", {})[0] == 404

    def test_without_a_tree_there_is_none(self, ask, aiko, rows, east):
        begun(period=fiscal(2024), team=east, key="bare")
        assert ask(aiko, "GET", "bare/plan/")[0] == 404


class TestSplit:
    @pytest.mark.parametrize("against", ["target", "prior_year"])
    def test_its_parts_come_to_the_difference(self, ask, aiko, goal, rows, against):
        ask(aiko, "POST", "east/plan/", {})
        status, split = ask(aiko, "GET", f"east/split/?against={against}")
        assert status == 200
        total = sum(split["parts"].values()) + split["outside"] + split["unplanned"]
        assert total == pytest.approx(split["after"] - split["before"], abs=1e-6)
        assert split["after"] == pytest.approx(Expected(rows, "east").of("revenue", date(2025, 4, 1), date(2026, 4, 1)))

    def test_what_cannot_be_compared_is_not_found(self, ask, aiko, goal):
        assert ask(aiko, "GET", "east/split/?against=nothing")[0] == 422
        Node.objects.filter(goal=goal).delete()
        assert ask(aiko, "GET", "east/split/?against=target")[0] == 404


class TestRanking:
    @pytest.fixture
    def two(self, ask, aiko, goal):
        """Expected 0.5 × 30 = 15 for 10, and 0.9 × 10 = 9 for 2: the second does more for the money."""
        for name, low, high, confidence, budget in (("Talks", 20, 40, 0.5, 10), ("Mails", 8, 12, 0.9, 2)):
            figures = {"effect_low": low, "effect_high": high, "confidence": confidence, "budget": budget}
            assert ask(aiko, "POST", "east/csfs/", {"name": name, **figures})[0] == 201

    @pytest.mark.parametrize(("by", "first", "figure"), [("effect", "Talks", 15), ("budget", "Mails", 9)])
    def test_it_is_by_what_was_asked_for(self, ask, aiko, two, by, first, figure):
        ranking = ask(aiko, "GET", f"east/ranking/?by={by}")[1]
        assert (ranking["lines"][0]["name"], ranking["lines"][0]["expected"]) == (first, figure)
        assert ranking["nobody"] == pytest.approx(0.5 * 0.1)

    def test_what_is_missing_is_named(self, ask, aiko, two):
        lines = ask(aiko, "GET", "east/ranking/?by=effort")[1]["lines"]
        assert [(one["rank"], one["missing"]) for one in lines] == [(None, ["effort_days"])] * 2


class TestObservations:
    def test_they_become_candidates_and_stay_linked(self, ask, aiko, goal):
        asked = {
            "sheet": "five_forces",
            "area": "rivalry",
            "text": "Prices fall",
            "strength": 4,
            "metrics": ["revenue"],
        }
        status, cell = ask(aiko, "POST", "east/cells/", asked)
        assert (status, cell["strength"], cell["csfs"]) == (201, 4, [])
        linked = ask(aiko, "POST", f"east/cells/{cell['id']}/candidate/")[1]
        (csf,) = ask(aiko, "GET", "east/csfs/")[1]
        assert linked["csfs"] == [csf["id"]]
        assert (csf["name"], csf["metrics"]) == ("Prices fall", ["revenue"])
        assert ask(aiko, "PATCH", f"east/cells/{cell['id']}/", {"evidence": "Three quotes"})[1]["text"] == "Prices fall"
        assert ask(aiko, "POST", f"east/cells/{cell['id']}/removal/")[1] == []
        assert len(ask(aiko, "GET", "east/csfs/")[1]) == 1

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"area": "weather"}, "area_unknown"),
            ({"strength": 9}, "strength_unknown"),
            ({"metrics": ["x"]}, "metric_unknown"),
        ],
    )
    def test_what_cannot_be_is_refused(self, ask, aiko, goal, wrong, code):
        asked = {"sheet": "five_forces", "area": "rivalry", "text": "Prices fall"} | wrong
        assert ask(aiko, "POST", "east/cells/", asked)[1]["error"]["code"] == code
        assert not goal.cells.exists()

    def test_nobody_else_sees_them(self, ask, chie, goal):
        assert ask(chie, "GET", "east/cells/")[0] == 404
