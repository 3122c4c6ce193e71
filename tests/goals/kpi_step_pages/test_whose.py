"""Whose page the third step of a goal is."""

from kaname.goals.kpi_tree.planting import use_ready_tree
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.models import Goal, Node
from tests.goals.conftest import AT, url
from tests.goals.kgi_world import begun, fiscal
from tests.goals.kpi_step_world import SIGNED, fix, node
from tests.goals.test_csf import made_to_count


def choose(client, goal, metric, **more):
    return client.post(url("goal_kpi_choices", goal.key), {"metric_key": metric, "grain": "month"} | more)


class TestWhose:
    def test_those_who_do_the_work_do_not_set_it(self, sign_in, ben, goal):
        client = sign_in(ben)
        kpi = add_kpi(goal, metric_key="calls", **SIGNED)
        assert client.get(url("goal_kpis", goal.key)).status_code == 404
        assert fix(client, goal, value="30%").status_code == 404
        assert choose(client, goal, "appointments").status_code == 404
        assert client.post(url("goal_kpi_removal", goal.key, kpi.pk)).status_code == 404
        assert not node(goal).locked

    def test_nor_do_those_of_another_team(self, sign_in, chie, goal):
        made_to_count(goal)
        assert sign_in(chie).get(url("goal_kpis", goal.key)).status_code == 404

    def test_another_goal_s_numbers_are_not_fixed_through_this_one(self, manager, goal, east):
        other = begun(period=fiscal(2024), team=east)
        use_ready_tree(other, "inside_sales", **SIGNED)
        foreign = Node.objects.get(goal=other, metric_key="close_rate")
        assert manager.post(url("goal_kpi_lock", goal.key, foreign.pk), {"value": "30%"}).status_code == 404
        kpi = add_kpi(other, metric_key="calls", **SIGNED)
        assert manager.post(url("goal_kpi_removal", goal.key, kpi.pk)).status_code == 404

    def test_an_archived_goal_is_not_changed(self, manager, goal):
        Goal.objects.filter(pk=goal.pk).update(archived_at=AT)
        assert manager.get(url("goal_kpis", goal.key)).status_code == 404
