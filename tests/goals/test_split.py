"""Where a difference comes from: split over the leaves of a tree, to the last yen, against pandas and by hand."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.goals.defining import archive_metric
from kaname.goals.elapsed import elapsed_of
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.planting import plant, use_ready_tree
from kaname.goals.kpi_tree.splitting import split_node
from kaname.goals.kpi_tree.values import tree_values
from kaname.goals.kpis.planning import keep, kept_nodes
from kaname.goals.kpis.split import Comparison, Split, split_of
from kaname.goals.kpis.split_words import split_chart, split_sentence
from kaname.goals.models import Node
from kaname.goals.reader import Reader
from kaname.measures.operation import Operation
from kaname.measures.periods import Period
from kaname.people.queries import team_hours
from kaname.web.charts.waterfall import COLOURS
from kaname.web.formats.units import Unit
from tests.goals.kgi_world import AT, M, begun, fiscal, of, won
from tests.goals.kpi_step_world import LEAVES, SIGNED, inside_sales, planned
from tests.goals.kpi_tree_world import Expected, generated, load

TODAY = date(2026, 11, 24)
YEN, TIME = Unit("currency", currency="JPY"), Unit("seconds")
THIRD_QUARTER = of("2026-10-01", "2027-01-01")


@pytest.fixture
def rows(store, aiko, ben, chie):
    made = generated(date(2024, 3, 10), TODAY)
    load(store, made)
    return made


@pytest.fixture
def reader(emi):
    return Reader(user=emi.user, at=AT)


def goal_of(period, *, metric="revenue", value=100 * M, team=None):
    goal = begun(metric, period=period, team=team)
    goal.value = value
    goal.save()
    goal.refresh_from_db()
    return goal


def split(goal, comparison, reader):
    found = tree_of(goal)
    return split_of(
        comparison,
        goal=goal,
        goal_tree=found,
        to_date=tree_values(found, goal=goal, reader=reader).to_date,
        elapsed=elapsed_of(goal.team, goal.period, reader),
        reader=reader,
    )


def total(found):
    return sum(found.parts.values()) + found.outside + found.unplanned


def shares_of(expected, before, after):
    """By how much each leaf moved the product: additive LMDI by hand."""
    then, now = (np.array([expected.of(key, one.starts_on, one.ends_on) for key in LEAVES]) for one in (before, after))
    mean = (now.prod() - then.prod()) / np.log(now.prod() / then.prod())
    return dict(zip(LEAVES, mean * np.log(now / then), strict=True))


def same_share(period, running):
    """Days before which the same share of working time had passed in an earlier period, by going through all days."""
    _days, hours = team_hours(None, period)
    share = elapsed_of(None, running, Reader(user=None, at=AT)).share
    passed = np.concatenate([[0], np.cumsum(hours)]) / hours.sum()
    nearest = np.flatnonzero(np.abs(passed - share) <= np.abs(passed - share).min() + 1e-9)
    day = nearest[np.abs(nearest - (TODAY - running.starts_on).days).argmin()]
    return period.starts_on + timedelta(days=int(day))


class TestAgainstThePast:
    @pytest.mark.parametrize(
        ("comparison", "earlier"),
        [
            (Comparison.PRIOR_YEAR, of("2025-10-01", "2026-01-01")),
            (Comparison.PRIOR_PERIOD, of("2026-07-01", "2026-10-01")),
        ],
    )
    def test_a_running_period_is_compared_up_to_the_same_share(self, rows, reader, comparison, earlier):
        goal = goal_of(THIRD_QUARTER)
        use_ready_tree(goal, "inside_sales", **SIGNED)
        found, expected = split(goal, comparison, reader), Expected(rows)
        part = Period(earlier.starts_on, same_share(earlier, THIRD_QUARTER))
        assert found.period == part
        now = Period(THIRD_QUARTER.starts_on, TODAY + timedelta(days=1))
        assert found.before == expected.of("revenue", part.starts_on, part.ends_on)
        assert found.after == expected.of("revenue", now.starts_on, now.ends_on)
        assert found.parts == pytest.approx(shares_of(expected, part, now))
        assert (found.outside, found.unplanned) == (0, 0)
        assert total(found) == pytest.approx(found.difference, rel=1e-12)

    def test_one_that_is_over_is_compared_as_a_whole(self, rows, reader):
        goal = goal_of(of("2026-07-01", "2026-10-01"))
        use_ready_tree(goal, "inside_sales", **SIGNED)
        found, earlier = split(goal, Comparison.PRIOR_PERIOD, reader), of("2026-04-01", "2026-07-01")
        assert found.period == earlier
        assert found.parts == pytest.approx(shares_of(Expected(rows), earlier, goal.period))

    def test_of_a_team_it_is_about_the_team(self, rows, east, reader):
        goal = goal_of(of("2026-07-01", "2026-10-01"), team=east)
        use_ready_tree(goal, "inside_sales", **SIGNED)
        found = split(goal, Comparison.PRIOR_PERIOD, reader)
        assert found.parts == pytest.approx(shares_of(Expected(rows, "east"), found.period, goal.period))

    @pytest.mark.parametrize(
        "period", [of("2024-07-01", "2024-10-01"), of("2025-01-01", "2025-04-01"), of("2027-01-01", "2027-04-01")]
    )
    def test_what_is_not_known_as_a_whole_is_not_compared(self, rows, reader, period):
        """The facts begin on 10 March 2024: of a year before there is nothing or a part, and the rest is to come."""
        goal = goal_of(period)
        use_ready_tree(goal, "inside_sales", **SIGNED)
        assert split(goal, Comparison.PRIOR_YEAR, reader) is None

    def test_a_part_whose_facts_begin_later_keeps_it_from_being_compared(self, store, ben, reader):
        calls = [("activities", {"day": date(2026, 5, 4), "person": "Ben", "kind": "appointment", "lead_key": "L"})]
        load(store, [*calls, *(won(date(2025, month, 3), M) for month in range(1, 13)), won(date(2026, 9, 30), M)])
        goal = goal_of(of("2026-07-01", "2026-10-01"))
        use_ready_tree(goal, "inside_sales", **SIGNED)
        assert split(goal, Comparison.PRIOR_YEAR, reader) is None

    def test_what_the_tree_leaves_out_stands_outside_of_it(self, rows, reader):
        """Deals times their median is not their sum."""
        goal = goal_of(of("2026-07-01", "2026-10-01"))
        pair(goal, "median_deal_amount")
        found, expected = split(goal, Comparison.PRIOR_PERIOD, reader), Expected(rows)
        left_out = []
        for one in (found.period, goal.period):
            of_tree = expected.of("deals_won", one.starts_on, one.ends_on) * expected.of(
                "median_deal_amount", one.starts_on, one.ends_on
            )
            left_out.append(expected.of("revenue", one.starts_on, one.ends_on) - of_tree)
        assert found.outside == pytest.approx(left_out[1] - left_out[0])
        assert total(found) == pytest.approx(found.difference)

    def test_an_archived_part_leaves_it_without_an_answer(self, rows, dai, reader):
        goal = goal_of(of("2026-07-01", "2026-10-01"))
        pair(goal, "median_deal_amount")
        archive_metric("median_deal_amount", by=dai.user, at=AT, reason="Nobody looks at it")
        later = Reader(user=reader.user, at=AT)
        for comparison in Comparison:
            assert split(goal, comparison, later) is None


class TestAgainstThePlan:
    @pytest.fixture
    def goal(self, rows, reader):
        goal = inside_sales(rows)
        keep(planned(goal, reader))
        return goal

    def test_pace_is_the_plan_s_share_of_what_grows_with_time(self, goal, reader):
        found, tree = split(goal, Comparison.PACE, reader), tree_of(goal)
        share, kept = elapsed_of(None, goal.period, reader).share, kept_nodes(tree)
        assert found.before == pytest.approx(float(goal.value) * share, rel=1e-8)
        for key in LEAVES:
            scale = share if key == "leads_contacted" else 1.0
            assert found.leaves[key][0] == pytest.approx(kept[tree.keys.index(key)] * scale)
        assert total(found) == pytest.approx(found.difference, rel=1e-12)
        assert found.unplanned == 0

    def test_the_target_is_all_of_it(self, goal, reader):
        found = split(goal, Comparison.TARGET, reader)
        assert found.before == pytest.approx(float(goal.value), rel=1e-8)
        assert total(found) == pytest.approx(found.difference, rel=1e-12)

    def test_what_the_plan_leaves_open_stands_apart(self, goal, rows, reader):
        goal.value = goal.value * 2
        found, share = split(goal, Comparison.PACE, reader), elapsed_of(None, goal.period, reader).share
        assert found.before == pytest.approx(float(goal.value) * share)
        assert found.unplanned == pytest.approx(-float(goal.value) / 2 * share)
        assert total(found) == pytest.approx(found.difference, rel=1e-12)

    def test_of_a_rate_the_pace_is_the_whole_target(self, rows, reader):
        goal = goal_of(fiscal(2026), metric="close_rate", value=0.5)
        plant(goal, **SIGNED)
        split_node(
            goal.nodes.get(), operation=Operation.RATIO, metric_keys=("deals_won", "appointments"), weights=(), **SIGNED
        )
        Node.objects.filter(metric_key="deals_won").update(planned=100)
        Node.objects.filter(metric_key="appointments").update(planned=200)
        found = split(goal, Comparison.PACE, reader)
        assert found.before == 0.5
        assert total(found) == pytest.approx(found.difference)

    def test_without_a_plan_there_is_nothing_to_split(self, rows, reader):
        assert split(inside_sales(rows), Comparison.PACE, reader) is None

    @pytest.mark.parametrize("seed", range(6))
    def test_whatever_is_planned_the_parts_come_to_the_difference(self, goal, reader, seed):
        rng = np.random.default_rng(seed)
        for node in Node.objects.filter(goal=goal):
            node.planned = float(rng.choice([0, -1, 1]) * rng.uniform(0, 500))
            node.save()
        for comparison in Comparison:
            found = split(goal, comparison, reader)
            assert total(found) == pytest.approx(found.difference, abs=1e-9 * max(abs(found.before), abs(found.after)))


class TestWords:
    """¥10M at pace: close rate −5.3, appointments +1.1."""

    def said(self, comparison=Comparison.PACE, *, metric="revenue", unit=YEN, **more):
        numbers = {"before": 10e6, "after": 5.8e6, "parts": {"appointments": 1.1e6, "close_rate": -5.3e6}} | more
        found = Split(comparison, outside=numbers.pop("outside", 0.0), leaves={}, **numbers)
        reader = Reader(user=None, at=datetime(2026, 11, 24, 3, 0, tzinfo=AT.tzinfo))
        return found, split_sentence(found, metric, unit=unit, reader=reader).replace("\u2060", ""), reader

    def test_the_largest_part_comes_first_with_its_sign(self, db):
        assert self.said()[1] == "Revenue is ¥4.2M below pace: close rate −¥5.3M, appointments +¥1.1M."

    @pytest.mark.parametrize(
        ("comparison", "after", "words"),
        [
            (Comparison.PACE, 12e6, "Revenue is ¥2M above pace: "),
            (Comparison.TARGET, 5.8e6, "Revenue is ¥4.2M below its target: "),
            (Comparison.TARGET, 12e6, "Revenue is ¥2M above its target: "),
            (Comparison.PRIOR_YEAR, 5.8e6, "Revenue is ¥4.2M below the year before: "),
            (Comparison.PRIOR_YEAR, 12e6, "Revenue is ¥2M above the year before: "),
            (Comparison.PRIOR_PERIOD, 5.8e6, "Revenue is ¥4.2M below the period before: "),
            (Comparison.PRIOR_PERIOD, 12e6, "Revenue is ¥2M above the period before: "),
            (Comparison.PACE, 10e6, "Revenue is on pace: "),
            (Comparison.TARGET, 10e6, "Revenue is at its target: "),
            (Comparison.PRIOR_YEAR, 10e6, "Revenue is where it was a year before: "),
            (Comparison.PRIOR_PERIOD, 10e6, "Revenue is where it was the period before: "),
        ],
    )
    def test_it_says_what_is_compared_and_which_way(self, db, comparison, after, words):
        assert self.said(comparison, after=after)[1].startswith(words)

    def test_what_lies_outside_comes_last(self, db):
        words = self.said(outside=-0.5e6, unplanned=-0.7e6, after=4.6e6)[1]
        assert words.endswith("appointments +¥1.1M, not in the plan −¥700K, outside the tree −¥500K.")

    def test_the_waterfall_leads_from_one_to_the_other(self, db):
        found, _words, reader = self.said(outside=-0.5e6, after=5.3e6)
        chart = split_chart(found, "revenue", unit=YEN, reader=reader)
        assert [name for name, _text in chart.rows] == [
            "Pace",
            "Close rate",
            "Appointments",
            "Outside the tree",
            "Actual",
        ]
        assert chart.columns == ("What", "Revenue")

    def test_less_is_good_where_less_is_better(self, db):
        found, _words, reader = self.said(before=100.0, after=90.0, parts={"tickets_timed": -20.0, "visits": 10.0})
        bars = split_chart(found, "handling_seconds", unit=TIME, reader=reader).options["series"][1]["data"]
        assert [bar["itemStyle"]["color"] for bar in bars][1:3] == [COLOURS["good"], COLOURS["bad"]]

    @given(parts=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=4), before=st.integers(0, 10**9))
    def test_the_sign_of_the_sentence_is_that_of_the_difference(self, parts, before):
        reader = Reader(user=None, at=AT)
        reader.__dict__["metrics"], reader.__dict__["definitions"] = {}, {}
        named = {f"part_{place}": float(part) for place, part in enumerate(parts)}
        found = Split(Comparison.PACE, float(before), float(before + sum(parts)), named, 0.0, {})
        words = split_sentence(found, "revenue", unit=YEN, reader=reader)
        assert ("above" in words, "below" in words) == (sum(parts) > 0, sum(parts) < 0)


def pair(goal, second):
    plant(goal, **SIGNED)
    split_node(goal.nodes.get(), operation=Operation.PRODUCT, metric_keys=("deals_won", second), weights=(), **SIGNED)
