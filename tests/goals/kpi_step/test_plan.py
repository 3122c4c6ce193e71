"""Targets that a goal's tree proposes: from real values, inside ranges, locks and working time."""

import math
from datetime import date

import numpy as np
import pytest

from kaname.goals.defining import archive_metric
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.planting import plant
from kaname.goals.kpi_tree.splitting import split_node
from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.kpis.give_words import give_lines, reach_sentence
from kaname.goals.kpis.plan_lines import LOADS, plan_lines
from kaname.goals.kpis.planning import keep, kept_nodes
from kaname.goals.reader import Reader
from kaname.goals.spreading.totals import total_of
from kaname.measures.operation import Operation
from kaname.measures.proposal.plan import Load
from kaname.people.queries import team_hours
from tests.goals.kgi_world import AT, M, begun, entered, fiscal, own_metric
from tests.goals.kpi_step_world import LEAVES, SIGNED, fixed, inside_sales, place_of, planned, values
from tests.goals.kpi_tree_world import Expected, load
from tests.goals.test_csf import made_to_count


class TestProposal:
    def test_it_starts_from_what_the_leaves_really_were(self, goal, rows, reader):
        found, expected = planned(goal, reader), Expected(rows)
        for key in ("revenue", *LEAVES):
            was = expected.of(key, date(2025, 4, 1), date(2026, 4, 1))
            assert found.values.compared[place_of(found, key)] == pytest.approx(was), key

    def test_its_numbers_make_the_target(self, goal, reader):
        found = planned(goal, reader)
        new = values(found)
        product = new["leads_contacted"] * new["appointment_rate"] * new["close_rate"] * new["average_deal_amount"]
        assert product == pytest.approx(float(goal.value), rel=1e-8)
        assert found.nodes[0] == pytest.approx(float(goal.value), rel=1e-8)
        assert new["leads_contacted"] == round(new["leads_contacted"])
        assert found.reaches

    def test_no_other_numbers_near_it_strain_less(self, goal, reader):
        found = planned(goal, reader)
        actual, low, high = (
            np.array([getattr(found.values, name)[place_of(found, key)] for key in LEAVES])
            for name in ("compared", "low", "high")
        )
        best = np.array(list(values(found).values()))

        def strain(point):
            return (((point - actual) / (high - low)) ** 2).sum()

        rng = np.random.default_rng(3)
        for _try in range(500):
            point = best * np.exp(rng.normal(0, 0.02, 4))
            point[0] = best[0]  # there is no half lead
            point[3] *= float(goal.value) / point.prod()  # on the target again
            if np.all((point >= np.minimum(low, actual)) & (point <= np.maximum(high, actual))):
                assert strain(point) >= strain(best) * (1 - 1e-3)

    def test_of_a_team_it_is_about_the_team(self, rows, east, reader):
        found = planned(inside_sales(rows, team=east), reader)
        was = Expected(rows, "east").of("deals_won", date(2025, 4, 1), date(2026, 4, 1))
        assert found.values.compared[place_of(found, "deals_won")] == was
        assert found.hours == pytest.approx(team_hours("east", fiscal(2026))[1].sum())

    def test_what_is_fixed_stays_to_the_last_digit(self, goal, reader):
        fixed(goal, "close_rate", 0.3217)
        found = planned(goal, reader)
        assert values(found)["close_rate"] == 0.3217
        assert found.nodes[0] == pytest.approx(float(goal.value), rel=1e-8)
        keep(found)
        fixed(goal, "close_rate", None)
        assert values(planned(goal, reader))["close_rate"] != 0.3217

    def test_it_is_kept_and_found_again(self, goal, reader):
        found = planned(goal, reader)
        keep(found)
        assert kept_nodes(tree_of(goal)) == pytest.approx(found.nodes)

    def test_without_a_target_there_is_none(self, goal, reader):
        goal.value = None
        assert planned(goal, reader).proposal is None

    def test_of_a_range_it_goes_to_the_nearer_end(self, store, rows, reader):
        own_metric(
            "mix",
            "Mix",
            unit="currency",
            direction="range",
            arithmetic={"op": "product", "of": ["deals_won", "average_deal_amount"]},
        )
        goal = begun("mix", period=fiscal(2026))
        goal.value, goal.upper, goal.baseline = 10 * M, 20 * M, 30 * M
        plant(goal, **SIGNED)
        split_node(
            goal.nodes.get(),
            operation=Operation.PRODUCT,
            metric_keys=("deals_won", "average_deal_amount"),
            weights=(),
            **SIGNED,
        )
        assert planned(goal, reader).nodes[0] == pytest.approx(20 * M)


