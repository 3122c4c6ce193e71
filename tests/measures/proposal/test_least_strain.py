"""Targets with the least strain, against hand computations, closed forms and grids."""

import numpy as np
import pytest
from measures.proposal.cases import DIFFERENCE, NAN, PRODUCT, RATIO, REVENUE, REVENUE_NOW, WEIGHTED, root_of, sum_of
from measures.tree.trees import LEAF, product_of, tree_of

from kaname.measures.proposal.plan import Load
from kaname.measures.proposal.propose import propose
from kaname.measures.proposal.question import Capacity


def test_it_moves_the_parts_of_a_sum_by_their_squared_ranges():
    # Lagrange: every move is gap x width^2 / sum of width^2 = 6 x (4, 16, 16) / 36; strain gap^2 / 36 = 1.
    plan = propose(sum_of(3), actual=[10, 20, 30], low=[10, 20, 30], high=[12, 24, 34], target=66).within
    assert plan.values == pytest.approx([10 + 2 / 3, 22 + 2 / 3, 32 + 2 / 3])
    assert plan.total_strain == pytest.approx(1)
    assert plan.strain == pytest.approx([1 / 9, 4 / 9, 4 / 9])


def test_it_leaves_what_has_reached_its_end_there_and_moves_the_others_more():
    # The second stops at 21; 5 are left for widths 2 and 4: 5 x (4, 16) / 20.
    plan = propose(sum_of(3), actual=[10, 20, 30], low=[10, 17, 30], high=[12, 21, 34], target=66).within
    assert plan.values == pytest.approx([11, 21, 34])


def test_it_moves_two_like_factors_alike():
    # 10 x 10 = 100 to 121: both to 11, one of five units of the range: strain 2 x 0.2^2.
    plan = propose(product_of(2), actual=[10, 10], low=[8, 8], high=[13, 13], target=121).within
    assert plan.values == pytest.approx([11, 11])
    assert plan.total_strain == pytest.approx(0.08)


@pytest.mark.parametrize("target", [9_000, 9_900, 10_500, 12_000, 14_000])
def test_it_solves_the_quartic_of_a_product(target):
    # Lagrange with x y = T: x^4 - a x^3 + (w/v)^2 (T b x - T^2) = 0.
    (a, b), (w, v) = (100.0, 100.0), (40.0, 90.0)
    found = np.roots([1, -a, 0, (w / v) ** 2 * target * b, -((w / v * target) ** 2)])
    x = found[(abs(found.imag) < 1e-9) & (found.real > 0)].real
    strain = (((x - a) / w) ** 2 + ((target / x - b) / v) ** 2).min()
    plan = propose(product_of(2), actual=[a, b], low=[80, 55], high=[120, 145], target=target).within
    assert plan.total_strain == pytest.approx(strain, rel=1e-6)


def test_it_is_the_worked_example_of_the_document():
    target, whole, hours = 12_000_000, [True, False, False], Capacity(hours=[2, 0, 0], available=100)
    rows = [
        (propose(REVENUE, **REVENUE_NOW, target=target), [53.05, 0.2185, 1_035_173], 0.07129),
        (propose(REVENUE, **REVENUE_NOW, target=target, whole=whole), [53, 0.2187, 1_035_465], 0.07130),
        (propose(REVENUE, **REVENUE_NOW, target=target, capacity=hours), [50, 0.2277, 1_053_912], 0.10915),
    ]
    for proposal, values, strain in rows:
        assert proposal.within.values == pytest.approx(values, rel=2e-4)
        assert proposal.within.total_strain == pytest.approx(strain, abs=5e-6)


def test_it_solves_a_small_revenue_tree_as_a_fine_grid_does():
    plan = propose(REVENUE, **REVENUE_NOW, target=12_000_000).within
    calls, rate = np.meshgrid(np.linspace(40, 60, 2001), np.linspace(0.15, 0.25, 2001))
    amount = 12_000_000 / (calls * rate)
    strain = ((calls - 50) / 20) ** 2 + ((rate - 0.2) / 0.1) ** 2 + ((amount - 1_000_000) / 300_000) ** 2
    assert plan.total_strain == pytest.approx(strain.min(), rel=1e-4)
    assert plan.root == pytest.approx(12_000_000, rel=1e-9)
    assert plan.loads == (Load.WITHIN,) * 3


SMALL = [
    (tree_of((RATIO, [LEAF, (DIFFERENCE, [LEAF, LEAF])])), [20, 100, 30], [15, 80, 20], [30, 130, 50]),
    (tree_of((DIFFERENCE, [(PRODUCT, [LEAF, LEAF]), LEAF])), [20, 5, 60], [15, 4, 30], [30, 7, 80]),
    (tree_of((WEIGHTED, [LEAF, LEAF, LEAF], (2.0, -1.0, 0.5))), [20, 5, 60], [15, 4, 30], [30, 7, 80]),
    (tree_of((PRODUCT, [LEAF, (RATIO, [LEAF, LEAF])])), [20, 5, 60], [15, 4, 30], [30, 7, 80]),
    (tree_of((PRODUCT, [(DIFFERENCE, [LEAF, LEAF]), LEAF])), [20, 18, 60], [15, 14, 30], [30, 27, 80]),
]


