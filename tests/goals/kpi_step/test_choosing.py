"""At most three KPIs for a team, and reasons for whatever changes once a goal counts."""

import pytest

from kaname.goals.defining import archive_metric
from kaname.goals.errors import GoalsError
from kaname.goals.kpis.choosing import add_kpi, remove_kpi
from kaname.goals.kpis.fixing import take_over
from kaname.goals.kpis.planning import keep
from kaname.goals.models import GoalChange, Kpi, Node
from tests.goals.kgi_world import AT
from tests.goals.kpi_step_world import SIGNED, each_takes, fixed, inside_sales, planned
from tests.goals.test_csf import made_to_count


class TestReasons:
    def test_a_draft_asks_for_none_and_keeps_no_history_of_what_was_tried(self, goal):
        fixed(goal, "close_rate", 0.3)
        each_takes(goal, "leads_contacted", 2.0)
        assert not GoalChange.objects.filter(goal=goal, kind=GoalChange.Kind.CHANGED).exists()

    def test_a_goal_that_counts_does_and_keeps_them(self, goal, reader):
        keep(planned(goal, reader))
        made_to_count(goal)
        before = list(Node.objects.filter(goal=goal).values_list("planned", "locked", "hours_each"))
        for change in (
            lambda **more: fixed(goal, "close_rate", 0.3, **more),
            lambda **more: each_takes(goal, "leads_contacted", 2.0, **more),
            lambda **more: take_over(goal, planned(goal, reader), **SIGNED, **more),
        ):
            with pytest.raises(GoalsError) as refused:
                change()
            assert refused.value.code == "reason_needed"
        assert list(Node.objects.filter(goal=goal).values_list("planned", "locked", "hours_each")) == before
        fixed(goal, "close_rate", 0.3, reason="Agreed with the team")
        noted = GoalChange.objects.filter(goal=goal).last()
        assert (noted.kind, noted.reason) == (GoalChange.Kind.CHANGED, "Agreed with the team")
        assert (noted.details["metric"], noted.details["fixed"]) == ("close_rate", 0.3)


class TestChoosing:
    def test_there_are_three_and_no_fourth(self, goal):
        for key in ("appointments", "close_rate", "deals_won"):
            add_kpi(goal, metric_key=key, **SIGNED)
        with pytest.raises(GoalsError) as refused:
            add_kpi(goal, metric_key="leads_contacted", **SIGNED)
        assert refused.value.code == "kpi_limit"
        assert [kpi.position for kpi in Kpi.objects.current()] == [1, 2, 3]

    def test_a_fourth_takes_the_place_of_another(self, goal):
        held = [add_kpi(goal, metric_key=key, **SIGNED) for key in ("appointments", "close_rate", "deals_won")]
        new = add_kpi(goal, metric_key="leads_contacted", instead_of=held[1], **SIGNED)
        assert new.position == 2
        held[1].refresh_from_db()
        assert held[1].removed_at == AT

    def test_each_team_below_has_three_of_its_own(self, goal, east):
        for key in ("appointments", "close_rate", "deals_won"):
            add_kpi(goal, metric_key=key, **SIGNED)
            add_kpi(goal, metric_key=key, team=east, **SIGNED)
        with pytest.raises(GoalsError):
            add_kpi(goal, metric_key="calls", team=east, **SIGNED)

    def test_another_team_s_kpi_makes_no_room(self, goal, east):
        of_east = add_kpi(goal, metric_key="calls", team=east, **SIGNED)
        with pytest.raises(GoalsError) as refused:
            add_kpi(goal, metric_key="calls", instead_of=of_east, **SIGNED)
        assert refused.value.code == "kpi_limit"
        of_east.refresh_from_db()
        assert of_east.removed_at is None

    @pytest.mark.parametrize(
        ("asked", "code"),
        [
            ({"metric_key": "nothing"}, "metric_unknown"),
            ({"metric_key": "median_deal_amount"}, "metric_archived"),
            ({"metric_key": "calls", "grain": "day"}, "grain_unsuitable"),
            ({"metric_key": "appointments"}, "kpi_taken"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, goal, dai, asked, code):
        add_kpi(goal, metric_key="appointments", **SIGNED)
        archive_metric("median_deal_amount", by=dai.user, at=AT, reason="Nobody looks at it")
        with pytest.raises(GoalsError) as refused:
            add_kpi(goal, **SIGNED, **asked)
        assert refused.value.code == code

    def test_a_team_outside_the_goal_follows_nothing_of_it(self, rows, east, west):
        goal = inside_sales(rows, team=east)
        with pytest.raises(GoalsError) as refused:
            add_kpi(goal, metric_key="calls", team=west, **SIGNED)
        assert refused.value.code == "team_outside_goal"
        assert add_kpi(goal, metric_key="calls", team=east, **SIGNED).team is None

    def test_once_it_counts_both_ways_need_a_reason(self, goal):
        kpi = add_kpi(goal, metric_key="appointments", **SIGNED)
        made_to_count(goal)
        for change in (lambda: add_kpi(goal, metric_key="calls", **SIGNED), lambda: remove_kpi(kpi, **SIGNED)):
            with pytest.raises(GoalsError) as refused:
                change()
            assert refused.value.code == "reason_needed"
        remove_kpi(kpi, reason="It did not move anything", **SIGNED)
        assert GoalChange.objects.filter(goal=goal).last().reason == "It did not move anything"
