"""Outlooks through a KPI tree."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kaname.measures.direction import Direction
from kaname.measures.operation import Operation
from kaname.measures.outlook.ends import SHARES
from kaname.measures.outlook.tree import (
    Move,
    leaf_correlation,
    leaf_draws,
    probability_gains,
    probability_if,
    residual_to,
    tree_outlook,
)
from kaname.measures.tree.kpi_tree import KpiTree, TreeNode

# Revenue = appointments x close rate x amount.
REVENUE = KpiTree((TreeNode(Operation.PRODUCT, (1, 2, 3)), TreeNode(), TreeNode(), TreeNode()))
TOTAL = KpiTree((TreeNode(Operation.SUM, (1, 2)), TreeNode(), TreeNode()))


def normal(*pairs):
    return np.array([stats.norm.ppf(SHARES, mean, deviation) for mean, deviation in pairs])


def rng():
    return np.random.default_rng(7)


def test_draws_follow_each_leafs_own_outlook():
    draws = leaf_draws(quantiles=normal((100, 10), (5, 1)), rng=rng())
    assert draws.mean(axis=1) == pytest.approx([100, 5], rel=1e-3)
    assert draws.std(axis=1) == pytest.approx([10, 1], rel=0.03)
    assert np.quantile(draws, [0.1, 0.9], axis=1)[:, 0] == pytest.approx(stats.norm.ppf([0.1, 0.9], 100, 10), rel=0.01)


def test_a_sum_of_independent_leaves_has_the_known_spread():
    draws = leaf_draws(quantiles=normal((100, 10), (50, 10)), rng=rng())
    found = tree_outlook(tree=TOTAL, leaves=draws)
    assert found.expected == pytest.approx([150, 100, 50], rel=1e-3)
    assert found.low[0] == pytest.approx(stats.norm.ppf(0.1, 150, np.sqrt(200)), abs=1)
    chance = found.probability(target=160, direction=Direction.HIGHER)
    assert chance == pytest.approx(stats.norm.sf(160, 150, np.sqrt(200)), abs=0.02)


def test_leaves_that_stray_together_spread_more():
    together = np.array([[1, 0.9], [0.9, 1]])
    apart = tree_outlook(tree=TOTAL, leaves=leaf_draws(quantiles=normal((100, 10), (50, 10)), rng=rng()))
    tied = tree_outlook(
        tree=TOTAL, leaves=leaf_draws(quantiles=normal((100, 10), (50, 10)), correlation=together, rng=rng())
    )
    assert tied.draws[0].std() == pytest.approx(10 * np.sqrt(3.8), rel=0.04)
    assert tied.high[0] - tied.low[0] > apart.high[0] - apart.low[0]


def test_a_product_keeps_the_trees_arithmetic():
    draws = leaf_draws(quantiles=normal((100, 10), (0.2, 0.02), (5, 0.5)), rng=rng())
    found = tree_outlook(tree=REVENUE, leaves=draws)
    assert found.draws[0] == pytest.approx(draws.prod(axis=0))


def test_moving_a_leaf_leaves_all_else_as_drawn():
    draws = leaf_draws(quantiles=normal((100, 10), (0.2, 0.02), (5, 0.5)), rng=rng())
    moved = tree_outlook(tree=REVENUE, leaves=draws, moves={2: Move(factor=1.1)})
    assert moved.draws[0] == pytest.approx(1.1 * draws.prod(axis=0))
    asked = {"tree": REVENUE, "leaves": draws, "target": 100.0, "direction": Direction.HIGHER}
    chances = [probability_if(moves={1: Move(factor=factor)}, **asked) for factor in (0.9, 1.0, 1.05, 1.2)]
    assert chances == sorted(chances)
    assert chances[1] == tree_outlook(tree=REVENUE, leaves=draws).probability(target=100, direction=Direction.HIGHER)


def test_a_move_says_where_a_node_is_expected_or_is():
    draws = leaf_draws(quantiles=normal((100, 10), (50, 10)), rng=rng())
    found = tree_outlook(tree=TOTAL, leaves=draws, moves={1: Move(expected=120), 2: Move(value=60)})
    assert found.expected == pytest.approx([180, 120, 60])
    assert found.low[2] == found.high[2] == 60
    whole = tree_outlook(tree=TOTAL, leaves=draws, moves={0: Move(value=99)})
    assert whole.expected[0] == 99


@pytest.mark.parametrize("target", [80, 93, 100, 112])
def test_a_leaf_reaches_its_target_as_often_as_its_own_outlook_says(target):
    tied = np.array([[1.0, 0.6], [0.6, 1.0]])
    draws = leaf_draws(quantiles=normal((100, 10), (50, 10)), rng=rng(), correlation=tied)
    assert (draws[0] >= target).mean() == pytest.approx(stats.norm.sf(target, 100, 10), abs=0.004)
    assert np.corrcoef(draws)[0, 1] == pytest.approx(0.6, abs=0.03)


def test_what_the_roots_own_history_knows_counts_half():
    draws = leaf_draws(quantiles=normal((100, 10), (50, 10)), rng=rng())
    plain = tree_outlook(tree=TOTAL, leaves=draws)
    residual = residual_to(root=plain.draws[0], quantiles=normal((170, 20))[0])
    both = tree_outlook(tree=TOTAL, leaves=draws, residuals={0: residual})
    assert both.expected[0] == pytest.approx(160, rel=0.005)
    assert both.draws[0].std() == pytest.approx((20 + np.sqrt(200)) / 2, rel=0.03)
    assert np.array_equal(np.argsort(both.draws[0]), np.argsort(plain.draws[0]))
    moved = tree_outlook(tree=TOTAL, leaves=draws, residuals={0: residual}, moves={1: Move(factor=1.1)})
    assert moved.expected[0] - both.expected[0] == pytest.approx(10, rel=0.005)


def test_moves_are_ranked_by_what_they_bring():
    draws = leaf_draws(quantiles=normal((100, 10), (50, 10)), rng=rng())
    gains = probability_gains(
        tree=TOTAL,
        leaves=draws,
        moves={2: Move(factor=1.1), 1: Move(factor=1.1), 0: Move(factor=0.9)},
        target=160,
        direction=Direction.HIGHER,
    )
    assert list(gains) == [1, 2, 0]
    before, after = stats.norm.sf(160, [150, 160], np.sqrt([200, 221]))
    assert gains[1] == pytest.approx(after - before, abs=0.02)
    assert gains[0] < 0


def test_targets_may_be_budgets_or_ranges():
    found = tree_outlook(tree=TOTAL, leaves=leaf_draws(quantiles=normal((100, 10), (50, 10)), rng=rng()))
    below = found.probability(target=150, direction=Direction.LOWER)
    assert below == pytest.approx(0.5, abs=0.02)
    within = found.probability(target=140, upper=160, direction=Direction.RANGE)
    assert within == pytest.approx(1 - 2 * stats.norm.sf(10 / np.sqrt(200)), abs=0.02)
    assert found.probability(target=100, direction=Direction.HIGHER, node=1) == pytest.approx(0.5, abs=0.02)


def test_what_is_not_defined_has_no_outlook():
    ratio = KpiTree((TreeNode(Operation.RATIO, (1, 2)), TreeNode(), TreeNode()))
    quantiles = np.array([np.full(41, 10.0), np.where(SHARES < 0.3, 0.0, 5.0)])
    found = tree_outlook(tree=ratio, leaves=leaf_draws(quantiles=quantiles, rng=rng()))
    assert found.defined[0] == pytest.approx(0.7, abs=0.02)
    assert np.isnan(found.expected[0])
    assert found.probability(target=1, direction=Direction.HIGHER) is None


def test_the_same_seed_draws_the_same():
    one, other = (leaf_draws(quantiles=normal((1, 1)), rng=rng()) for _ in range(2))
    assert np.array_equal(one, other)


def test_correlation_is_drawn_to_nothing_by_twelve_periods():
    steps = np.arange(24.0)
    found = leaf_correlation(misses=np.stack([steps, steps**3, -steps]))
    assert found[0, 1] == pytest.approx(24 / 36, abs=0.01)
    assert found[0, 2] == pytest.approx(-24 / 36, abs=0.01)


@given(seed=st.integers(0, 5000), n=st.integers(1, 6), periods=st.integers(0, 15))
def test_a_correlation_is_one(seed, n, periods):
    misses = np.random.default_rng(seed).normal(size=(n, periods))
    misses[np.random.default_rng(seed + 1).random(misses.shape) < 0.2] = np.nan
    found = leaf_correlation(misses=misses)
    assert np.allclose(found, found.T)
    assert np.allclose(np.diag(found), 1)
    assert np.linalg.eigvalsh(found).min() > -1e-9


@given(low=st.floats(-1e6, 1e6), width=st.floats(0, 1e6))
def test_draws_stay_near_their_quantiles(low, width):
    quantiles = (low + width * SHARES)[np.newaxis]
    draws = leaf_draws(quantiles=quantiles, rng=rng(), draws=100)
    assert draws.min() >= low - 0.02 * width - 1e-6
    assert draws.max() <= low + 1.02 * width + 1e-6


def test_it_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="quantiles"):
        leaf_draws(quantiles=np.zeros((2, 3)), rng=rng())
    with pytest.raises(ValueError, match="pair"):
        leaf_draws(quantiles=normal((1, 1)), rng=rng(), correlation=np.eye(2))
    with pytest.raises(ValueError, match="one row each"):
        tree_outlook(tree=TOTAL, leaves=np.zeros((3, 10)))
