"""The ranking of candidates, held against computations of its own kind."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from kaname.goals.csf.candidates import add_csf
from kaname.goals.csf.goal_gap import GoalGap, gap_of
from kaname.goals.csf.ranked import Criterion, ranked
from kaname.goals.csf.ranking_words import chance_words, first_words, missing_words, per_budget_words
from kaname.goals.reader import Reader
from kaname.web.formats.units import Unit
from tests.goals.conftest import AT
from tests.goals.test_csf import made_to_count, new_goal

YEN = Unit("currency", currency="JPY")
GAP = GoalGap(None, YEN, 20e6)
# Effect in ¥M from and to, confidence, budget in ¥M, person-days.
ROWS = {
    "More people": (10, 20, 0.8, 6, 120),
    "A new feature": (8, 12, 0.6, 4, 200),
    "Dormant customers": (3, 7, 0.8, 1, 40),
}


def million(value):
    return None if value is None else Decimal(str(value)) * 1_000_000


def csf(goal, name, low, high, confidence, budget, days):
    return add_csf(
        goal,
        name=name,
        effect_low=million(low),
        effect_high=million(high),
        confidence=None if confidence is None else Decimal(str(confidence)),
        budget=million(budget),
        effort_days=None if days is None else Decimal(days),
        by=None,
        at=AT,
    )


@pytest.fixture
def goal(organisation):
    return new_goal()


@pytest.fixture
def three(goal):
    return [csf(goal, name, *row) for name, row in ROWS.items()]


class TestOrder:
    def test_it_is_what_pandas_makes_of_the_same_figures(self, three):
        table = pd.DataFrame.from_dict(ROWS, orient="index", columns=["low", "high", "confidence", "budget", "days"])
        table["effect"] = (table.low + table.high) / 2 * table.confidence * 1e6
        table["per_budget"] = table.effect / (table.budget * 1e6)
        table["per_day"] = table.effect / table.days
        places = table[["effect", "per_budget", "per_day"]].rank(ascending=False)
        table["mean_place"] = places.mean(axis=1)
        wanted = {
            Criterion.EFFECT: "effect", Criterion.BUDGET: "per_budget", Criterion.EFFORT: "per_day",
        }  # fmt: skip
        for criterion, column in wanted.items():
            found = ranked(three, gap=GAP, by=criterion)
            # 12 ÷ 120 and 4 ÷ 40 are both ¥0.1M a day: they share the place, in the order of the list.
            by_hand = table.sort_values(column, ascending=False, kind="stable").index
            assert [line.csf.name for line in found.lines] == list(by_hand)
            ranks = table[column].rank(ascending=False, method="min")
            assert {line.csf.name: line.rank for line in found.lines} == ranks.to_dict()
        combined = ranked(three, gap=GAP, by=Criterion.COMBINED)
        assert [line.csf.name for line in combined.lines] == list(table.sort_values("mean_place").index)
        for line in combined.lines:
            row = table.loc[line.csf.name]
            assert line.expected == pytest.approx(row.effect)
            assert line.share == pytest.approx(row.effect / 20e6)
            assert line.per_budget == pytest.approx(row.per_budget)
            assert line.per_effort == pytest.approx(row.per_day)

    def test_equal_ones_share_their_place(self, three):
        # ¥0.1M a person-day for 12 ÷ 120 and for 4 ÷ 40.
        found = ranked(three, gap=GAP, by=Criterion.EFFORT)
        assert [line.csf.name for line in found.first] == ["More people", "Dormant customers"]
        assert first_words(found) == "“More people”, “Dormant customers” share the first place."
        assert chance_words(found) == ""

    def test_what_needs_no_budget_comes_first_and_is_said_to(self, goal, three):
        free = csf(goal, "Fewer meetings", 1, 2, 0.9, 0, 5)
        found = ranked([*three, free], gap=GAP, by=Criterion.BUDGET)
        assert found.lines[0].csf == free
        assert first_words(found) == "“Fewer meetings” comes first, as it needs no budget."
        words = per_budget_words(found.lines[0].per_budget, YEN, currency="JPY", language="en")
        assert (words, found.lines[0].probability) == ("no budget needed", None)

    def test_what_is_not_known_is_not_ranked_and_named(self, goal, three):
        open_one = csf(goal, "Something", 1, 2, None, 3, None)
        found = ranked([open_one, *three], gap=GAP, by=Criterion.COMBINED)
        assert found.lines[-1].csf == open_one
        assert missing_words(found.lines[-1]) == "Not ranked yet: give its confidence, its effort."
        assert found.lines[-1].expected is None

    def test_the_combined_order_does_without_a_cost_that_nobody_states(self, goal):
        more, less = csf(goal, "More", 4, 6, 0.5, None, 10), csf(goal, "Less", 1, 2, 0.5, None, 20)
        found = ranked([less, more], gap=GAP, by=Criterion.COMBINED)
        assert [line.csf for line in found.ranked] == [more, less]

    def test_nothing_to_rank_is_no_trouble(self, goal):
        assert first_words(ranked([], gap=GAP, by=Criterion.EFFECT)) == "No candidate can be ranked by this yet."


class TestFirstPlace:
    def test_its_chance_is_that_of_a_million_drawn_years(self, three):
        rng = np.random.default_rng(7)
        draws = np.stack(
            [
                rng.uniform(low, high, 1_000_000) * (rng.random(1_000_000) < confidence)
                for low, high, confidence, *_costs in ROWS.values()
            ]
        )
        drawn = np.bincount(draws.argmax(axis=0)[draws.max(axis=0) > 0], minlength=3) / draws.shape[1]
        found = {line.csf.name: line.probability for line in ranked(three, gap=GAP, by=Criterion.EFFECT).lines}
        # A million draws leave 0.0005 of doubt; 77.6 %, 14.4 % and 6.4 % by hand.
        assert [found[name] for name in ROWS] == pytest.approx(drawn, abs=0.003)
        assert [found[name] for name in ROWS] == pytest.approx([0.776, 0.144, 0.064])

    def test_it_holds_where_no_other_range_reaches_into_it(self, three):
        # At its confidence 8 to 16, the others 4.8 to 7.2 and 2.4 to 5.6.
        found = ranked(three, gap=GAP, by=Criterion.EFFECT)
        assert found.robust
        assert (
            first_words(found) == "“More people” comes first, wherever within their ranges the effects turn out to be."
        )
        assert chance_words(found) == "Chance that it really brings most: 78%; that none brings any: 2%."

    def test_it_names_who_could_overtake_it(self, three):
        # Per ¥M of budget: 1.33 to 2.67, 1.2 to 1.8 and 2.4 to 5.6. The ranges of the first and the third meet.
        found = ranked(three, gap=GAP, by=Criterion.BUDGET)
        assert (found.robust, [csf.name for csf in found.rivals]) == (False, ["More people"])
        assert "within the stated ranges “More people” could overtake it" in first_words(found)


class TestGap:
    @pytest.mark.parametrize(
        ("metric", "baseline", "value", "size"),
        [
            ("revenue", 100, 120, 20),
            ("revenue", 120, 100, None),  # nothing is left to close
            ("average_handling_seconds", 300, 240, 60),  # lower is better
            ("average_handling_seconds", 240, 300, None),
            ("revenue", None, 120, None),
        ],
    )
    def test_it_is_the_way_to_the_target(self, dai, store, metric, baseline, value, size):
        goal = new_goal(metric_key=metric, baseline=baseline, value=value)
        assert gap_of(goal, Reader(user=dai.user, at=AT)).size == size

    def test_once_the_goal_counts_it_is_that_of_its_target(self, goal, dai, store):
        made_to_count(goal)
        goal.target.revise(value=Decimal(130_000_000), upper=None, baseline=goal.baseline, reason="?", by=None, at=AT)
        goal.refresh_from_db()
        gap = gap_of(goal, Reader(user=dai.user, at=AT))
        assert (gap.size, gap.share(6e6)) == (30e6, pytest.approx(0.2))
