"""What holds for every tree."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from measures.proposal.cases import CALM, in_other_units, known, root_of, some

from kaname.measures.proposal.propose import propose
from kaname.measures.proposal.question import Capacity

SLACK = 1e-6


@CALM
@given(known())
def test_it_reproduces_the_root(case):
    plan = propose(case.tree, **case.asked).within
    assert plan.root == pytest.approx(case.target, rel=1e-9)
    assert plan.root == root_of(case.tree, plan.values)


@CALM
@given(known())
def test_it_finds_every_target_that_can_be_reached_with_no_more_strain_than_a_known_way(case):
    plan = propose(case.tree, **case.asked).within
    assert plan.total_strain <= case.strain * (1 + SLACK) + 1e-12


@CALM
@given(known())
def test_it_stays_inside_ranges_and_keeps_locks(case):
    plan = propose(case.tree, **case.asked).within
    free = np.isnan(case.locked)
    assert np.all((plan.values >= np.minimum(case.low, case.actual))[free])
    assert np.all((plan.values <= np.maximum(case.high, case.actual))[free])
    assert np.array_equal(plan.values[~free], case.locked[~free])


@CALM
@given(known(with_capacity=True))
def test_it_takes_no_more_hours_than_there_are(case):
    plan = propose(case.tree, **case.asked).within
    assert plan.hours <= case.capacity.available * (1 + 1e-11)
    assert plan.hours == pytest.approx(float(case.capacity.hours @ plan.values))
    assert plan.root == pytest.approx(case.target, rel=1e-9)
    assert plan.total_strain <= case.strain * (1 + SLACK) + 1e-12


@CALM
@given(case=known(), leaf=st.integers(0, 13), further=some(st.floats(0, 20), 2))
def test_it_strains_no_more_when_a_range_widens(case, leaf, further):
    narrow = propose(case.tree, **case.asked).within
    low, high, leaf = case.low.copy(), case.high.copy(), leaf % len(case.low)
    low[leaf], high[leaf] = max(low[leaf] - further[0], 1e-3), high[leaf] + further[1]
    wide = propose(case.tree, **case.asked | {"low": np.minimum(low, case.low), "high": high}).within
    assert wide.total_strain <= narrow.total_strain * (1 + SLACK) + 1e-12


@CALM
@given(case=known(with_capacity=True), factors=some(st.sampled_from([1e-4, 0.01, 0.3, 60.0, 10_000.0]), 14))
def test_it_does_not_depend_on_units(case, factors):
    ours = propose(case.tree, **case.asked).within
    factors = factors[: len(case.actual)]
    asked = {key: case.asked[key] * factors for key in ("actual", "low", "high", "locked")}
    capacity = Capacity(hours=case.capacity.hours / factors, available=case.capacity.available)
    turned = in_other_units(case.tree, factors)
    theirs = propose(turned, **asked, capacity=capacity, target=case.target).within
    assert theirs.total_strain == pytest.approx(ours.total_strain, rel=SLACK, abs=1e-12)


@CALM
@given(known())
def test_it_changes_nothing_when_the_root_is_where_it_should_be(case):
    stays = np.where(np.isnan(case.locked), case.actual, case.locked)
    plan = propose(case.tree, **case.asked | {"target": float(root_of(case.tree, stays))}).within
    assert np.array_equal(plan.values, stays)
    assert plan.total_strain == 0


@CALM
@given(known(), st.floats(0.01, 3))
def test_it_says_how_far_it_gets_where_it_does_not_reach(case, share):
    assume(len(case.actual) <= 8)
    low, high = np.minimum(case.low, case.actual), np.maximum(case.high, case.actual)
    # Each leaf stands at one place, so the highest root of all is at a corner of the box.
    corners = np.array(np.meshgrid(*np.array([low, high]).T)).reshape(len(low), -1)
    top = float(root_of(case.tree, corners).max())
    free = np.full(len(low), np.nan)
    proposal = propose(case.tree, **case.asked | {"locked": free, "target": top + share * abs(top)})
    assert not proposal.reachable
    assert proposal.reach.root == pytest.approx(top, rel=1e-9)
