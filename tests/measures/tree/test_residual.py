"""Does the tree reproduce the real values?"""

import numpy as np
import pytest
from hypothesis import given
from measures.tree.trees import LEAF, tree_of, trees_with_two_times

from kaname.measures.operation import Operation
from kaname.measures.tree.residual import Fit, reproductions, residuals

SUM, DIFFERENCE, PRODUCT, RATIO, WEIGHTED = Operation
NAN = float("nan")
# Revenue = won deals x average amount; won deals = appointments x close rate.
REVENUE = tree_of((PRODUCT, [(PRODUCT, [LEAF, LEAF]), LEAF]))


def of_periods(*periods):
    """Values of all nodes, a period at a time: revenue, deals, appointments, close rate, amount."""
    return np.array(periods, dtype=np.float64).T


def verdict(nested, *periods, **given):
    return reproductions(residuals(tree_of(nested), of_periods(*periods)), **given)[0]


def test_it_compares_each_node_with_its_own_parts_by_hand():
    # April: 10 x 1.0M = 10M and 50 x 0.2 = 10, both exact. May: 12 x 1.0M = 12M where 12.6M were booked (0.6M, 4.8 %);
    # 60 x 0.25 = 15 where 12 were won (-3, -25 %), which does not touch the revenue's own residual.
    found = residuals(REVENUE, of_periods([10e6, 10, 50, 0.2, 1e6], [12.6e6, 12, 60, 0.25, 1e6]))
    assert found.computed.tolist() == [[10e6, 12e6], [10, 15]]
    assert found.absolute == pytest.approx(np.array([[0, 0.6e6], [0, -3]]))
    assert found.relative == pytest.approx(np.array([[0, 0.6 / 12.6], [0, -0.25]]))
    revenue, deals = reproductions(found)
    assert (revenue.fit, revenue.different.tolist()) == (Fit.DIFFERENT, [False, True])
    assert (deals.fit, deals.different.tolist()) == (Fit.DIFFERENT, [False, True])


def test_it_is_exact_in_spite_of_binary_fractions():
    # 0.1 + 0.2 is 0.30000000000000004.
    assert verdict((SUM, [LEAF, LEAF]), [0.3, 0.1, 0.2]).fit is Fit.EXACT


def test_it_measures_rounding_by_what_was_added_up():
    # 1,000,000,000.3 - 1,000,000,000.1 misses 0.2 by 7e-8; beside numbers of that size this is nothing, 1 is not.
    terms = 1_000_000_000.3, 1_000_000_000.1
    assert verdict((DIFFERENCE, [LEAF, LEAF]), [0.2, *terms]).fit is Fit.EXACT
    assert verdict((WEIGHTED, [LEAF, LEAF], (1.0, -1.0)), [0.2, *terms]).fit is Fit.EXACT
    assert verdict((DIFFERENCE, [LEAF, LEAF]), [1.2, *terms]).fit is Fit.DIFFERENT


@pytest.mark.parametrize(
    ("real", "fit"), [(100.0, Fit.EXACT), (100.9, Fit.SMALL), (99.1, Fit.SMALL), (101.1, Fit.DIFFERENT)]
)
def test_it_calls_a_hundredth_small(real, fit):
    assert verdict((PRODUCT, [LEAF, LEAF]), [real, 10, 10]).fit is fit


def test_it_takes_another_tolerance():
    assert verdict((PRODUCT, [LEAF, LEAF]), [104, 10, 10], small=0.05).fit is Fit.SMALL


def test_the_worst_period_decides_and_the_others_are_not_blamed():
    found = verdict((SUM, [LEAF, LEAF]), [3, 1, 2], [3.01, 1, 2], [4, 1, 2])
    assert found.fit is Fit.DIFFERENT
    assert found.different.tolist() == [False, False, True]


def test_it_has_no_relative_residual_where_nothing_is_real():
    found = residuals(tree_of((SUM, [LEAF, LEAF])), of_periods([0, 1, 2], [0, 0, 0]))
    assert np.isnan(found.relative).all()
    assert reproductions(found)[0].different.tolist() == [True, False]


def test_it_tells_what_it_cannot_tell():
    # Nobody had appointments in the second period: no close rate, on either side; a number is missing in the third.
    found = verdict((RATIO, [LEAF, LEAF]), [0.2, 10, 50], [NAN, 0, 0], [NAN, 1, 2])
    assert found.fit is Fit.EXACT
    assert found.unknown.tolist() == [False, True, True]
    assert verdict((RATIO, [LEAF, LEAF]), [NAN, 0, 0], [0.2, NAN, 2]).fit is Fit.UNKNOWN


def test_nothing_made_of_nothing_is_no_evidence():
    found = verdict((SUM, [LEAF, LEAF]), [0, 0, 0], [0, 0, 0], [3, 1, 2])
    assert found.fit is Fit.EXACT
    assert found.unknown.tolist() == [True, True, False]
    assert verdict((SUM, [LEAF, LEAF]), [0, 0, 0]).fit is Fit.UNKNOWN


def test_it_refuses_values_of_other_trees():
    with pytest.raises(ValueError, match="one row each"):
        residuals(REVENUE, np.ones((3, 2)))


def test_a_leaf_alone_has_nothing_to_reproduce():
    assert reproductions(residuals(tree_of(LEAF), np.ones((1, 2)))) == ()


@given(trees_with_two_times())
def test_what_the_tree_computes_it_reproduces(case):
    tree, leaves, _ = case
    for found in reproductions(residuals(tree, tree.evaluate(leaves))):
        assert found.fit in {Fit.EXACT, Fit.UNKNOWN}
        assert not found.different.any()
