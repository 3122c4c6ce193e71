"""Splitting a difference over the tree: nothing is left, nothing is invented."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures.tree.trees import (
    CELLS,
    LEAF,
    ancestors,
    positive,
    product_of,
    replaced,
    tree_of,
    trees_with_two_times,
    wild,
)

from kaname.measures.operation import Operation
from kaname.measures.tree.contributions import contributions

SUM, DIFFERENCE, PRODUCT, RATIO, WEIGHTED = Operation
NAN = float("nan")
# Revenue = won deals x average amount; won deals = appointments x close rate.
REVENUE = tree_of((PRODUCT, [(PRODUCT, [LEAF, LEAF]), LEAF]))
two_times = trees_with_two_times()
two_positive_times = trees_with_two_times(values=positive)


def split(tree, before, after):
    return contributions(tree, before=np.array(before, dtype=np.float64), after=np.array(after, dtype=np.float64))


def slack(found):
    """What rounding may leave: a thousand-millionth of the numbers that were added up."""
    numbers = np.concatenate([found.leaves, found.before, found.after])
    return 1e-9 * (1 + np.nansum(np.abs(numbers), axis=0))


# The simple example of "Use cases and examples for LMDIR", vignette of the R package LMDIR 0.1.9 (M. K. Heun); it is a
# version of section S3 of the supplement to Heun and Brockway, "Meeting 2030 primary energy and economic growth goals:
# Mission impossible?", Applied Energy 251 (2019). Two categories of three factors in four years, additive LMDI-I; the
# tests of the same package print more digits than the vignette.
HEUN_YEARS = np.array([[1, 10, 2, 4, 5, 3], [4, 5, 3, 5, 6, 4], [8, 2, 4, 5, 7, 5], [10, 1, 5, 6, 8, 6]], dtype=float).T
HEUN_RESULTS = np.array(
    [
        [50.47438029, -25.23719014, 14.76280986, 19.31568569, 15.78206435, 24.90224996],
        [42.96021467, -56.79031473, 17.83010006, 0, 22.47128816, 32.52871184],
        [12.6549815, -39.30996299, 12.6549815, 41.35566084, 30.28867832, 41.35566084],
    ]
).T


def test_it_splits_heuns_published_example_by_lmdi():
    tree = tree_of((SUM, [(PRODUCT, [LEAF] * 3), (PRODUCT, [LEAF] * 3)]))
    found = contributions(tree, before=HEUN_YEARS[:, :-1], after=HEUN_YEARS[:, 1:])
    assert found.before[0].tolist() == [80, 180, 239]
    assert found.total.tolist() == [100, 59, 99]
    assert found.leaves == pytest.approx(HEUN_RESULTS, abs=1e-8)


def test_it_splits_das_guptas_natural_increase():
    # Births less deaths per 1,000, United States 1940 and 1960 (Das Gupta 1993, as in the README of DasGuptR):
    # 8.6 becomes 14.2; births bring 4.3 of the 5.6, deaths 1.3.
    found = split(tree_of((DIFFERENCE, [LEAF, LEAF])), [19.4, 10.8], [23.7, 9.5])
    assert found.leaves == pytest.approx([4.3, 1.3])


def test_it_splits_a_revenue_by_hand():
    # 50 x 20 % x 1M = 10M becomes 60 x 25 % x 0.9M = 13.5M; L = 3.5 / ln 1.35 = 11.6626M. Appointments bring L ln 1.2,
    # close rate L ln 1.25, amount L ln 0.9: 2.1263M + 2.6024M - 1.2288M = 3.5M.
    found = split(REVENUE, [50, 0.20, 1e6], [60, 0.25, 0.9e6])
    assert found.leaves == pytest.approx([2_126_343, 2_602_434, -1_228_778], abs=1)
    assert found.leaves.sum() == pytest.approx(3_500_000)
    # Deals, 10 to 15, hold the first two.
    assert found.nodes[1] == found.leaves[:2].sum()


def test_it_splits_a_ratio_by_hand():
    # 20 won of 100 become 30 of 120: 20 % to 25 %. L = 0.05 / ln 1.25 = 0.22407; won L ln 1.5, held -L ln 1.2.
    found = split(tree_of((RATIO, [LEAF, LEAF])), [20, 100], [30, 120])
    assert found.leaves == pytest.approx([0.0908530, -0.0408530], abs=1e-7)


def test_it_splits_sums_of_products_and_ratios_by_hand():
    # Points = 3 x (a / b) - 2 x (c + d): 3 x (6 / 3) - 2 x (1 + 4) = -4 becomes 3 x (12 / 3) - 2 x (2 + 2) = 4.
    tree = tree_of((WEIGHTED, [(RATIO, [LEAF, LEAF]), (SUM, [LEAF, LEAF])], (3.0, -2.0)))
    found = split(tree, [6, 3, 1, 4], [12, 3, 2, 2])
    assert found.leaves == pytest.approx([6, 0, -2, 4])


def test_it_takes_shapleys_value_where_a_factor_was_zero():
    # 50 appointments without a deal become 60 with 10: appointments 10 x (0 + 1/6) / 2, close rate 1/6 x (50 + 60) / 2.
    found = split(product_of(2), [50, 0], [60, 1 / 6])
    assert found.leaves == pytest.approx([10 / 12, 110 / 12])


def test_it_takes_shapleys_value_where_a_sign_changes():
    # Profit per head = profit / heads: -6 / 2 = -3 becomes 8 / 4 = 2. Profit 14 x (1/2 + 1/4) / 2 = 5.25; heads -0.25.
    found = split(tree_of((RATIO, [LEAF, LEAF])), [-6, 2], [8, 4])
    assert found.leaves == pytest.approx([5.25, -0.25])


def test_it_keeps_logarithmic_means_for_what_stays_negative():
    gains, losses = split(product_of(2), [5, 3], [6, 2]), split(product_of(2), [-5, 3], [-6, 2])
    assert losses.leaves == pytest.approx(-gains.leaves)


def test_it_gives_a_new_number_of_appointments_all_that_they_bring():
    # No appointments, so no close rate before; 50 appointments at 20 % after: 10 deals, all by the appointments.
    found = split(product_of(2), [0, NAN], [50, 0.2])
    assert found.leaves.tolist() == [10, 0]


def test_it_leaves_what_is_below_an_undefined_rate_unchanged():
    # Deals = appointments x (won / held); nothing held before. The rate counts as unchanged, so won and held do.
    found = split(tree_of((PRODUCT, [LEAF, (RATIO, [LEAF, LEAF])])), [0, 0, 0], [50, 10, 50])
    assert found.leaves.tolist() == [10, 0, 0]
    assert found.nodes.tolist() == [10, 10, 0, 0, 0]


def test_it_invents_no_value_for_a_rate_that_never_was():
    # Nothing came of leads or visits at either time, and the rate is known at neither.
    found = split(product_of(3), [0, 3, NAN], [5, 0, NAN])
    assert found.leaves.tolist() == [0, 0, 0]


@pytest.mark.parametrize(("before", "after"), [([NAN, 1], [2, 3]), ([1, 2], [NAN, 3]), ([NAN, 1], [NAN, 2])])
def test_it_has_no_split_without_the_roots_value(before, after):
    found = split(tree_of((SUM, [LEAF, LEAF])), before, after)
    assert np.isnan(found.leaves).all()
    assert np.isnan(found.nodes).all()
    assert np.isnan(found.total)


def test_it_has_no_split_of_a_rate_that_was_not_defined():
    assert np.isnan(split(tree_of((RATIO, [LEAF, LEAF])), [0, 0], [10, 50]).leaves).all()


def test_it_is_all_the_difference_where_the_root_is_a_leaf():
    assert split(tree_of(LEAF), [3], [7.5]).leaves.tolist() == [4.5]


def test_it_splits_products_of_many_factors():
    found = split(product_of(25), [0.5] * 24 + [0], [1.5] * 24 + [2])
    assert found.leaves.sum() == pytest.approx(2 * 1.5**24)
    assert found.leaves[:24] == pytest.approx(np.full(24, found.leaves[0]))


def test_it_splits_what_is_too_small_for_floats():
    # 1e-200 x 1e-200 is 0 to a float, though neither factor is.
    found = split(product_of(2), [1e-200, 1e-200], [1e-100, 1e-100])
    assert found.leaves == pytest.approx([5e-201, 5e-201], rel=1e-9)


def test_it_has_no_split_where_a_number_is_too_large_for_floats():
    # 5 / (1e200 x 1e200) would be 0: a difference that nobody has seen.
    with np.errstate(all="ignore"):
        found = split(tree_of((RATIO, [LEAF, (PRODUCT, [LEAF, LEAF])])), [5, 1e200, 1e200], [5, 1, 1])
    assert np.isnan(found.leaves).all()


def test_it_takes_any_shape_of_periods_and_teams():
    before, after = np.linspace(1, 2, 3 * 4 * 5).reshape(3, 4, 5), np.linspace(2, 3, 3 * 4 * 5).reshape(3, 4, 5)
    found = contributions(REVENUE, before=before, after=after)
    assert found.leaves.shape == (3, 4, 5)
    assert found.nodes.shape == (5, 4, 5)
    assert found.leaves.sum(axis=0) == pytest.approx(found.total)
    assert contributions(REVENUE, before=before[:, :0], after=after[:, :0]).leaves.shape == (3, 0, 5)


@pytest.mark.parametrize(("before", "after"), [((3,), (3, 2)), ((2,), (2,)), ((1, 4), (1, 4)), ((), ())])
def test_it_refuses_values_that_do_not_fit_the_tree(before, after):
    with pytest.raises(ValueError, match="shape"):
        contributions(REVENUE, before=np.ones(before), after=np.ones(after))


@given(two_times)
def test_leaves_add_up_to_the_difference_without_remainder(case):
    tree, before, after = case
    found = contributions(tree, before=before, after=after)
    known = ~np.isnan(found.total)
    assert (np.abs(found.leaves.sum(axis=0) - found.total) <= slack(found))[known].all()
    assert np.isnan(found.leaves[:, ~known]).all()
    assert np.isfinite(found.leaves[:, known]).all()


@given(two_positive_times)
def test_leaves_of_positive_values_add_up_too(case):
    tree, before, after = case
    found = contributions(tree, before=before, after=after)
    known = ~np.isnan(found.total)
    assert (np.abs(found.leaves.sum(axis=0) - found.total) <= slack(found))[known].all()


@given(two_times)
def test_siblings_add_up_to_their_parent(case):
    tree, before, after = case
    nodes = contributions(tree, before=before, after=after).nodes
    for place in tree.inner:
        np.testing.assert_array_equal(nodes[list(tree.nodes[place].children)].sum(axis=0), nodes[place])


@given(two_times)
def test_it_turns_around_with_time(case):
    tree, before, after = case
    there = contributions(tree, before=before, after=after)
    back = contributions(tree, before=after, after=before)
    np.testing.assert_allclose(there.leaves, -back.leaves, atol=float(np.nanmax(slack(there), initial=1e-9)))


@given(two_times)
def test_a_leaf_that_does_not_change_contributes_nothing(case):
    tree, before, after = case
    after = np.where(np.arange(len(after))[:, np.newaxis] % 2, after, before)
    found = contributions(tree, before=before, after=after)
    assert (found.leaves[::2][:, ~np.isnan(found.total)] == 0).all()


@given(two_times, st.sampled_from([2.0**-20, 0.125, 1024.0, -1.0]), st.integers(0, 99))
def test_it_does_not_depend_on_units(case, factor, which):
    # The same tree with one leaf in another unit, which a weight turns back; powers of two, so that nothing is rounded.
    tree, before, after = case
    row = which % len(tree.leaves)
    scale = np.where(np.arange(len(before)) == row, factor, 1.0)[:, np.newaxis]
    converting = replaced(tree, tree.leaves[row], (WEIGHTED, [LEAF], (1 / factor,)))
    plain = contributions(tree, before=before, after=after)
    scaled = contributions(converting, before=before * scale, after=after * scale)
    np.testing.assert_allclose(scaled.leaves, plain.leaves, rtol=1e-12)


@given(st.lists(st.tuples(positive, positive), min_size=1, max_size=6), positive, st.integers(0, 5))
def test_a_factor_in_another_unit_scales_all_contributions_alike(pairs, factor, which):
    before, after = np.array(pairs).T
    scale = np.where(np.arange(len(before)) == which % len(before), factor, 1.0)
    tree = product_of(len(before))
    plain, scaled = split(tree, before, after), split(tree, before * scale, after * scale)
    assert scaled.leaves == pytest.approx(plain.leaves * factor, abs=float(factor * slack(plain)))


@given(two_times)
def test_no_cell_depends_on_another(case):
    tree, before, after = case
    together = contributions(tree, before=before, after=after)
    for cell in range(CELLS):
        alone = contributions(tree, before=before[:, cell], after=after[:, cell])
        np.testing.assert_allclose(together.leaves[:, cell], alone.leaves, rtol=1e-12)


@given(st.lists(st.tuples(positive, positive), min_size=2, max_size=6))
def test_nested_products_split_as_flat_ones(pairs):
    before, after = np.array(pairs).T
    nested = LEAF
    for _ in range(len(pairs) - 1):
        nested = (PRODUCT, [LEAF, nested])
    flat = split(product_of(len(pairs)), before, after)
    assert split(tree_of(nested), before, after).leaves == pytest.approx(flat.leaves, abs=float(slack(flat)))


@given(two_times, st.integers(0, 99))
def test_a_node_contributes_what_it_would_as_a_leaf(case, which):
    tree, before, after = case
    place = which % len(tree.nodes)
    below = [at for at in range(len(tree.nodes)) if place in ancestors(tree, at)]
    kept = [at for at in range(len(tree.nodes)) if at == place or (at in tree.leaves and at not in below)]
    whole = contributions(tree, before=before, after=after)
    part = contributions(replaced(tree, place, LEAF), before=whole.before[kept], after=whole.after[kept])
    gap = np.abs(part.leaves[kept.index(place)] - whole.nodes[place])
    assert (gap <= slack(whole))[~np.isnan(whole.total)].all()


@given(st.lists(st.tuples(wild, wild), min_size=1, max_size=5))
def test_only_products_with_zero_forgive_what_is_undefined(pairs):
    before, after = np.array(pairs).T
    found = split(product_of(len(pairs)), before, after)
    undefined = [np.isnan(row).any() and not (row == 0).any() for row in (before, after)]
    assert np.isnan(found.leaves).all() == any(undefined)