@pytest.mark.parametrize(("tree", "actual", "low", "high"), SMALL)
@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.98])
def test_it_is_as_good_as_a_grid_for_differences_ratios_and_weights(tree, actual, low, high, share):
    actual, low, high = (np.array(values, dtype=np.float64) for values in (actual, low, high))
    axes = [np.linspace(start, end, 121) for start, end in zip(low, high, strict=True)]
    points = np.array(np.meshgrid(*axes, indexing="ij"))
    roots = root_of(tree, points)
    target = float(np.quantile(roots, share))
    plan = propose(tree, actual=actual, low=low, high=high, target=target).within
    strain = (((points.T - actual) / (high - low)) ** 2).T.sum(axis=0)
    # Where the last leaf passes the target between two points of the grid, in proportion.
    before, after = roots[..., :-1] - target, roots[..., 1:] - target
    passed = before * after <= 0
    part = before[passed] / (before - after)[passed]
    best = strain[..., :-1][passed] + part * (strain[..., 1:] - strain[..., :-1])[passed]
    assert plan.total_strain <= best.min() * 1.001 + 1e-4
    assert plan.root == pytest.approx(target, rel=1e-9)


def test_it_lowers_what_is_better_low():
    # Cost = tickets x minutes, 1,000 x 12 = 12,000 down to 10,800; both have ranges of 40 %.
    plan = propose(product_of(2), actual=[1000, 12], low=[800, 9.6], high=[1200, 14.4], target=10_800).within
    assert plan.values == pytest.approx(np.array([1000, 12]) * np.sqrt(0.9))


def test_it_moves_a_part_that_is_taken_off_the_other_way():
    # Profit 100 - 40 = 60 to 70; like ranges share the ten.
    plan = propose(tree_of((DIFFERENCE, [LEAF, LEAF])), actual=[100, 40], low=[90, 30], high=[110, 50], target=70)
    assert plan.within.values == pytest.approx([105, 35])


def test_it_keeps_away_from_the_worse_of_two_ways():
    # 10 x 10 down to 4: on the middle way both fall to 2 (strain 2 x 0.8^2 = 1.28), on the best one alone nearly does.
    plan = propose(product_of(2), actual=[10, 10], low=[0.1, 0.1], high=[10.1, 10.1], target=4).within
    x = np.linspace(0.4, 10, 100_001)
    best = (((x - 10) / 10) ** 2 + ((4 / x - 10) / 10) ** 2).min()
    assert plan.total_strain == pytest.approx(best, rel=1e-6)
    assert best < 1


def test_it_changes_nothing_when_there_is_nothing_to_do():
    plan = propose(REVENUE, **REVENUE_NOW, target=10_000_000).within
    assert plan.values.tolist() == REVENUE_NOW["actual"]
    assert plan.total_strain == 0


def test_it_keeps_locks_to_the_last_digit():
    plan = propose(REVENUE, **REVENUE_NOW, target=12_000_000, locked=[NAN, 0.1 + 0.12, NAN]).within
    assert plan.values[1] == 0.1 + 0.12
    assert plan.strain[1] == 0
    assert plan.root == pytest.approx(12_000_000, rel=1e-9)


def test_it_needs_no_actual_of_what_is_locked():
    plan = propose(sum_of(2), actual=[NAN, 10], low=[NAN, 5], high=[NAN, 15], locked=[20, NAN], target=32).within
    assert plan.values == pytest.approx([20, 12])


def test_it_says_where_a_lock_lies_outside_its_range():
    plan = propose(sum_of(2), actual=[10, 10], low=[8, 8], high=[12, 12], locked=[17, NAN], target=28).within
    assert plan.loads == (Load.FAR_ABOVE, Load.WITHIN)
    assert plan.beyond == pytest.approx([5 / 4, 0])


def test_it_lets_the_range_reach_to_an_actual_outside_of_it():
    # The first is at 20 and was 8 to 12 before; it may stay there, fall, but not rise.
    plan = propose(sum_of(2), actual=[20, 10], low=[8, 8], high=[12, 12], target=31).within
    assert plan.values == pytest.approx([20, 11])
    assert plan.loads == (Load.FAR_ABOVE, Load.WITHIN)


@pytest.mark.parametrize("ends", [(10.0, 10.0), (NAN, NAN)])
def test_it_leaves_what_has_no_range_as_it_is(ends):
    low, high = ends
    plan = propose(sum_of(2), actual=[10, 10], low=[low, 5], high=[high, 15], target=24).within
    assert plan.values == pytest.approx([10, 14])
    assert plan.values[0] == 10


def test_it_finds_a_way_where_a_denominator_may_become_nothing():
    # 3 of 10 won; to win 90 % fewer must be decided or more won.
    plan = propose(tree_of((RATIO, [LEAF, LEAF])), actual=[3, 10], low=[0, 0], high=[10, 30], target=0.9).within
    assert plan.root == pytest.approx(0.9, rel=1e-9)
    # Nearest point of the line won = 0.9 decided, in widths: min ((x - 3)/10)^2 + ((x/0.9 - 10)/30)^2.
    won = (3 / 100 + 10 / 0.9 / 900) / (1 / 100 + 1 / 0.81 / 900)
    assert plan.values == pytest.approx([won, won / 0.9])


def test_it_finds_a_way_where_the_actual_gives_no_root():
    plan = propose(tree_of((RATIO, [LEAF, LEAF])), actual=[3, 0], low=[2, 0], high=[4, 20], target=0.3).within
    assert plan.root == pytest.approx(0.3, rel=1e-9)


def test_it_reaches_nothing_at_all():
    plan = propose(product_of(2), actual=[10, 10], low=[0, 5], high=[20, 15], target=0).within
    assert plan.values == pytest.approx([0, 10], abs=1e-9)
