"""The slope of a tree, against differences of its values."""

import numpy as np
import pytest
from hypothesis import given
from measures.proposal.cases import CALM, RATIO, REVENUE, known, root_of
from measures.tree.trees import LEAF, tree_of

from kaname.measures.proposal.slope import root_and_slope


def test_it_is_what_one_more_of_each_brings():
    root, slope = root_and_slope(REVENUE, np.array([50, 0.2, 1_000_000]))
    assert root == pytest.approx(10_000_000)
    # An appointment more brings 200,000; a point of the rate 500,000; a yen of the amount 10.
    assert slope == pytest.approx([200_000, 50_000_000, 10])


def test_it_is_not_defined_where_a_ratio_divides_by_nothing():
    root, slope = root_and_slope(tree_of((RATIO, [LEAF, LEAF])), np.array([3.0, 0.0]))
    assert np.isnan(root)
    assert np.isnan(slope).all()


@CALM
@given(known())
def test_it_agrees_with_small_steps(case):
    root, slope = root_and_slope(case.tree, case.point)
    assert root == pytest.approx(case.target, rel=1e-9, abs=1e-9)
    steps = np.diag(1e-6 * case.point)
    rise = root_of(case.tree, case.point[:, np.newaxis] + steps) - root_of(case.tree, case.point[:, np.newaxis] - steps)
    parts = np.abs(slope * case.point).sum()
    assert slope * 2e-6 * case.point == pytest.approx(rise, rel=1e-4, abs=1e-12 * parts)
