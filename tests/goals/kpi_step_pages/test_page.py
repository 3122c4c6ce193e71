"""The page of the third step: proposals, what people fix, and at most three KPIs."""

import pytest

from kaname.goals.kgi.drafting import change_goal
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.planting import plant
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.kpis.planning import keep, kept_nodes
from kaname.goals.models import GoalChange, Initiative, Kpi, Node
from kaname.goals.reader import Reader
from kaname.people.models import Team
from tests.goals.conftest import AT, url
from tests.goals.kgi_world import own_metric
from tests.goals.kpi_step_world import SIGNED, fix, node, planned
from tests.goals.test_csf import made_to_count


def page(client, goal):
    answer = client.get(url("goal_kpis", goal.key))
    assert answer.status_code == 200
    return answer


def choose(client, goal, metric, **more):
    return client.post(url("goal_kpi_choices", goal.key), {"metric_key": metric, "grain": "month"} | more)


def text(answer):
    return answer.content.decode()


class TestProposal:
    def test_it_stands_there_and_is_kept(self, manager, goal):
        answer = page(manager, goal)
        assert "together they reach the target" in text(answer)
        kept = kept_nodes(tree_of(goal))
        assert kept[0] == pytest.approx(float(goal.value), rel=1e-8)
        assert kept == pytest.approx(answer.context["planned"].nodes)

    def test_without_a_tree_it_leads_there(self, manager, goal):
        Node.objects.filter(goal=goal).delete()
        assert manager.get(url("goal_kpis", goal.key)).url == url("goal_tree", goal.key)
        plant(goal, **SIGNED)
        assert manager.get(url("goal_kpis", goal.key)).url == url("goal_tree", goal.key)

    def test_a_tree_of_another_metric_proposes_nothing(self, manager, goal):
        change_goal(goal, metric_key="deals_won", **SIGNED)
        assert manager.get(url("goal_kpis", goal.key)).url == url("goal_tree", goal.key)
        assert fix(manager, goal, value="30%").status_code == 404

    def test_without_a_target_it_asks_for_one(self, manager, goal):
        change_goal(goal, value=None, **SIGNED)
        assert "Say first what should be reached." in text(page(manager, goal))

    def test_where_ranges_are_not_enough_it_says_what_would_have_to_give(self, manager, goal):
        change_goal(goal, value=goal.value * 30, **SIGNED)
        shown = text(page(manager, goal))
        assert "Within the realistic ranges it gets as far as" in shown
        assert "of the target." in shown

    def test_names_are_no_markup(self, manager, goal, east):
        own_metric("bold", "<b>Bold</b>", unit="count", stream="activities", measure="count")
        Team.objects.create(key="n", name="<i>N</i>", parent=east)
        add_kpi(goal, metric_key="bold", **SIGNED)
        change_goal(goal, name="<script>alert(1)</script>", **SIGNED)
        shown = text(page(manager, goal))
        assert "&lt;b&gt;Bold&lt;/b&gt;" in shown
        for markup in ("<b>Bold", "<i>N", "<script>alert"):
            assert markup not in shown


