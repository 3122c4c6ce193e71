"""Planting, splitting and changing a goal's KPI tree, and what is refused."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.metrics.definition import MetricDefinition, Unit
from kaname.goals.errors import GoalsError
from kaname.goals.in_use import all_metrics
from kaname.goals.kgi.drafting import change_goal, create_goal
from kaname.goals.kgi.publishing import publish_goal
from kaname.goals.kpi_tree.branch import Branch, branch_of
from kaname.goals.kpi_tree.change_words import change_words
from kaname.goals.kpi_tree.changing import MOST_NODES, undo
from kaname.goals.kpi_tree.dimensions import dimension_of
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.planting import plant, use_ready_tree
from kaname.goals.kpi_tree.ready_trees import ready_trees
from kaname.goals.kpi_tree.split import Split, require_fit
from kaname.goals.kpi_tree.split_code import read_split, split_code
from kaname.goals.kpi_tree.splitting import move_node, remove_below, remove_part, split_node
from kaname.goals.kpi_tree.suggestions import suggested
from kaname.goals.kpi_tree.values import tree_values
from kaname.goals.models import GoalChange, Node
from kaname.goals.operations import archive_metric, create_metric
from kaname.goals.reader import Reader
from kaname.measures.operation import Operation
from kaname.measures.periods import Period
from kaname.measures.tree.residual import Fit
from tests.goals.conftest import AT
from tests.goals.kpi_tree_world import generated, load

YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
BY = {"by": None, "at": AT}
SUM, DIFFERENCE, PRODUCT, RATIO, WEIGHTED = Operation


@pytest.fixture
def goal(organisation):
    return create_goal(metric_key="revenue", period=YEAR, **BY)


@pytest.fixture
def pivot(goal):
    return plant(goal, **BY)


def split(node, operation, *keys, weights=(), **given):
    return split_node(node, operation=operation, metric_keys=keys, weights=weights, **(BY | given))


def node(key):
    return Node.objects.get(metric_key=key)


def shape(goal):
    """The tree as nested tuples: metric, operation, parts."""

    def told(branch):
        parts = tuple(told(part) for part in branch.parts)
        return (branch.metric_key, str(branch.operation), *parts) if parts else branch.metric_key

    return told(branch_of(goal))


def refused(code, act, *args, **given):
    with pytest.raises(GoalsError) as error:
        act(*args, **given)
    assert error.value.code == code
    assert "{" not in str(error.value)
    return str(error.value)


@pytest.fixture
def grown(goal, pivot):
    split(pivot, PRODUCT, "deals_won", "average_deal_amount")
    split(node("deals_won"), PRODUCT, "appointments", "close_rate")
    return goal


GROWN = ("revenue", "product", ("deals_won", "product", "appointments", "close_rate"), "average_deal_amount")


class TestPlanting:
    def test_the_pivot_is_the_goals_metric(self, goal):
        assert tree_of(goal) is None
        planted = plant(goal, **BY)
        assert (planted.metric_key, planted.parent) == ("revenue", None)
        assert plant(goal, **BY) == planted

    def test_a_goal_without_a_metric_has_nothing_to_plant(self, goal):
        goal.metric_key = ""
        goal.save()
        refused("goal_without_metric", plant, goal, **BY)

    def test_another_metric_begins_anew(self, grown):
        change_goal(grown, metric_key="deals_won", **BY)
        plant(grown, **BY)
        assert shape(grown) == "deals_won"
        change = grown.changes.last()
        assert Branch.from_dict(change.details["before"]).metric_key == "revenue"
        assert change_words(change, catalogue()) == "The tree begins anew with “Deals won”."

    def test_only_those_who_set_the_goal_change_its_tree(self, goal, ben):
        refused("not_yours_to_set", plant, goal, by=ben.user, at=AT)


class TestSplitting:
    def test_parts_stand_in_the_order_they_were_given(self, grown):
        assert shape(grown) == GROWN
        assert [change.details["step"] for change in grown.changes.filter(kind="tree_changed")] == ["split", "split"]

    def test_what_stays_keeps_its_row_its_plan_and_what_is_below(self, grown):
        kept = node("deals_won")
        Node.objects.filter(pk=kept.pk).update(planned=120.0, locked=True, hours_each=3.5)
        split(node("revenue"), PRODUCT, "average_deal_amount", "deals_won")
        found = node("deals_won")
        assert (found.pk, found.planned, found.locked, found.hours_each) == (kept.pk, 120.0, True, 3.5)
        assert shape(grown) == ("revenue", "product", "average_deal_amount", GROWN[2])

    def test_weights_belong_to_the_parts(self, organisation):
        goal = create_goal(metric_key="net_new_revenue", period=YEAR, **BY)
        split(plant(goal, **BY), WEIGHTED, "revenue", "churned_revenue", weights=(1, -1))
        assert [part.weight for part in branch_of(goal).parts] == [1.0, -1.0]
        assert tree_of(goal).tree.nodes[0].weights == (1.0, -1.0)

    @pytest.mark.parametrize(
        ("code", "operation", "keys", "weights"),
        [
            ("metric_unknown", PRODUCT, ["deals_won", "nothing"], ()),
            ("parts_needed", PRODUCT, ["deals_won"], ()),
            ("parts_needed", SUM, [], ()),
            ("two_parts_needed", RATIO, ["revenue", "deals_won", "calls"], ()),
            ("two_parts_needed", DIFFERENCE, ["expansion_revenue"], ()),
            ("metric_twice", SUM, ["expansion_revenue", "expansion_revenue"], ()),
            ("weights_needed", WEIGHTED, ["expansion_revenue", "churned_revenue"], (1,)),
            ("weights_needed", WEIGHTED, ["expansion_revenue", "churned_revenue"], (1, float("nan"))),
            ("weights_needed", SUM, ["expansion_revenue", "churned_revenue"], (1, 1)),
            ("metric_below_itself", SUM, ["expansion_revenue", "revenue"], ()),
            ("units_differ", SUM, ["expansion_revenue", "calls"], ()),
            ("units_do_not_fit", PRODUCT, ["deals_won", "close_rate"], ()),
        ],
    )
    def test_what_cannot_be_is_refused_and_changes_nothing(self, goal, pivot, code, operation, keys, weights):
        refused(code, split, pivot, operation, *keys, weights=weights)
        assert shape(goal) == "revenue"

    def test_no_metric_stands_below_itself_however_deep(self, grown):
        said = refused("metric_below_itself", split, node("close_rate"), RATIO, "deals_won", "appointments")
        assert said == "“Deals won” would stand below itself. Choose another metric."

    def test_an_archived_metric_is_refused_by_name(self, goal, pivot, emi):
        archive_metric("average_deal_amount", reason="No.", by=emi.user, at=AT)
        said = refused("metric_archived", split, pivot, PRODUCT, "deals_won", "average_deal_amount")
        assert said == "Average deal amount is archived. Restore it first."

    def test_a_tree_has_two_hundred_metrics_at_most(self, goal, pivot, emi):
        for number in range(MOST_NODES):
            part = {"key": f"part_{number}", "unit": "currency", "name": {"en": f"Part {number}"}, "entered": "sum"}
            create_metric(MetricDefinition.from_dict(part), by=emi.user, at=AT)
        keys = [f"part_{number}" for number in range(MOST_NODES)]
        said = refused("too_many_nodes", split, pivot, SUM, *keys)
        assert said == "A tree has 200 metrics at most; this one would have 201."
        split(pivot, SUM, *keys[1:])
        assert Node.objects.filter(goal=goal).count() == MOST_NODES


class TestRemoving:
    def test_what_is_below_goes_and_can_be_taken_back(self, grown):
        Node.objects.filter(metric_key="appointments").update(planned=50.0, locked=True)
        change = remove_below(node("deals_won"), **BY)
        assert shape(grown) == ("revenue", "product", "deals_won", "average_deal_amount")
        assert change_words(change, catalogue()) == "What was below “Deals won” was removed."
        undo(change, **BY)
        assert shape(grown) == GROWN
        assert (node("appointments").planned, node("appointments").locked) == (50.0, True)

    def test_a_leaf_has_nothing_below(self, grown):
        refused("node_not_split", remove_below, node("close_rate"), **BY)

    def test_a_part_of_a_sum_goes_alone(self, organisation):
        goal = create_goal(metric_key="total_sales", period=YEAR, **BY)
        split(plant(goal, **BY), SUM, "sales", "delivery_sales", "expansion_revenue")
        change = remove_part(node("expansion_revenue"), **BY)
        assert shape(goal) == ("total_sales", "sum", "sales", "delivery_sales")
        undo(change, **BY)
        assert shape(goal) == ("total_sales", "sum", "sales", "delivery_sales", "expansion_revenue")

    def test_a_part_that_the_others_need_stays(self, grown):
        said = refused("part_needed", remove_part, node("close_rate"), **BY)
        assert "Without it “Deals won” is not put together any more" in said
        refused("pivot_stays", remove_part, node("revenue"), **BY)

    def test_nothing_is_taken_back_over_what_was_done_meanwhile(self, grown):
        change = remove_below(node("deals_won"), **BY)
        split(node("deals_won"), PRODUCT, "deals_decided", "win_rate")
        refused("tree_changed_meanwhile", undo, change, **BY)
        assert shape(grown)[2] == ("deals_won", "product", "deals_decided", "win_rate")


class TestMoving:
    def test_parts_change_places(self, grown):
        move_node(node("average_deal_amount"), after=False, **BY)
        assert shape(grown) == ("revenue", "product", "average_deal_amount", GROWN[2])
        assert move_node(node("average_deal_amount"), after=False, **BY) is None
        assert move_node(node("revenue"), after=True, **BY) is None

    def test_a_ratio_the_other_way_round_has_another_unit(self, organisation):
        goal = create_goal(metric_key="average_deal_amount", period=YEAR, **BY)
        split(plant(goal, **BY), RATIO, "revenue", "deals_won")
        refused("units_do_not_fit", move_node, node("deals_won"), after=False, **BY)


class TestAGoalThatCounts:
    @pytest.fixture
    def counting(self, grown):
        change_goal(grown, value=Decimal(120_000_000), baseline=Decimal(100_000_000), **BY)
        publish_goal(grown, **BY)
        grown.refresh_from_db()
        return grown

    def test_a_change_of_its_tree_needs_a_reason(self, counting):
        refused("reason_needed", remove_below, node("deals_won"), **BY)
        refused("reason_needed", split, node("close_rate"), RATIO, "proposals", "customer_visits")
        refused("reason_needed", use_ready_tree, counting, "inside_sales", **BY)
        assert shape(counting) == GROWN
        change = remove_below(node("deals_won"), reason="  Two  levels are enough. ", **BY)
        assert (change.kind, change.reason) == (GoalChange.Kind.TREE_CHANGED, "Two levels are enough.")

    def test_the_order_of_factors_needs_none(self, counting):
        assert move_node(node("average_deal_amount"), after=False, **BY).reason == ""


class TestUnits:
    def test_what_divides_follows_from_the_definition(self):
        known = catalogue()
        assert dimension_of("average_deal_amount", known) == {Unit.CURRENCY: 1, Unit.COUNT: -1}
        assert dimension_of("close_rate", known) == {}
        assert dimension_of("average_handling_seconds", known) == {Unit.SECONDS: 1, Unit.COUNT: -1}
        assert dimension_of("sales_per_labour_hour", known) == {Unit.CURRENCY: 1, Unit.HOURS: -1}
        assert dimension_of("satisfaction", known) == {}

    @pytest.mark.parametrize(
        ("parent", "operation", "keys"),
        [
            ("revenue", PRODUCT, ["deals_won", "average_deal_amount"]),  # count × money per count
            ("revenue", PRODUCT, ["deals_won", "median_deal_amount"]),  # a median is per thing as well
            ("deals_won", PRODUCT, ["appointments", "close_rate"]),  # count × ratio
            ("average_deal_amount", RATIO, ["revenue", "deals_won"]),  # money ÷ count
            ("deals_won", RATIO, ["revenue", "average_deal_amount"]),
            ("sales", PRODUCT, ["labour_hours", "sales_per_labour_hour"]),
            ("handling_seconds", PRODUCT, ["tickets_timed", "average_handling_seconds"]),
            ("win_rate", RATIO, ["deals_won", "deals_decided"]),
            ("revenue", SUM, ["expansion_revenue", "churned_revenue"]),
            ("backlog_growth", DIFFERENCE, ["tickets_opened", "tickets_handled"]),
        ],
    )
    def test_they_fit(self, parent, operation, keys):
        require_fit(Split(operation, tuple(keys)), parent=parent, definitions=catalogue())

    @pytest.mark.parametrize(
        ("parent", "operation", "keys", "says"),
        [
            ("revenue", PRODUCT, ["deals_won", "calls"], "“count × count”, but the unit of “Revenue” is “money”"),
            ("revenue", RATIO, ["expansion_revenue", "deals_won"], "comes out as “money ÷ count”"),
            ("deals_won", PRODUCT, ["close_rate", "win_rate"], "comes out as “ratio”"),
            ("calls", RATIO, ["talk_seconds", "labour_hours"], "comes out as “seconds ÷ hours”"),
            ("revenue", SUM, ["expansion_revenue", "calls"], "the unit of “Calls” is “count of calls”"),
            ("calls", SUM, ["emails", "connects"], "the unit of “Emails” is “count of emails”, that of “Calls”"),
        ],
    )
    def test_they_do_not(self, parent, operation, keys, says, organisation):
        with pytest.raises(GoalsError) as error:
            require_fit(Split(operation, tuple(keys)), parent=parent, definitions=catalogue())
        assert says in str(error.value)

    def test_a_weight_may_turn_counts_into_money(self):
        split = Split(WEIGHTED, ("calls", "expansion_revenue"), (500.0, 1.0))
        require_fit(split, parent="advertising_cost", definitions=catalogue())
        with pytest.raises(GoalsError, match="cannot be added up"):
            require_fit(Split(WEIGHTED, split.keys, (1.0, 1.0)), parent="revenue", definitions=catalogue())


class TestSuggestions:
    def formulas(self, key, *above):
        return [split.formula(catalogue()) for split in suggested(key, above=above, definitions=catalogue())]

    def test_they_follow_from_the_definitions(self):
        assert self.formulas("revenue")[0] == "Deals won × Average deal amount"
        assert "Appointments × Close rate" in self.formulas("deals_won")
        assert "Leads contacted × Appointment rate" in self.formulas("appointments")
        assert self.formulas("appointments")[0] == "Appointments won in a contact + Appointments recorded"
        assert self.formulas("net_new_revenue") == ["Revenue + Expansion revenue − Churned revenue"]

    def test_none_leads_in_a_circle(self):
        assert self.formulas("close_rate") == ["Deals won ÷ Appointments"]
        assert self.formulas("close_rate", "deals_won", "revenue") == []

    def test_every_one_of_them_is_sound(self, goal, pivot):
        for split in suggested("revenue", above=(), definitions=catalogue()):
            split_node(pivot, operation=split.operation, metric_keys=split.keys, weights=split.weights, **BY)
            assert shape(goal)[1] == str(split.operation)

    def test_one_travels_as_a_word(self):
        for split in suggested("net_new_revenue", above=(), definitions=catalogue()):
            assert read_split(split_code(split)) == split
        for text in ("", "product", "power:a,b:", "weighted_sum:a,b:1,x"):
            assert read_split(text) is None


class TestReadyTrees:
    @pytest.mark.parametrize("key", ready_trees())
    def test_each_reproduces_every_month_of_the_facts(self, store, aiko, ben, chie, emi, key):
        load(store, generated(date(2024, 9, 10), date(2026, 11, 24)))
        ready = ready_trees()[key]
        goal = create_goal(metric_key=ready.pivot, period=YEAR, **BY)
        use_ready_tree(goal, key, **BY)
        tree = tree_of(goal)
        values = tree_values(tree, goal=goal, reader=Reader(user=emi.user, at=AT))
        assert values.missing == set()
        assert [one.fit for one in values.reproductions] == [Fit.EXACT] * len(tree.tree.inner)
        assert np.isfinite(values.residuals.absolute).all()
        assert np.isfinite(values.low).all()
        assert np.isfinite(values.leverage.across).all()

    @pytest.mark.parametrize("key", ready_trees())
    def test_each_explains_itself_in_both_languages(self, key):
        ready = ready_trees()[key]
        assert all([ready.name.en, ready.name.ja, ready.about.en, ready.about.ja])
        assert all(part.metric_key in catalogue() for part in ready.tree.walk())

    def test_inside_sales_goes_down_to_leads(self, goal):
        change = use_ready_tree(goal, "inside_sales", **BY)
        appointments = ("appointments", "product", "leads_contacted", "appointment_rate")
        won = ("deals_won", "product", appointments, "close_rate")
        assert shape(goal) == ("revenue", "product", won, "average_deal_amount")
        assert change_words(change, catalogue()) == "The ready-made tree “Inside sales” was used."
        undo(change, **BY)
        assert shape(goal) == "revenue"

    def test_one_that_is_about_something_else_is_refused(self, goal):
        said = refused("ready_tree_unfit", use_ready_tree, goal, "support", **BY)
        assert said == "This tree puts “Tickets handled” together, and this goal is about “Revenue”."
        refused("ready_tree_unknown", use_ready_tree, goal, "nothing", **BY)

    def test_one_with_an_archived_metric_is_refused(self, goal, emi):
        archive_metric("close_rate", reason="No.", by=emi.user, at=AT)
        assert "Close rate" in refused("metric_archived", use_ready_tree, goal, "inside_sales", **BY)
        assert "close_rate" in all_metrics()
