"""The page of a goal's KPI tree: building it step by step, reading it, and what is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.kpi_tree.branch import branch_of
from kaname.goals.kpi_tree.planting import plant, use_ready_tree
from kaname.goals.kpi_tree.splitting import split_node
from kaname.goals.models import GoalChange, Node
from kaname.goals.operations import archive_metric
from kaname.measures.operation import Operation
from kaname.measures.periods import FiscalCalendar, Grain, period_of
from kaname.people.queries import organisation as the_organisation
from tests.goals.conftest import url
from tests.goals.kpi_tree_world import Expected, generated, load, months_from

INSIDE_SALES = "product:deals_won,average_deal_amount:"


@pytest.fixture
def today(organisation):
    return the_organisation().today(timezone.now())


@pytest.fixture
def rows(store, today, aiko, ben, chie):
    """Facts of 26 months, until today."""
    made = generated(today.replace(day=1) - timedelta(days=790), today)
    load(store, made)
    return made


@pytest.fixture
def goal(east, today):
    year = period_of(today, grain=Grain.FISCAL_YEAR, calendar=FiscalCalendar())
    return create_goal(metric_key="revenue", period=year, team=east, key="east", by=None, at=timezone.now())


@pytest.fixture
def done():
    return {"by": None, "at": timezone.now()}


def published(goal, done):
    change_goal(goal, value=Decimal(120_000_000), baseline=Decimal(100_000_000), **done)
    publish_goal(goal, **done)
    goal.refresh_from_db()
    return goal


def node(key):
    return Node.objects.get(metric_key=key)


def keys(goal):
    return [part.metric_key for part in branch_of(goal).walk()]


def text(answer):
    return " ".join(answer.content.decode().split())


def in_place(client, address, data, *, on):
    """As htmx sends it from an open page."""
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{on}"}
    return client.post(address, data, headers=headers)


class TestAnEmptyTree:
    def test_it_teaches_and_offers_what_fits(self, manager, rows, goal):
        page = manager.get(url("goal_tree", "east"))
        assert "What makes up Revenue?" in text(page)
        assert [line.key for line in page.context["ready_fitting"]] == ["inside_sales"]
        assert "This tree puts “Tickets handled” together" in text(page)
        first = page.context["proposals"][0]
        assert (first.formula, first.code) == ("Deals won × Average deal amount", INSIDE_SALES)
        assert first.verdict.sentence == "Reproduces Revenue exactly in 24 of 24 months"

    def test_ways_without_facts_come_last_and_say_what_is_missing(self, manager, rows, goal):
        last = manager.get(url("goal_tree", "east")).context["proposals"][-1]
        assert last.why_not or last.verdict.fit == "unknown"

    def test_a_ready_tree_says_which_facts_it_lacks(self, manager, store, today, goal, aiko, ben, chie):
        deals = [row for row in generated(today - timedelta(days=90), today) if row[0] == "deal_changes"]
        load(store, deals)
        (line,) = manager.get(url("goal_tree", "east")).context["ready_fitting"]
        assert line.why_not == "No Activities have been imported yet."

    def test_a_ready_tree_is_planted_whole_and_can_be_taken_back(self, manager, rows, goal):
        answer = manager.post(url("goal_tree", "east"), {"ready": "inside_sales"})
        assert len(keys(goal)) == 7
        page = manager.get(answer.url)
        assert "The ready-made tree “Inside sales” was used." in text(page)
        manager.post(url("goal_tree_restorations", "east"), {"change": page.context["undo"]["pk"]})
        assert keys(goal) == ["revenue"]

    def test_a_suggestion_begins_the_tree(self, manager, rows, goal):
        manager.post(url("goal_tree", "east"), {"use": INSIDE_SALES})
        assert keys(goal) == ["revenue", "deals_won", "average_deal_amount"]

    def test_ones_own_choice_begins_with_the_form(self, manager, rows, goal):
        answer = manager.post(url("goal_tree", "east"), {"plant": "1"})
        assert answer.url == url("goal_tree_node", "east", node("revenue").pk)

    def test_a_tree_for_another_goal_is_refused_with_words(self, manager, rows, goal):
        answer = manager.post(url("goal_tree", "east"), {"ready": "support"})
        assert answer.status_code == 422
        assert "this goal is about “Revenue”" in text(answer)
        assert not Node.objects.exists()

    def test_a_goal_without_a_metric_is_sent_to_its_first_step(self, manager, goal, store):
        goal.metric_key = ""
        goal.save()
        page = manager.get(url("goal_tree", "east"))
        assert url("goal_kgi", "east") in text(page)
        assert manager.post(url("goal_tree", "east"), {"plant": "1"}).status_code == 422

    def test_a_goal_that_changed_its_metric_begins_anew(self, manager, rows, goal, done):
        plant(goal, **done)
        change_goal(goal, metric_key="deals_won", **done)
        page = manager.get(url("goal_tree", "east"))
        assert "The tree puts “Revenue” together, but the goal is about “Deals won” now." in text(page)
        manager.post(url("goal_tree", "east"), {"use": "product:appointments,close_rate:"})
        assert keys(goal) == ["deals_won", "appointments", "close_rate"]


class TestATree:
    @pytest.fixture
    def tree(self, rows, goal, done):
        use_ready_tree(goal, "inside_sales", **done)
        return goal

    def test_every_node_shows_the_numbers_of_the_rows(self, manager, tree, rows, today):
        page = manager.get(url("goal_tree", "east"))
        expected = Expected(rows, "east")
        before, now = page.context["values"].compared_period, tree.period
        won = page.context["pivot"].parts[0]
        assert won.compared == expected.of("deals_won", before.starts_on, before.ends_on)
        assert won.to_date == expected.of("deals_won", now.starts_on, today + timedelta(days=1))
        rate = won.parts[1]
        assert rate.compared == pytest.approx(expected.of("close_rate", before.starts_on, before.ends_on))
        assert "and the facts agree" in text(page)

    def test_signs_stand_before_the_parts(self, manager, tree):
        pivot = manager.get(url("goal_tree", "east")).context["pivot"]
        assert [part.sign for part in pivot.parts] == ["", "×"]
        assert pivot.formula == "Deals won × Average deal amount"

    def test_the_largest_lever_is_drawn_in_full(self, manager, tree):
        pivot = manager.get(url("goal_tree", "east")).context["pivot"]
        reach = {line.name: line.lever for line in (*pivot.parts, *pivot.parts[0].parts)}
        assert max(reach.values()) == 1.0
        assert pivot.lowers is None
        assert all(line.lowers < 0 < line.raises for line in pivot.parts)

    def test_what_is_counted_once_says_so(self, manager, tree):
        page = manager.get(url("goal_tree", "east"))
        assert "Each is counted once over the period" in text(page)
        assert "Divided by what is counted once over the period" in text(page)

    def test_the_weakest_tree_shows_where_it_fails(self, manager, rows, goal, done, today):
        pivot = plant(goal, **done)
        keys = ["deals_won", "median_deal_amount"]
        split_node(pivot, operation=Operation.PRODUCT, metric_keys=keys, **done)
        page = manager.get(url("goal_tree", "east"))
        assert "The tree does not reproduce “Revenue”" in text(page)
        assert "Not reproduced" in text(page)
        expected = Expected(rows, "east")
        months = months_from(today.replace(day=1), 1)
        months = [month for month in months_from(date(today.year - 2, today.month, 1), 24) if month not in months]
        revenue, won, median = (expected.monthly(key, months) for key in ("revenue", *keys))
        verdict = page.context["pivot"].verdict
        assert [month.difference for month in verdict.months] == pytest.approx(list(revenue - won * median))
        right = sum(not month.differs for month in verdict.months)
        assert f"reproduces Revenue in only {right} of 24 months" in text(page)

    def test_an_archived_metric_says_so_at_its_node(self, manager, tree, emi):
        archive_metric("close_rate", reason="No.", by=emi.user, at=timezone.now())
        page = manager.get(url("goal_tree", "east"))
        assert "This metric is archived, so that it has no numbers here." in text(page)
        of_node = manager.get(url("goal_tree_node", "east", node("close_rate").pk))
        assert 'id="acts"' in text(of_node)
        assert 'id="split"' not in text(of_node)

    def test_no_query_grows_with_the_tree(self, manager, tree, django_assert_max_num_queries):
        with django_assert_max_num_queries(90):
            assert manager.get(url("goal_tree", "east")).status_code == 200


class TestOneNode:
    @pytest.fixture
    def tree(self, rows, goal, done):
        split_node(
            plant(goal, **done), operation=Operation.PRODUCT, metric_keys=["deals_won", "average_deal_amount"], **done
        )
        return goal

    def parts(self, operation, *names, **given):
        return {"operation": operation, "part_metric": names, "part_weight": [""] * len(names)} | given

    def test_it_offers_what_holds_by_definition(self, manager, tree):
        page = manager.get(url("goal_tree_node", "east", node("deals_won").pk))
        assert "Appointments × Close rate" in [one.formula for one in page.context["proposals"]]
        assert "Number of deal changes where stage is “Won”" in text(page)

    def test_a_suggestion_is_used(self, manager, tree):
        address = url("goal_tree_node", "east", node("deals_won").pk)
        answer = manager.post(address, {"use": "product:appointments,close_rate:"})
        assert answer.url.startswith(url("goal_tree", "east"))
        assert keys(tree)[2:4] == ["appointments", "close_rate"]

    def test_metrics_are_chosen_freely(self, manager, tree):
        address = url("goal_tree_node", "east", node("deals_won").pk)
        manager.post(address, self.parts("product", "deals_decided", "win_rate", action="save"))
        assert keys(tree)[2:4] == ["deals_decided", "win_rate"]

    def test_what_cannot_be_stands_on_the_form_with_what_was_chosen(self, manager, tree):
        address = url("goal_tree_node", "east", node("deals_won").pk)
        answer = manager.post(address, self.parts("product", "calls", "emails", action="save"))
        assert answer.status_code == 422
        assert "comes out as “count × count”" in text(answer)
        assert [row.metric for row in answer.context["form"].parts] == ["calls", "emails"]
        assert "deals_won" not in str(answer.context["form"].metrics)
        assert keys(tree) == ["revenue", "deals_won", "average_deal_amount"]

    @pytest.mark.parametrize("weight", ["much", "nan", "inf"])
    def test_a_weight_is_a_number(self, manager, tree, weight):
        address = url("goal_tree_node", "east", node("average_deal_amount").pk)
        data = self.parts("weighted_sum", "cost_per_lead", "revenue_per_visit", action="save")
        answer = manager.post(address, data | {"part_weight": [weight, "1"]})
        assert answer.status_code == 422
        assert "One of the weights is not a number." in text(answer)

    def test_rows_come_and_go_without_being_checked(self, manager, tree):
        address = url("goal_tree_node", "east", node("deals_won").pk)
        more = manager.post(address, self.parts("sum", "calls", "emails", action="add_part"))
        assert [row.metric for row in more.context["form"].parts] == ["calls", "emails", ""]
        less = manager.post(address, self.parts("sum", "calls", "emails", "connects", action="remove_part:1"))
        assert [row.metric for row in less.context["form"].parts] == ["calls", "connects"]
        assert less.status_code == 200

    def test_a_preview_says_whether_it_fits_and_holds_before_anything_changes(self, manager, tree, rows):
        address = url("goal_tree_preview", "east", node("deals_won").pk)
        exact = manager.post(address, self.parts("product", "appointments", "close_rate"))
        assert "Units fit" in text(exact)
        assert "Reproduces Deals won exactly in 24 of 24 months" in text(exact)
        wrong = manager.post(address, self.parts("product", "appointments", "win_rate"))
        assert "Units fit" in text(wrong)
        assert "Not reproduced" in text(wrong)
        other = manager.post(address, self.parts("product", "appointments", "calls"))
        assert "Does not fit" in text(other)
        assert "Not reproduced" in text(other)
        for nothing in (self.parts("product", "appointments"), self.parts("product"), {"operation": "power"}):
            assert "stands here as you choose" in text(manager.post(address, nothing))
        assert keys(tree) == ["revenue", "deals_won", "average_deal_amount"]

    def test_it_is_removed_and_moved(self, manager, tree):
        won, amount = node("deals_won"), node("average_deal_amount")
        manager.post(url("goal_tree_placement", "east", amount.pk), {"action": "up"})
        assert keys(tree) == ["revenue", "average_deal_amount", "deals_won"]
        refused = manager.post(url("goal_tree_removal", "east", won.pk), {"what": "part"}, follow=True)
        assert "Without it “Revenue” is not put together any more" in text(refused)
        manager.post(url("goal_tree_removal", "east", node("revenue").pk), {"what": "below"})
        assert keys(tree) == ["revenue"]

    def test_a_change_draws_the_tree_in_place(self, manager, tree):
        on = url("goal_tree", "east")
        won = node("deals_won").pk
        answer = in_place(
            manager, url("goal_tree_node", "east", won), {"use": "product:appointments,close_rate:"}, on=on
        )
        assert (answer["HX-Retarget"], answer["HX-Trigger"]) == ("#tree", "kpi-tree")
        assert 'id="tree-heading" hx-swap-oob' in text(answer)
        assert "<html" not in text(answer)
        elsewhere = url("goal_tree_node", "east", won)
        answer = in_place(manager, url("goal_tree_removal", "east", won), {"what": "below"}, on=elsewhere)
        assert answer["HX-Redirect"].startswith(on)

    def test_a_node_that_is_gone_leads_back_to_the_tree(self, manager, tree):
        gone = node("deals_won").pk
        Node.objects.filter(pk=gone).delete()
        for address in (url("goal_tree_node", "east", gone), url("goal_tree_removal", "east", gone)):
            answer = manager.post(address, {"what": "below"}, follow=True)
            assert "This part of the tree is no longer there" in text(answer)

    def test_nodes_of_other_goals_are_not_found(self, manager, tree, done):
        other = create_goal(metric_key="calls", period=tree.period, team=tree.team, key="other", **done)
        planted = plant(other, **done)
        answer = manager.post(url("goal_tree_removal", "east", planted.pk), {"what": "below"}, follow=True)
        assert "This part of the tree is no longer there" in text(answer)


class TestAGoalThatCounts:
    @pytest.fixture
    def tree(self, rows, goal, done):
        use_ready_tree(goal, "inside_sales", **done)
        return published(goal, done)

    def test_a_change_asks_why(self, manager, tree):
        address = url("goal_tree_node", "east", node("close_rate").pk)
        data = {"use": "ratio:proposals,customer_visits:"}
        answer = manager.post(address, data)
        assert answer.status_code == 422
        assert "Say why" in answer.context["form"].errors["reason"][0]
        assert [row.metric for row in answer.context["form"].parts] == ["proposals", "customer_visits"]
        manager.post(address, data | {"reason": "We sell by visits now."})
        change = GoalChange.objects.filter(kind="tree_changed").last()
        assert (change.reason, change.details["step"]) == ("We sell by visits now.", "split")

    def test_a_removal_asks_why_beside_its_buttons(self, manager, tree):
        address = url("goal_tree_removal", "east", node("deals_won").pk)
        answer = manager.post(address, {"what": "below", "reason": ""})
        assert answer.status_code == 422
        assert "Say why" in answer.context["acts"].errors["reason"][0]
        manager.post(address, {"what": "below", "reason": "Too deep."})
        assert len(keys(tree)) == 3
        change = GoalChange.objects.filter(kind="tree_changed").last()
        manager.post(url("goal_tree_restorations", "east"), {"change": change.pk})
        assert len(keys(tree)) == 7

    def test_members_read_it_and_change_nothing(self, sign_in, tree, ben):
        client = sign_in(ben)
        page = client.get(url("goal_tree", "east"))
        assert page.status_code == 200
        assert "Deals won" in text(page)
        assert "k-branch-menu" not in text(page)
        won = node("deals_won").pk
        reading = client.get(url("goal_tree_node", "east", won))
        assert "From its parts" in text(reading)
        assert 'id="split"' not in text(reading)
        for name, args in (
            ("goal_tree", ()), ("goal_tree_node", (won,)), ("goal_tree_preview", (won,)), ("goal_tree_removal", (won,)),
            ("goal_tree_placement", (won,)), ("goal_tree_restorations", ()),
        ):  # fmt: skip
            assert client.post(url(name, "east", *args), {"what": "below"}).status_code == 404
        assert len(keys(tree)) == 7

    def test_members_of_other_teams_do_not_find_it(self, sign_in, tree, chie):
        assert sign_in(chie).get(url("goal_tree", "east")).status_code == 404

    def test_without_a_tree_members_read_what_will_be_here(self, sign_in, rows, goal, done, ben):
        published(goal, done)
        page = sign_in(ben).get(url("goal_tree", "east"))
        assert "This goal has no KPI tree yet" in text(page)
        assert "<form" not in text(page).partition('id="tree"')[2].partition("</main>")[0]