class TestFixing:
    def test_what_is_typed_stays_and_the_others_are_solved_again(self, manager, goal):
        page(manager, goal)
        answer = fix(manager, goal, value="41.5%")
        assert answer.status_code == 200
        found = node(goal)
        assert (found.locked, found.planned) == (True, 0.415)
        assert kept_nodes(tree_of(goal))[0] == pytest.approx(float(goal.value), rel=1e-8)
        assert 'aria-pressed="true"' in text(answer)

    def test_it_is_let_go_again(self, manager, goal):
        before = kept(manager, goal)
        fix(manager, goal, value="41.5%")
        fix(manager, goal, free="1", value="41.5%")
        assert not node(goal).locked
        assert kept_nodes(tree_of(goal)) == pytest.approx(before)

    def test_a_fixed_value_may_be_typed_over(self, manager, goal):
        fix(manager, goal, value="41.5%")
        fix(manager, goal, value="40%")
        assert (node(goal).locked, node(goal).planned) == (True, 0.4)

    def test_what_cannot_be_read_stays_beside_its_error(self, manager, goal):
        page(manager, goal)
        answer = fix(manager, goal, value="a third")
        assert 'value="a third"' in text(answer)
        assert "“a third” is no number that can be read." in text(answer)
        assert not node(goal).locked
        assert fix(manager, goal, value="a third", htmx=False).status_code == 422

    def test_it_works_without_javascript(self, manager, goal):
        assert fix(manager, goal, value="41.5%", htmx=False).url == url("goal_kpis", goal.key)
        assert node(goal).locked

    def test_what_follows_from_others_cannot_be_fixed(self, manager, goal):
        assert fix(manager, goal, "deals_won", value="50").status_code == 404
        assert fix(manager, goal, "revenue", value="50").status_code == 404

    def test_a_lock_that_makes_it_impossible_is_kept_and_said(self, manager, goal):
        answer = fix(manager, goal, value="0.01%")
        assert node(goal).planned == 0.0001
        assert "Within the realistic ranges it gets as far as" in text(answer)
        assert "at which it is fixed" in text(answer)

    def test_how_long_one_takes_is_saved_and_taken_into_account(self, manager, goal):
        page(manager, goal)
        answer = fix(manager, goal, "leads_contacted", hours="1:30")
        assert node(goal, "leads_contacted").hours_each == 1.5
        assert "1.5 h for one" in text(answer)
        assert "of working time." in text(answer)
        fix(manager, goal, "leads_contacted", hours="")
        assert node(goal, "leads_contacted").hours_each is None

    def test_hours_that_cannot_be_read_stay_beside_their_error(self, manager, goal):
        answer = fix(manager, goal, "leads_contacted", hours="-2")
        assert 'value="-2"' in text(answer)
        assert "This cannot be below 0." in text(answer)

    def test_only_what_is_counted_asks_how_long_it_takes(self, manager, goal):
        lines = page(manager, goal).context["other_lines"]
        assert [line.node.metric_key for line in lines if line.hours is not None] == ["leads_contacted"]


class TestChoosing:
    def test_three_are_followed_in_the_order_of_their_choice(self, manager, goal):
        for metric in ("close_rate", "appointments", "average_deal_amount"):
            assert choose(manager, goal, metric).url == url("goal_kpis", goal.key)
        answer = page(manager, goal)
        assert [line.node.metric_key for line in answer.context["kpi_lines"]] == [
            "close_rate", "appointments", "average_deal_amount",
        ]  # fmt: skip
        assert text(answer).count("no action plan yet") == 3
        kpi = Kpi.objects.get(goal=goal, metric_key="appointments")
        Initiative.objects.create(kpi=kpi, name="Ask twice", starts_on=goal.starts_on, created_at=AT)
        answer = text(page(manager, goal))
        assert answer.count("no action plan yet") == 2
        assert url("plan", goal.key, kpi.pk) in answer

    @pytest.fixture
    def full(self, goal):
        return [
            add_kpi(goal, metric_key=key, **SIGNED) for key in ("close_rate", "appointments", "average_deal_amount")
        ]

    def test_a_fourth_is_refused_with_its_reason_and_a_swap(self, manager, goal, full):
        answer = choose(manager, goal, "leads_contacted")
        assert answer.status_code == 422
        assert "“Leads contacted” would be a fourth KPI" in text(answer)
        assert "attention is what makes them move" in text(answer)
        for kpi in full:
            assert f'value="{kpi.pk}"' in text(answer)
        assert Kpi.objects.current().count() == 3

    def test_it_takes_the_place_of_another(self, manager, goal, full):
        choose(manager, goal, "leads_contacted", instead_of=full[0].pk)
        assert [kpi.metric_key for kpi in Kpi.objects.current()] == [
            "leads_contacted", "appointments", "average_deal_amount",
        ]  # fmt: skip

    def test_of_a_goal_that_counts_a_swap_needs_its_reason(self, manager, goal, full):
        made_to_count(goal)
        answer = choose(manager, goal, "leads_contacted", instead_of=full[0].pk)
        assert answer.status_code == 422
        assert "Say why" in text(answer)
        assert f'value="{full[0].pk}" required checked' in text(answer)
        assert Kpi.objects.current().count() == 3
        choose(manager, goal, "leads_contacted", instead_of=full[0].pk, reason="Leads are what is missing")
        assert {kpi.metric_key for kpi in Kpi.objects.current()} == {
            "leads_contacted", "appointments", "average_deal_amount",
        }  # fmt: skip
        assert (
            list(GoalChange.objects.filter(goal=goal).order_by("pk").values_list("reason", flat=True))[-2:]
            == ["Leads are what is missing"] * 2
        )

    def test_of_a_goal_that_counts_giving_one_up_needs_its_reason(self, manager, goal, full):
        made_to_count(goal)
        manager.post(url("goal_kpi_removal", goal.key, full[0].pk))
        assert Kpi.objects.current().count() == 3
        manager.post(url("goal_kpi_removal", goal.key, full[0].pk), {"reason": "It did not move"})
        assert Kpi.objects.current().count() == 2

    def test_another_team_s_kpi_is_not_given_up_for_it(self, manager, goal, full, east):
        below = Team.objects.create(key="east-1", name="East 1", parent=east)
        other = add_kpi(goal, metric_key="calls", team=below, **SIGNED)
        assert choose(manager, goal, "leads_contacted", instead_of=other.pk).status_code == 422
        other.refresh_from_db()
        assert other.removed_at is None

    def test_kpis_that_the_tree_does_not_hold_stand_apart_and_can_be_given_up(self, manager, goal, east):
        below = Team.objects.create(key="east-1", name="East 1", parent=east)
        for metric in ("calls", "revenue"):
            choose(manager, goal, metric)
        choose(manager, goal, "appointments", team="east-1")
        shown = [(kpi.metric_key, kpi.team) for kpi, _name in page(manager, goal).context["of_teams"]]
        assert sorted(shown, key=str) == sorted([("calls", None), ("revenue", None), ("appointments", below)], key=str)

    def test_a_team_outside_the_goal_cannot_be_named(self, manager, goal, west):
        choose(manager, goal, "calls", team="west")
        assert not Kpi.objects.exists()


