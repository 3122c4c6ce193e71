"""A plan that the working time allows."""

import numpy as np
import pytest
from measures.proposal.cases import NAN, REVENUE, REVENUE_NOW, SUM, sum_of
from measures.tree.trees import LEAF, product_of, tree_of

from kaname.measures.proposal.propose import propose
from kaname.measures.proposal.question import Capacity


def test_it_moves_what_costs_nothing_when_the_hours_are_used_up():
    # 50 appointments of two hours are all there is; rate and amount carry the 20 %.
    capacity = Capacity(hours=[2, NAN, 0], available=100)
    plan = propose(REVENUE, **REVENUE_NOW, target=12_000_000, capacity=capacity).within
    assert plan.values[0] == pytest.approx(50)
    assert plan.hours <= 100 * (1 + 1e-12)
    rates = np.linspace(0.15, 0.25, 100_001)
    assert plan.total_strain == pytest.approx(
        (((rates - 0.2) / 0.1) ** 2 + ((12 / 50 / rates - 1) / 0.3) ** 2).min(), rel=1e-6
    )


def test_it_ignores_hours_that_are_plenty():
    capacity = Capacity(hours=[2, 0, 0], available=1000)
    with_hours = propose(REVENUE, **REVENUE_NOW, target=12_000_000, capacity=capacity).within
    without = propose(REVENUE, **REVENUE_NOW, target=12_000_000).within
    assert with_hours.values.tolist() == without.values.tolist()
    assert (with_hours.hours, without.hours) == (pytest.approx(2 * without.values[0]), 0)


def test_it_trades_what_takes_long_for_what_does_not():
    # 10 + 10 to 24 with 1 h and 3 h, 44 h in all: x + y = 24 and x + 3 y = 44 leave x = 14, y = 10.
    capacity = Capacity(hours=[1, 3], available=44)
    plan = propose(sum_of(2), actual=[10, 10], low=[5, 5], high=[15, 15], target=24, capacity=capacity).within
    assert plan.values == pytest.approx([14, 10])


def test_it_brings_what_takes_too_long_already_within_the_hours():
    # 50 h are done, 44 h are there: one leaf must fall so that the other may rise, x + y = 20 and x + 4 y = 44.
    capacity = Capacity(hours=[1, 4], available=44)
    plan = propose(sum_of(2), actual=[10, 10], low=[5, 5], high=[15, 15], target=20, capacity=capacity).within
    assert plan.values == pytest.approx([12, 8])


def test_it_says_how_many_hours_the_target_takes():
    # 18,000,000 needs the end of every range, 60 appointments: 120 h; the appointments' range spans 40 h.
    capacity = Capacity(hours=[2, 0, 0], available=110)
    proposal = propose(REVENUE, **REVENUE_NOW, target=18_000_000, capacity=capacity)
    assert not proposal.reachable
    assert proposal.reach.values == pytest.approx([55, 0.25, 1_200_000])
    assert proposal.reach.root == pytest.approx(16_500_000)
    gives = {(give.limit.value, give.leaf): give for give in proposal.gives}
    assert gives["capacity", None].needed == pytest.approx(120)
    assert gives["capacity", None].widths == pytest.approx(10 / 40)
    # Without more hours the rate would have to be 18 / (55 x 1.2), or the amount 18 / (55 x 0.25).
    assert gives["range", 1].needed == pytest.approx(18 / 66)
    assert gives["range", 2].needed == pytest.approx(18_000_000 / 13.75)
    # More appointments would take hours that are not there.
    assert ("range", 0) not in gives
    assert proposal.stretch.hours <= 110 * (1 + 1e-12)


def test_it_frees_hours_of_others_for_the_one_that_gives():
    # 1 h and 3 h, 50 h: at their best 15 + 11 2/3. For 30 the first alone would need 20, the second then 10.
    capacity = Capacity(hours=[1, 3], available=50)
    proposal = propose(sum_of(2), actual=[10, 10], low=[5, 5], high=[15, 15], target=30, capacity=capacity)
    assert proposal.reach.values == pytest.approx([15, 35 / 3])
    gives = {(give.limit.value, give.leaf): give.needed for give in proposal.gives}
    assert gives == {("range", 0): pytest.approx(20), ("capacity", None): pytest.approx(60)}


def test_it_needs_the_least_hours_with_which_the_target_can_be_reached():
    # x y = 400 costs least where 1 x = 4 y: 40 and 10, 80 h.
    capacity = Capacity(hours=[1, 4], available=70)
    proposal = propose(product_of(2), actual=[15, 10], low=[10, 5], high=[50, 20], target=400, capacity=capacity)
    needed = [give.needed for give in proposal.gives if give.limit == "capacity"]
    assert needed == [pytest.approx(80, rel=1e-6)]


def test_it_says_so_when_even_the_least_takes_too_many_hours():
    capacity = Capacity(hours=[1, 0], available=4)
    proposal = propose(sum_of(2), actual=[10, 10], low=[5, 5], high=[15, 15], target=22, capacity=capacity)
    assert not proposal.reachable
    assert proposal.reach is None
    assert [(give.limit, give.needed) for give in proposal.gives] == [("capacity", pytest.approx(7))]
    # Beyond its range the first may fall to 4 hours.
    assert proposal.stretch.values == pytest.approx([4, 18])


def test_it_counts_the_hours_of_one_metric_at_two_places_once():
    tree = tree_of((SUM, [LEAF, LEAF]))
    capacity = Capacity(hours=[2, 0], available=24)
    plan = propose(tree, actual=[10, 10], low=[5, 5], high=[15, 15], target=24, same=[7, 7], capacity=capacity).within
    assert plan.values == pytest.approx([12, 12])
    assert plan.hours == pytest.approx(24)
