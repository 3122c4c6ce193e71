"""Targets within the working time that there is, where somebody says how long one of a number takes."""

import pytest

from kaname.goals.errors import GoalsError
from kaname.goals.kpis.fixing import read_hours
from kaname.goals.kpis.give_words import capacity_sentence, give_lines
from kaname.people.models import Team
from tests.goals.kpi_step_world import LEAVES, each_takes, fixed, place_of, planned, values


class TestWorkingTime:
    def test_hours_that_are_there_limit_nothing(self, goal, reader):
        free = values(planned(goal, reader))
        each_takes(goal, "leads_contacted", 0.5)
        found = planned(goal, reader)
        assert values(found) == pytest.approx(free)
        assert found.used == pytest.approx(0.5 * free["leads_contacted"])
        assert capacity_sentence(found, reader=reader).startswith("They take ")

    def test_hours_that_are_missing_are_kept_to(self, goal, reader):
        free = planned(goal, reader)
        contacted = values(free)["leads_contacted"]
        each = free.hours / (contacted - 3)
        each_takes(goal, "leads_contacted", each)
        found = planned(goal, reader)
        assert values(found)["leads_contacted"] <= contacted - 3
        assert found.used <= found.hours * (1 + 1e-9)
        assert found.nodes[0] == pytest.approx(float(goal.value), rel=1e-8)

    def test_where_time_is_what_limits_it_says_so(self, goal, reader):
        for key in ("appointment_rate", "close_rate", "average_deal_amount"):
            now = planned(goal, reader)
            fixed(goal, key, float(now.values.compared[place_of(now, key)]))
        free = planned(goal, reader)
        each_takes(goal, "leads_contacted", free.hours / free.values.compared[place_of(free, "leads_contacted")])
        found = planned(goal, reader)
        words = [line.text for line in give_lines(found, reader=reader)]
        assert any(text.startswith("Working time: ") for text in words)

    def test_more_than_there_is_is_said(self, goal, reader):
        fixed(goal, "leads_contacted", 100.0)
        each_takes(goal, "leads_contacted", 1_000.0)
        found = planned(goal, reader)
        assert capacity_sentence(found, reader=reader).startswith("They take 100,000 h, and there are only ")

    def test_of_a_team_without_people_nothing_is_known(self, goal, rows, reader, organisation):
        empty = Team.objects.create(key="empty", name="Empty")
        type(goal).objects.filter(pk=goal.pk).update(team=empty)
        goal.refresh_from_db()
        for key in LEAVES:
            fixed(goal, key, 2.0)
        each_takes(goal, "leads_contacted", 10.0)
        found = planned(goal, reader)
        assert (found.hours, found.used) == (0, 20)
        assert found.proposal is not None
        assert "Nobody is in the team" in capacity_sentence(found, reader=reader)

    def test_nothing_said_means_nothing_shown(self, goal, reader):
        assert capacity_sentence(planned(goal, reader), reader=reader) == ""
        each_takes(goal, "leads_contacted", 0.5)
        each_takes(goal, "leads_contacted", None)
        assert planned(goal, reader).used is None

    @pytest.mark.parametrize(("text", "hours"), [("1.5", 1.5), ("1:30", 1.5), (" 2 ", 2), ("", None), ("0", None)])
    def test_hours_are_typed_as_hours(self, text, hours):
        assert read_hours(text) == hours

    @pytest.mark.parametrize(("text", "code"), [("-1", "cost_negative"), ("many", "value_unreadable")])
    def test_what_are_no_hours_is_refused(self, text, code):
        with pytest.raises(GoalsError) as refused:
            read_hours(text)
        assert refused.value.code == code