class TestCounting:
    """A goal that counts: every change has its reason, and looking changes nothing."""

    @pytest.fixture
    def published(self, goal, aiko):
        keep(planned(goal, Reader(user=aiko.user, at=AT)))
        return made_to_count(goal)

    def test_looking_changes_nothing(self, manager, published):
        Node.objects.filter(goal=published, metric_key="close_rate").update(planned=0.3)
        before = kept_nodes(tree_of(published))
        page(manager, published)
        assert kept_nodes(tree_of(published)) == pytest.approx(before)

    def test_fixing_needs_a_reason(self, manager, published):
        answer = fix(manager, published, value="41.5%")
        assert "Say why" in text(answer)
        assert not node(published).locked
        fix(manager, published, value="41.5%", reason="Agreed")
        assert node(published).locked
        assert GoalChange.objects.filter(goal=published).last().reason == "Agreed"

    def test_a_proposal_that_moved_away_is_offered_and_taken_over_with_a_reason(self, manager, published):
        Node.objects.filter(goal=published, metric_key="close_rate").update(planned=0.3)
        shown = page(manager, published)
        assert "What is proposed has moved away from the plan that is in force." in text(shown)
        assert "in force: 30.0%" in text(shown)
        refused = fix(manager, published, "revenue", take="1")
        assert "Say why" in text(refused)
        taken = fix(manager, published, "revenue", take="1", reason="The year began well")
        assert kept_nodes(tree_of(published))[0] == pytest.approx(float(published.value), rel=1e-8)
        assert "moved away" not in text(taken)
        assert "moved away" not in text(page(manager, published))

    def test_what_is_fixed_is_the_plan_at_once(self, manager, published):
        fixed = fix(manager, published, value="41.5%", reason="Agreed")
        assert "in force:" not in text(fixed)
        assert "moved away" not in text(fixed)
        # What the answer shows is what was kept.
        planned = {line.node.metric_key: line.planned for line in lines_of(fixed)}
        kept = {line.node.metric_key: line.planned for line in lines_of(page(manager, published))}
        assert planned == kept


def lines_of(answer):
    return [*answer.context["kpi_lines"], *answer.context["other_lines"]]


def kept(client, goal):
    page(client, goal)
    return kept_nodes(tree_of(goal))


class TestWhatTheGoalsPageTells:
    def test_of_every_change_of_the_plan(self, manager, goal):
        page(manager, goal)
        made_to_count(goal)
        fix(manager, goal, value="30%", reason="Agreed with the team")
        fix(manager, goal, value="", reason="Too soon")
        told = text(manager.get(url("goal", goal.key)))
        assert "“Close rate” was fixed at 30.0%." in told
        assert "Agreed with the team" in told
        assert "“Close rate” is not fixed any more." in told
        assert "Its name, its market" not in told


def test_who_comes_back_to_a_refusal_finds_the_step(manager, goal):
    answer = manager.get(url("goal_kpi_choices", goal.key))
    assert (answer.status_code, answer.url) == (302, url("goal_kpis", goal.key))
