"""Whole units: nobody makes half an appointment."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures.proposal.cases import CALM, NAN, PRODUCT, REVENUE, REVENUE_NOW, SUM, sum_of
from measures.tree.trees import LEAF, product_of, tree_of

from kaname.measures.proposal.propose import propose
from kaname.measures.proposal.question import Capacity


def test_it_counts_appointments_in_whole_units_and_the_rates_take_up_the_rest():
    plan = propose(REVENUE, **REVENUE_NOW, target=12_000_000, whole=[True, False, False]).within
    assert plan.values[0] == round(plan.values[0])
    assert plan.root == pytest.approx(12_000_000, rel=1e-9)
    # With n appointments, rate and amount share the rest; all numbers of the range by a fine grid.
    rates = np.linspace(0.15, 0.25, 20_001)
    best = min(
        (((n - 50) / 20) ** 2 + ((rates - 0.2) / 0.1) ** 2 + ((12 / (n * rates) - 1) / 0.3) ** 2).min()
        for n in range(40, 61)
    )
    assert plan.total_strain == pytest.approx(best, rel=1e-4)


def test_it_splits_a_sum_of_whole_units_without_a_rest():
    # In parts of units 7 x (4, 16, 16) / 36 = 0.78, 3.11, 3.11.
    plan = propose(sum_of(3), actual=[10, 20, 30], low=[9, 18, 28], high=[11, 22, 32], target=64, whole=[True] * 3)
    assert sum(plan.within.values) == 64
    assert all(value == round(value) for value in plan.within.values)


@CALM
@given(st.lists(st.integers(5, 60), min_size=2, max_size=9), st.integers(-4, 12))
def test_it_keeps_sums_of_whole_units_whole(actual, gap):
    size = len(actual)
    plan = propose(
        sum_of(size),
        actual=actual,
        low=[value - 4 for value in actual],
        high=[value + 5 + place for place, value in enumerate(actual)],
        target=sum(actual) + min(gap, 5 * size),
        whole=[True] * size,
    ).within
    assert plan.is_whole.all()
    assert plan.values.sum() == sum(actual) + min(gap, 5 * size)


def test_it_is_as_good_as_trying_all_whole_numbers():
    # (calls + visits) x rate x amount, calls and visits whole.
    tree = tree_of((PRODUCT, [(SUM, [LEAF, LEAF]), LEAF]))
    now = {"actual": [30, 8, 0.2], "low": [24, 5, 0.16], "high": [40, 13, 0.26]}
    plan = propose(tree, **now, target=9.3, whole=[True, True, False]).within
    strains = [
        ((calls - 30) / 16) ** 2 + ((visits - 8) / 8) ** 2 + ((9.3 / (calls + visits) - 0.2) / 0.1) ** 2
        for calls, visits in product(range(24, 41), range(5, 14))
        if 0.16 <= 9.3 / (calls + visits) <= 0.26
    ]
    assert plan.is_whole.all()
    assert plan.total_strain == pytest.approx(min(strains), rel=1e-6)


@CALM
@given(st.floats(9_600_000, 15_000_000), st.floats(110, 130))
def test_it_stays_whole_within_a_capacity(target, available):
    plan = propose(
        REVENUE,
        **REVENUE_NOW,
        target=target,
        whole=[True, False, False],
        capacity=Capacity(hours=[2, 0, 0], available=available),
    ).within
    assert plan.is_whole.all()
    assert plan.hours <= available
    assert plan.root == pytest.approx(target, rel=1e-9)


def test_it_says_where_units_cannot_be_whole():
    # 7 x 11 = 77 is not among the neighbours of 6 x 12 = 72, but 74 = 2 x 37 is of no two numbers in reach.
    plan = propose(product_of(2), actual=[6, 12], low=[5, 10], high=[8, 15], target=74, whole=[True, True]).within
    assert plan.root == pytest.approx(74, rel=1e-9)
    assert not plan.is_whole.all()


def test_it_finds_the_two_whole_numbers_whose_product_fits():
    plan = propose(product_of(2), actual=[6, 12], low=[5, 10], high=[8, 15], target=77, whole=[True, True]).within
    assert plan.values.tolist() == [7, 11]


def test_it_keeps_a_lock_even_where_it_is_in_parts():
    plan = propose(
        sum_of(3),
        actual=[5, 5, 5],
        low=[3] * 3,
        high=[9] * 3,
        target=17,
        whole=[True, True, False],
        locked=[5.5, NAN, NAN],
    ).within
    assert plan.values[0] == 5.5
    assert plan.is_whole.tolist() == [False, True, True]


def test_it_takes_the_last_whole_number_within_a_range_as_its_end():
    # The range ends at 12.6; 12 x 10 = 120 is the most.
    proposal = propose(product_of(2), actual=[10, 10], low=[8, 10], high=[12.6, 10], target=130, whole=[True, False])
    assert proposal.reach.values.tolist() == [12, 10]
    assert proposal.gives[0].needed == 13


def test_it_rounds_what_a_capacity_allows_down():
    proposal = propose(
        REVENUE,
        **REVENUE_NOW,
        target=18_000_000,
        whole=[True, False, False],
        capacity=Capacity(hours=[2, 0, 0], available=111),
    )
    assert proposal.reach.values == pytest.approx([55, 0.25, 1_200_000])
