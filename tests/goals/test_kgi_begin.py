"""How a goal begins on its page: three answers, and a draft that can be thrown away."""

import pytest

from kaname.goals.models import Goal
from tests.goals.conftest import url
from tests.goals.kgi_world import begun, fiscal

FY2024 = "2024-04-01/2025-04-01"


@pytest.fixture
def goal(east):
    return begun(team=east, period=fiscal(2024))


def text(answer):
    return answer.content.decode()


ASKED = {"metric": "revenue", "owner": "team:east", "period": FY2024, "first_on": "", "last_on": ""}


class TestBeginning:
    def test_three_answers_begin_a_draft(self, manager):
        answer = manager.post(
            url("goal_new"), ASKED | {"period": "other", "first_on": "2024-04-01", "last_on": "2025-03-31"}
        )
        goal = Goal.objects.get()
        assert answer.url == url("goal_kgi", goal.key)
        assert (goal.metric_key, goal.team.key, goal.period, goal.compared) == (
            "revenue",
            "east",
            fiscal(2024),
            fiscal(2023),
        )
        assert goal.key == "revenue-2024-04"

    def test_a_second_one_has_a_number(self, manager):
        for _time in range(3):
            manager.post(
                url("goal_new"), ASKED | {"period": "other", "first_on": "2024-04-01", "last_on": "2024-04-30"}
            )
        assert sorted(goal.key for goal in Goal.objects.all()) == [f"revenue-2024-04{end}" for end in ("", "-2", "-3")]

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"metric": ""}, "This field is required."),
            ({"owner": "team:west"}, "Select a valid choice"),
            ({"period": "other", "first_on": "2024-04-01"}, "Give the day."),
            ({"period": "other", "first_on": "2024-04-02", "last_on": "2024-04-01"}, "on or after the first"),
            ({"period": "other", "first_on": "1700-01-01", "last_on": "1700-02-01"}, "A target is for days from"),
            ({"period": "other", "first_on": "2000-01-01", "last_on": "2024-01-01"}, "A target is for days from"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, manager, west, changes, problem):
        answer = manager.post(url("goal_new"), ASKED | changes)
        assert answer.status_code == 422
        assert problem in text(answer)
        assert not Goal.objects.exists()

    def test_an_executive_may_begin_one_of_the_organisation(self, sign_in, emi, store):
        sign_in(emi).post(url("goal_new"), ASKED | {"owner": "organisation"})
        assert Goal.objects.get().team is None

    def test_a_draft_can_be_thrown_away(self, manager, goal):
        assert text(manager.get(url("goal_discard", goal.key)))
        manager.post(url("goal_discard", goal.key))
        assert not Goal.objects.exists()