class TestOutOfReach:
    def test_it_says_how_far_it_gets_and_what_would_have_to_give(self, rows, reader):
        goal = inside_sales(rows, growth=20)
        found = planned(goal, reader)
        unit = reader.unit(reader.definitions["revenue"])
        assert found.proposal.within is None
        high = np.array([max(found.values.high[at], found.values.compared[at]) for at in found.goal_tree.tree.leaves])
        high[0] = np.floor(high[0] + 1e-9)
        assert found.proposal.reach.root == pytest.approx(high.prod())
        share = f"{100 * high.prod() / float(goal.value):.1f}%"
        assert share in reach_sentence(found, unit=unit, target=float(goal.value), reader=reader)

    def test_a_lock_that_keeps_it_from_its_target_is_named(self, goal, reader):
        fixed(goal, "close_rate", 0.001)
        found = planned(goal, reader)
        words = [line.text for line in give_lines(found, reader=reader)]
        assert any(text.startswith("Close rate:") and "at which it is fixed" in text for text in words)
        assert found.nodes[0] != pytest.approx(float(goal.value)) or found.proposal.within is None

    def test_where_it_is_reached_nothing_has_to_give(self, goal, reader):
        found = planned(goal, reader)
        assert give_lines(found, reader=reader) == []
        assert reach_sentence(found, unit=reader.unit(reader.definitions["revenue"]), target=1.0, reader=reader) == ""


class TestUnusualTrees:
    def test_a_metric_at_two_places_has_one_value(self, store, rows, reader):
        """Revenue = won × average + expansions × average: one average for both."""
        own_metric(
            "more_sales",
            "More sales",
            unit="currency",
            arithmetic={"op": "product", "of": ["expansions", "average_deal_amount"]},
        )
        own_metric("all_sales", "All sales", unit="currency", arithmetic={"op": "sum", "of": ["revenue", "more_sales"]})
        goal = begun("all_sales", period=fiscal(2026))
        plant(goal, **SIGNED)
        pivot = goal.nodes.get(parent=None)
        split_node(pivot, operation=Operation.SUM, metric_keys=("revenue", "more_sales"), weights=(), **SIGNED)
        for key, parts in (
            ("revenue", ("deals_won", "average_deal_amount")),
            ("more_sales", ("expansions", "average_deal_amount")),
        ):
            split_node(
                goal.nodes.get(metric_key=key), operation=Operation.PRODUCT, metric_keys=parts, weights=(), **SIGNED
            )
        before = planned(goal, reader).values.compared[0]
        goal.value = before * 1.1
        found = planned(goal, reader)
        twice = [found.nodes[place] for place, key in enumerate(found.goal_tree.keys) if key == "average_deal_amount"]
        assert len(twice) == 2
        assert twice[0] == twice[1]
        assert found.nodes[0] == pytest.approx(before * 1.1, rel=1e-8)
        fixed(goal, "average_deal_amount", 1.0 * M)
        assert {node.planned for node in goal.nodes.filter(metric_key="average_deal_amount")} == {1.0 * M}
        lines = plan_lines(planned(goal, reader), [], gap=1.0, reader=reader)
        assert [line.node.metric_key for line in lines].count("average_deal_amount") == 1

    def test_a_leaf_without_facts_is_named_and_may_be_typed(self, store, rows, reader):
        own_metric("share", "Share of the market", unit="ratio", entered="mean")
        own_metric("market", "Market", unit="currency", entered="sum")
        own_metric("sold", "Sold", unit="currency", arithmetic={"op": "product", "of": ["market", "share"]})
        goal = begun("sold", period=fiscal(2026))
        goal.value = 110 * M
        plant(goal, **SIGNED)
        split_node(goal.nodes.get(), operation=Operation.PRODUCT, metric_keys=("market", "share"), weights=(), **SIGNED)
        load(store, entered("market", [(date(2025, 4, 1), 1000 * M)]), batch_id="market")
        found = planned(goal, reader)
        assert [found.goal_tree.keys[place] for place in found.unknown] == ["share"]
        assert found.proposal is None
        fixed(goal, "share", 0.1)
        found = planned(goal, reader)
        assert found.unknown == ()
        assert values(found, ["market"])["market"] == pytest.approx(1100 * M)

    def test_a_leaf_that_was_archived_is_unknown(self, store, rows, dai, reader):
        own_metric("other", "Other", unit="currency", stream="deal_changes", measure="sum", field="amount")
        goal = begun(period=fiscal(2026))
        goal.value = 10 * M
        plant(goal, **SIGNED)
        split_node(
            goal.nodes.get(), operation=Operation.SUM, metric_keys=("expansion_revenue", "other"), weights=(), **SIGNED
        )
        archive_metric("other", by=dai.user, at=AT, reason="Nobody knows it")
        later = Reader(user=reader.user, at=AT)
        found = planned(goal, later)
        assert [found.goal_tree.keys[place] for place in found.unknown] == ["other"]
        assert [line.name for line in plan_lines(found, [], gap=1.0, reader=later)] == ["Expansion revenue", "Other"]


