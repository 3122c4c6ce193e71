"""What a tree shows of its nodes, against the same numbers computed from the rows with pandas."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.facts.metrics.catalogue import catalogue
from kaname.facts.metrics.definition import MetricDefinition
from kaname.facts.store import FactStore
from kaname.goals.kgi.drafting import create_goal
from kaname.goals.kpi_tree.goal_tree import tree_of
from kaname.goals.kpi_tree.known import months_between, without_beginning
from kaname.goals.kpi_tree.planting import plant, use_ready_tree
from kaname.goals.kpi_tree.scaling import Reference, Scaling, Treatment, needs_reference, scaling_of
from kaname.goals.kpi_tree.splitting import split_node
from kaname.goals.kpi_tree.values import tree_values
from kaname.goals.operations import archive_metric
from kaname.goals.reader import Reader
from kaname.measures.operation import Operation
from kaname.measures.periods import Period
from kaname.measures.realistic_range import RangeSource
from kaname.measures.tree.residual import Fit
from kaname.people.queries import team_hours
from kaname.web import store as web_store
from tests.goals.conftest import AT
from tests.goals.kpi_tree_world import Expected, generated, load, months_from

FISCAL_2026 = Period(date(2026, 4, 1), date(2027, 4, 1))
FISCAL_2025 = Period(date(2025, 4, 1), date(2026, 4, 1))
TODAY = date(2026, 11, 24)
MONTHS = months_from(date(2024, 11, 1), 24)
NAMES = [
    "revenue", "deals_won", "appointments", "leads_contacted", "appointment_rate", "close_rate", "average_deal_amount",
]  # fmt: skip

PAIR = ["deals_won", "average_deal_amount"]


@pytest.fixture
def rows(store, aiko, ben, chie):
    """Two years and two months of facts, until yesterday."""
    made = generated(date(2024, 9, 10), TODAY)
    load(store, made)
    return made


@pytest.fixture
def reader(emi):
    return Reader(user=emi.user, at=AT)


def goal_of(metric="revenue", *, team=None, period=FISCAL_2026):
    return create_goal(metric_key=metric, period=period, team=team, by=None, at=AT)


def inside_sales(goal):
    use_ready_tree(goal, "inside_sales", by=None, at=AT)
    return tree_of(goal)


def months_of(team_key, starts, ends_on):
    """Working hours of each month that begins on these days."""
    ends = [*starts[1:], ends_on]
    return np.array([team_hours(team_key, Period(*days))[1].sum() for days in zip(starts, ends, strict=True)])


def close(found, wanted):
    np.testing.assert_allclose(np.asarray(found, dtype=float), wanted, rtol=1e-9)


class TestActuals:
    def test_they_are_those_of_the_rows(self, rows, east, reader):
        goal = goal_of(team=east)
        tree = inside_sales(goal)
        values = tree_values(tree, goal=goal, reader=reader)
        expected = Expected(rows, "east")
        assert list(tree.keys) == NAMES
        assert [month.starts_on for month in values.months] == MONTHS
        close(values.monthly, [expected.monthly(key, MONTHS) for key in NAMES])
        assert values.compared_period == FISCAL_2025
        close(values.compared, [expected.of(key, FISCAL_2025.starts_on, FISCAL_2025.ends_on) for key in NAMES])
        assert values.elapsed == Period(FISCAL_2026.starts_on, date(2026, 11, 25))
        close(values.to_date, [expected.of(key, FISCAL_2026.starts_on, date(2026, 11, 25)) for key in NAMES])

    def test_a_goal_that_has_not_begun_has_nothing_to_date(self, rows, reader):
        goal = goal_of(period=Period(date(2027, 4, 1), date(2028, 4, 1)))
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        assert values.elapsed is None
        assert np.isnan(values.to_date).all()
        # The year before the goal is still running, so that the one before it is the last that is over.
        assert values.compared_period == FISCAL_2025

    def test_the_past_of_a_goal_that_is_over_ended_when_it_began(self, rows, reader):
        """What came true within it is no measure of what could be asked before."""
        goal = goal_of(period=FISCAL_2025)
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        assert values.months[-1] == Period(date(2025, 3, 1), date(2025, 4, 1))

    def test_a_metric_out_of_use_is_missing_and_breaks_nothing(self, rows, reader, emi):
        goal = goal_of()
        tree = inside_sales(goal)
        archive_metric("appointment_rate", reason="Nobody looks.", by=emi.user, at=AT)
        values = tree_values(tree, goal=goal, reader=Reader(user=emi.user, at=AT))
        assert values.missing == {"appointment_rate"}
        assert np.isnan(values.monthly[NAMES.index("appointment_rate")]).all()
        assert np.isfinite(values.monthly[0]).all()
        fits = dict(zip(tree.tree.inner, (one.fit for one in values.reproductions), strict=True))
        assert fits == {0: Fit.EXACT, 1: Fit.EXACT, 2: Fit.UNKNOWN}

    def test_months_without_facts_are_not_months_in_which_nothing_happened(self, store, reader, aiko, ben, chie):
        # Facts from mid-March 2025 until mid-September 2026, and the first month is a part of one.
        rows = generated(date(2025, 3, 14), date(2026, 9, 14))
        load(store, rows)
        goal = goal_of()
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        known = [month for month in MONTHS if date(2025, 3, 1) <= month <= date(2026, 9, 1)]
        assert list(np.isfinite(values.monthly[1])) == [month in known for month in MONTHS]
        assert values.ranges[1].found.n == len(known) - 1
        assert values.low[1] > 0

    def test_what_was_never_imported_is_not_nothing(self, store, reader, aiko, ben, chie):
        load(store, [row for row in generated(date(2025, 3, 1), TODAY) if row[0] == "deal_changes"])
        goal = goal_of()
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        place = NAMES.index("appointments")
        assert np.isnan([values.compared[place], values.to_date[place]]).all()
        assert values.compared[NAMES.index("revenue")] > 0


class TestRanges:
    def test_months_before_a_number_began_are_none_of_its_past(self, store, reader, aiko, ben, chie):
        """Deals are open from March 2025 on, and the first one is won in September."""
        rows = [
            row
            for row in generated(date(2025, 3, 1), TODAY)
            if row[0] == "deal_changes" and not (row[1]["stage"] == "won" and row[1]["day"] < date(2025, 9, 1))
        ]
        load(store, rows)
        goal = goal_of()
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        # September is the month in which it began; from October 2025 to October 2026 there are thirteen.
        assert values.ranges[NAMES.index("deals_won")].found.n == 13
        assert values.low[NAMES.index("deals_won")] > 0
        assert values.monthly[NAMES.index("deals_won")][MONTHS.index(date(2025, 5, 1))] == 0

    def test_counts_follow_working_time_and_rates_stay(self, rows, east, reader):
        goal = goal_of(team=east)
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        expected = Expected(rows, "east")
        hours = months_of("east", MONTHS, date(2026, 11, 1))
        year = team_hours("east", FISCAL_2026)[1].sum()
        for key in ("revenue", "deals_won", "appointments"):
            wanted = (
                np.quantile(expected.monthly(key, MONTHS) / hours, [0.1, 0.5, 0.9], method="median_unbiased") * year
            )
            place = NAMES.index(key)
            close([values.low[place], values.middle[place], values.high[place]], wanted)
            assert values.ranges[place].scaling == Scaling(Treatment.WITH_TIME, by_hours=True)
        for key in ("close_rate", "average_deal_amount"):
            wanted = np.quantile(expected.monthly(key, MONTHS), [0.1, 0.5, 0.9], method="median_unbiased")
            place = NAMES.index(key)
            close([values.low[place], values.middle[place], values.high[place]], wanted)
            assert values.ranges[place].scaling == Scaling(Treatment.LEVEL, by_hours=False)

    def test_a_lead_of_several_months_is_one_lead_of_the_year(self, rows, east, reader):
        goal = goal_of(team=east)
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        expected = Expected(rows, "east")
        year_before = months_from(date(2025, 4, 1), 12)
        whole = expected.of("leads_contacted", FISCAL_2025.starts_on, FISCAL_2025.ends_on)
        once = whole / expected.monthly("leads_contacted", year_before).sum()
        assert once < 0.5  # the same sixty leads in every month
        hours, year = months_of("east", MONTHS, date(2026, 11, 1)), team_hours("east", FISCAL_2026)[1].sum()
        leads = np.quantile(expected.monthly("leads_contacted", MONTHS) / hours, [0.1, 0.9], method="median_unbiased")
        rate = np.quantile(expected.monthly("appointment_rate", MONTHS), [0.1, 0.9], method="median_unbiased")
        close([values.low[3], values.high[3]], leads * year * once)
        close([values.low[4], values.high[4]], rate / once)
        assert values.ranges[3].scaling.treatment is values.ranges[4].scaling.treatment is Treatment.ONCE

    def test_a_new_team_takes_those_of_the_teams_beside_it(self, store, east, west, reader, aiko, ben, chie):
        rows = [
            *generated(date(2024, 9, 10), TODAY, people=("Chie",), seed=3),
            *generated(date(2026, 8, 3), TODAY, people=("Ben",), seed=4),
        ]
        load(store, rows)
        goal = goal_of(team=east)
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        won = values.ranges[1]
        assert (won.found.source, won.found.n, won.found.needed) == (RangeSource.COMPARABLE, 24, 4)
        hours = months_of("west", MONTHS, date(2026, 11, 1))
        wanted = np.quantile(
            Expected(rows, "west").monthly("deals_won", MONTHS) / hours, [0.1, 0.9], method="median_unbiased"
        )
        close([values.low[1], values.high[1]], wanted * team_hours("east", FISCAL_2026)[1].sum())

    def test_without_anybody_comparable_it_says_how_much_is_needed(self, store, east, reader, aiko, ben):
        load(store, generated(date(2026, 8, 3), TODAY, people=("Ben",)))
        goal = goal_of(team=east)
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        assert values.ranges[1].found.source is None
        assert values.ranges[1].found.needed == 4
        assert np.isnan(values.low).all()
        assert np.isnan(values.leverage.across).all()


class TestLeverage:
    def test_it_moves_one_number_and_leaves_the_others_in_the_middle(self, rows, east, reader):
        goal = goal_of(team=east)
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        low, middle, high = values.low, values.middle, values.high
        leads, rate, close_rate, amount = (NAMES.index(key) for key in NAMES[3:])
        usual = middle[leads] * middle[rate] * middle[close_rate] * middle[amount]
        for place in (leads, rate, close_rate, amount):
            others = usual / middle[place]
            close(values.leverage.change[place], [others * low[place] - usual, others * high[place] - usual])
        # Deals won moves revenue by itself times the average amount, whatever its own parts are.
        close(values.leverage.change[1], [low[1] * middle[amount] - usual, high[1] * middle[amount] - usual])


class TestResiduals:
    def test_what_holds_by_definition_is_exact_in_every_month(self, rows, reader):
        goal = goal_of()
        values = tree_values(inside_sales(goal), goal=goal, reader=reader)
        assert [one.fit for one in values.reproductions] == [Fit.EXACT] * 3
        assert not any(one.unknown.any() for one in values.reproductions)
        assert np.abs(values.residuals.relative).max() < 1e-9

    def test_a_tree_that_does_not_hold_says_by_how_much(self, rows, reader):
        goal = goal_of()
        pivot = plant(goal, by=None, at=AT)
        keys = ["deals_won", "median_deal_amount"]
        split_node(pivot, operation=Operation.PRODUCT, metric_keys=keys, by=None, at=AT)
        values = tree_values(tree_of(goal), goal=goal, reader=reader)
        expected = Expected(rows)
        revenue, won, median = (expected.monthly(key, MONTHS) for key in ("revenue", *keys))
        close(values.residuals.absolute[0], revenue - won * median)
        assert values.reproductions[0].fit is Fit.DIFFERENT
        assert list(values.reproductions[0].different) == list(np.abs(revenue - won * median) / revenue > 0.01)


class Counting(FactStore):
    """Counts how often it is read from."""

    reads = 0

    def reading(self):
        self.reads += 1
        return super().reading()


def test_more_nodes_ask_no_more_questions(aiko, ben, chie, east, reader, django_assert_max_num_queries):
    opened = Counting.open(None, threads=1)
    reads = []
    with web_store.using(opened):
        load(opened, generated(date(2024, 9, 10), TODAY))
        small, large = goal_of(team=east), goal_of(team=east)
        split_node(plant(small, by=None, at=AT), operation=Operation.PRODUCT, metric_keys=PAIR, by=None, at=AT)
        inside_sales(large)
        for goal in (small, large):
            before = opened.reads
            with django_assert_max_num_queries(40):
                tree_values(tree_of(goal), goal=goal, reader=reader)
            reads.append(opened.reads - before)
    opened.close()
    # What was ever imported, months of the team and of everybody, the period before and that to date; one more for what
    # counts each lead once.
    assert reads == [5, 6]


class TestScaling:
    """How months become the goal's period, by the definition alone."""

    REFERENCE = Reference(
        whole={"leads_contacted": 60.0, "opening_recurring_revenue": 900.0},
        summed={"leads_contacted": 240.0, "opening_recurring_revenue": 12_000.0},
        mean={"leads_contacted": 20.0, "opening_recurring_revenue": 1_000.0},
    )

    @pytest.mark.parametrize(
        ("key", "treatment", "by_hours", "factor"),
        [
            ("revenue", Treatment.WITH_TIME, True, 1.0),
            ("appointments", Treatment.WITH_TIME, True, 1.0),
            ("backlog_growth", Treatment.WITH_TIME, True, 1.0),
            ("close_rate", Treatment.LEVEL, False, 1.0),
            ("median_deal_amount", Treatment.LEVEL, False, 1.0),
            ("satisfaction", Treatment.LEVEL, False, 1.0),
            ("customers", Treatment.LEVEL, False, 1.0),
            # Customers lost grow with time and customers do not, so that twice the time is twice the rate.
            ("churn_rate", Treatment.WITH_TIME, True, 1.0),
            ("leads_contacted", Treatment.ONCE, True, 0.25),
            ("appointment_rate", Treatment.ONCE, False, 4.0),
            # A stock less what came in: it is neither, and relates to its months as it did before.
            ("opening_recurring_revenue", Treatment.AS_BEFORE, False, 0.9),
        ],
    )
    def test_it_follows_from_what_the_metric_is_made_of(self, key, treatment, by_hours, factor):
        assert scaling_of(key, catalogue(), self.REFERENCE) == Scaling(treatment, by_hours, pytest.approx(factor))

    def test_it_asks_only_for_what_it_needs(self):
        assert needs_reference(["revenue", "close_rate"], catalogue()) == []
        assert needs_reference(["appointment_rate"], catalogue()) == ["leads_contacted"]

    def test_without_the_period_before_nobody_knows(self):
        nothing = Reference({}, {}, {})
        assert scaling_of("leads_contacted", catalogue(), nothing).factor is None
        assert scaling_of("appointment_rate", catalogue(), nothing).factor is None

    def test_things_counted_once_and_then_added_go_by_what_was_before(self):
        both = MetricDefinition.from_dict(
            {"key": "met", "arithmetic": {"op": "sum", "of": ["accounts_met", "leads_contacted"]}}
        )
        known = catalogue() | {"met": both}
        assert needs_reference(["met"], known) == ["accounts_met", "leads_contacted", "met"]
        assert scaling_of("met", known, self.REFERENCE).treatment is Treatment.AS_BEFORE


counts = st.lists(st.integers(0, 3), min_size=2, max_size=12)


@given(counts)
def test_known_months_are_one_stretch_from_the_first_fact_on(found):
    own = np.array(found, dtype=float)
    known = months_between(own, own)
    assert known.sum() == (0 if not own.any() else np.flatnonzero(own)[-1] - np.flatnonzero(own)[0] + 1)
    whole = without_beginning(known)
    assert not (whole & ~known).any()
    assert known.sum() - whole.sum() == (1 if own.any() else 0)


def test_a_team_without_recent_facts_did_nothing_while_others_did():
    own, everybody = np.array([0, 2, 0, 0, 0.0]), np.array([1, 2, 3, 4, 0.0])
    assert list(months_between(own, everybody)) == [False, True, True, True, False]
