"""What is said when a target cannot be reached."""

import numpy as np
import pytest
from hypothesis import assume, given
from measures.proposal.cases import CALM, NAN, PRODUCT, REVENUE, REVENUE_NOW, known, root_of, sum_of
from measures.tree.trees import LEAF, product_of, tree_of

from kaname.measures.proposal.plan import Load
from kaname.measures.proposal.propose import propose


def test_it_says_how_far_revenue_gets_and_what_would_have_to_give():
    proposal = propose(REVENUE, **REVENUE_NOW, target=20_000_000, whole=[True, False, False])
    assert not proposal.reachable
    # The ends of all ranges: 60 x 0.25 x 1,200,000.
    assert proposal.reach.values.tolist() == [60, 0.25, 1_200_000]
    assert proposal.reach.root == 18_000_000
    # 20 / (60 x 1.2) = 0.278, 20,000,000 / 15 = 1,333,333, 20 / 0.3 = 66.7 appointments, so 67.
    assert [(give.limit, give.leaf) for give in proposal.gives] == [("range", 1), ("range", 0), ("range", 2)]
    assert [give.needed for give in proposal.gives] == pytest.approx([20 / 72, 67, 20_000_000 / 15])
    assert [give.now for give in proposal.gives] == [0.25, 60, 1_200_000]
    assert [give.widths for give in proposal.gives] == pytest.approx([0.2778, 0.35, 0.4444], abs=1e-4)


def test_it_stretches_with_the_least_strain():
    # 10 + 10 to 30 with ranges of 2 and 4 width: 10 x (4, 16) / 20.
    proposal = propose(sum_of(2), actual=[10, 10], low=[9, 8], high=[11, 12], target=30)
    assert proposal.stretch.values == pytest.approx([12, 18])
    assert proposal.stretch.beyond == pytest.approx([0.5, 1.5])
    assert proposal.stretch.loads == (Load.ABOVE, Load.FAR_ABOVE)
    assert proposal.targets is proposal.stretch


def test_it_names_the_lock():
    # 60 x 0.20 x 1,200,000 = 14,400,000; for 15,000,000 a rate of 15 / 72.
    proposal = propose(REVENUE, **REVENUE_NOW, target=15_000_000, locked=[NAN, 0.20, NAN])
    lock = next(give for give in proposal.gives if give.limit == "lock")
    assert (lock.leaf, lock.now, lock.needed) == (1, 0.20, pytest.approx(15 / 72))
    assert lock.widths == pytest.approx((15 / 72 - 0.2) / 0.1)


def test_it_falls_short_downwards():
    # Cost 20 x 5 = 100; at best 15 x 4 = 60, asked for 48: 12 tickets, or 3.2 minutes.
    proposal = propose(product_of(2), actual=[20, 5], low=[15, 4], high=[25, 6], target=48)
    assert proposal.reach.root == 60
    assert [(give.leaf, give.needed) for give in proposal.gives] == [
        (0, pytest.approx(12)),
        (1, pytest.approx(3.2)),
    ]
    assert proposal.stretch.loads[0] in {Load.WITHIN, Load.BELOW}


def test_it_keeps_limits_that_nothing_passes():
    # A close rate cannot be above 1: 30 x 1 = 30 is all.
    asked = {"actual": [20, 0.5], "low": [15, 0.4], "high": [30, 0.8], "least": [0, 0], "most": [NAN, 1]}
    proposal = propose(product_of(2), **asked, target=40)
    assert [(give.leaf, give.needed) for give in proposal.gives] == [(0, pytest.approx(50))]
    assert proposal.stretch.values[1] <= 1
    assert proposal.stretch.root == pytest.approx(40, rel=1e-9)


def test_it_says_so_when_nothing_reaches_the_target():
    proposal = propose(product_of(2), actual=[0, 0.5], low=[NAN, 0.4], high=[NAN, 0.8], target=40, locked=[0, NAN])
    assert proposal.stretch is None
    assert proposal.targets is None
    assert [(give.limit, give.leaf, give.needed) for give in proposal.gives] == [("lock", 0, pytest.approx(50))]


def test_it_says_so_when_everything_is_locked():
    proposal = propose(sum_of(2), actual=[1, 2], low=[0, 0], high=[4, 4], target=9, locked=[3, 4])
    assert proposal.reach.values.tolist() == [3, 4]
    assert proposal.stretch is None
    assert [(give.limit, give.leaf, give.needed) for give in proposal.gives] == [("lock", 0, 5), ("lock", 1, 6)]


def test_it_moves_what_has_no_range_only_when_nothing_else_can():
    # Without ranges they count in what they are: 10 and 30, so 4 x (100, 900) / 1000.
    proposal = propose(sum_of(2), actual=[10, 30], low=[10, NAN], high=[10, NAN], target=44)
    assert not proposal.reachable
    assert proposal.reach.values.tolist() == [10, 30]
    assert proposal.stretch.values == pytest.approx([10.4, 33.6])
    assert proposal.stretch.loads == (Load.NO_RANGE, Load.NO_RANGE)
    assert np.isnan(proposal.stretch.total_strain)
    assert [np.isnan(give.widths) for give in proposal.gives] == [True, True]


def test_it_moves_one_that_is_nothing_and_has_no_range_as_far_as_it_must():
    proposal = propose(sum_of(2), actual=[0, 5], low=[NAN, NAN], high=[NAN, NAN], target=7, locked=[NAN, 5])
    assert proposal.stretch.values == pytest.approx([2, 5])


def test_it_gets_nearest_with_whole_units():
    tree = tree_of((PRODUCT, [LEAF, LEAF]))
    proposal = propose(tree, actual=[3, 2], low=[2, 2], high=[4.9, 2], target=20, whole=[True, False])
    assert proposal.reach.values.tolist() == [4, 2]


@CALM
@given(known())
def test_it_needs_what_it_says_it_needs(case):
    low, high = np.minimum(case.low, case.actual), np.maximum(case.high, case.actual)
    target = case.target * 4
    proposal = propose(case.tree, **case.asked | {"target": target})
    assume(not proposal.reachable)
    for give in proposal.gives:
        values = proposal.reach.values.copy()
        values[give.leaf] = give.needed
        assert root_of(case.tree, values) == pytest.approx(target, rel=1e-6)
        if give.limit == "range":
            assert not low[give.leaf] <= give.needed <= high[give.leaf]


@CALM
@given(known())
def test_it_marks_what_is_outside_when_it_stretches(case):
    proposal = propose(case.tree, **case.asked | {"target": case.target * 4})
    assume(proposal.stretch)
    plan = proposal.stretch
    assert plan.root == pytest.approx(case.target * 4, rel=1e-9)
    outside = (plan.values < case.low) | (plan.values > case.high)
    assert [load is not Load.WITHIN for load in plan.loads] == outside.tolist()
    assert ((plan.beyond != 0) == outside).all()


@CALM
@given(known())
def test_it_gets_as_near_as_its_values_say(case):
    proposal = propose(case.tree, **case.asked | {"target": case.target * 4})
    assume(not proposal.reachable)
    assert proposal.reach.root == pytest.approx(root_of(case.tree, proposal.reach.values))
