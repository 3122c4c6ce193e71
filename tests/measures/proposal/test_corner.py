"""The highest and lowest root of a box, against all its corners."""

import numpy as np
import pytest
from hypothesis import assume, given
from measures.proposal.cases import CALM, RATIO, WEIGHTED, known, root_of
from measures.tree.trees import LEAF, product_of, tree_of

from kaname.measures.proposal.corner import corner


def test_it_takes_the_low_end_of_what_is_taken_off():
    tree = tree_of((WEIGHTED, [LEAF, LEAF], (2.0, -1.0)))
    leaves, exact = corner(tree, low=np.array([1.0, 3.0]), high=np.array([2.0, 4.0]), highest=True)
    assert (leaves.tolist(), exact) == ([2, 3], True)


def test_it_multiplies_two_losses_to_a_gain():
    leaves, _ = corner(product_of(2), low=np.array([-3.0, -4.0]), high=np.array([2.0, 5.0]), highest=True)
    assert leaves.tolist() == [-3, -4]


def test_it_knows_that_a_ratio_has_no_end_where_its_denominator_may_be_nothing():
    _, exact = corner(tree_of((RATIO, [LEAF, LEAF])), low=np.zeros(2), high=np.ones(2), highest=True)
    assert not exact


@CALM
@given(known())
def test_it_is_the_best_of_all_corners(case):
    assume(len(case.low) <= 8)
    corners = np.array(np.meshgrid(*np.array([case.low, case.high]).T)).reshape(len(case.low), -1)
    roots = root_of(case.tree, corners)
    for highest, best in ((True, roots.max()), (False, roots.min())):
        leaves, _ = corner(case.tree, low=case.low, high=case.high, highest=highest)
        assert root_of(case.tree, leaves) == pytest.approx(best, rel=1e-9, abs=1e-9)