class TestLines:
    def test_they_stand_in_the_order_of_the_tree_with_what_they_ask(self, goal, reader):
        kpi = add_kpi(goal, metric_key="appointments", **SIGNED)
        found = planned(goal, reader)
        lines = plan_lines(found, [kpi], gap=float(goal.value - goal.baseline), reader=reader)
        assert [line.node.metric_key for line in lines] == [
            "deals_won", "appointments", "leads_contacted", "appointment_rate", "close_rate", "average_deal_amount",
        ]  # fmt: skip
        by_key = {line.node.metric_key: line for line in lines}
        assert by_key["appointments"].kpi == kpi
        assert by_key["appointments"].monthly == pytest.approx(by_key["appointments"].planned / 12, abs=0.5)
        assert by_key["close_rate"].monthly is None
        assert by_key["leads_contacted"].hours == ""
        assert by_key["close_rate"].hours is None
        assert by_key["deals_won"].hours is None  # follows from those below it
        assert {line.load_kind for line in lines} <= {"ontrack", "risk", "off"}

    def test_leverage_tells_what_a_range_moves(self, goal, reader):
        gap = float(goal.value - goal.baseline)
        found = planned(goal, reader)
        for line in plan_lines(found, [], gap=gap, reader=reader):
            place = place_of(found, line.node.metric_key)
            lowers, raises = found.values.leverage.change[place]
            share = abs(raises - lowers) / gap
            assert line.dots == sum(share > least for least in (0, 0.2, 0.5, 1))

    def test_every_load_has_a_word(self):
        assert set(LOADS) == set(Load)

    def test_what_is_in_force_is_shown_where_the_proposal_has_moved_away(self, goal, reader):
        keep(planned(goal, reader))
        made_to_count(goal)
        assert all(line.in_force is None for line in plan_lines(planned(goal, reader), [], gap=1.0, reader=reader))
        goal.target.value = goal.target.value * 2
        moved = plan_lines(planned(goal, reader), [], gap=1.0, reader=reader)
        assert any(line.in_force is not None for line in moved)


class TestTotals:
    def test_a_mean_is_spread_as_it_was_proposed_and_a_count_in_whole_units(self, goal, reader):
        """The target is reached by the product of what is proposed: a mean rounded up to the coin would miss it."""
        found = keep(planned(goal, reader))
        proposed = values(found)
        mean = total_of(goal, "average_deal_amount", reader=reader)
        assert float(mean) == pytest.approx(proposed["average_deal_amount"], abs=1e-6)
        deals = float(found.nodes[place_of(found, "deals_won")])
        assert total_of(goal, "deals_won", reader=reader) == math.ceil(deals - 1e-6)
