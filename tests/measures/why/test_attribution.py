"""Parts sum to the change, with the limits at zeros, and agree with numbers worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kaname.measures.why.attribution import Parts, attribution
from kaname.measures.why.cells import Kind, Totals

few = settings(max_examples=40, deadline=None)
counts = st.one_of(st.just(0), st.integers(0, 1_000)).map(float)
amounts = st.one_of(st.just(0.0), st.floats(-1e4, 1e4).map(lambda value: round(value, 2)))


@st.composite
def stretches(draw: st.DrawFn, n_cells: int) -> Totals:
    exposure = draw(arrays(np.float64, n_cells, elements=counts))
    exposure[0] = max(exposure[0], 1.0)
    events = np.where(exposure > 0, draw(arrays(np.float64, n_cells, elements=counts)), 0.0)
    sums = np.where(events > 0, draw(arrays(np.float64, n_cells, elements=amounts)), 0.0)
    return Totals(exposure, events, sums, np.float64(draw(st.integers(1, 90))))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Totals, Totals]:
    n_cells = draw(st.integers(1, 6))
    return draw(stretches(n_cells)), draw(stretches(n_cells))


def summed(parts: Parts) -> float:
    return float(sum(part.sum() for part in parts[:4]))


@pytest.mark.parametrize("kind", list(Kind))
@few
@given(pair=pairs())
def test_parts_sum_to_the_change_without_remainder(kind, pair):
    parts = attribution(kind=kind, before=pair[0], after=pair[1])
    scale = max(np.abs(part).sum() for part in (*parts[:4], parts.before, parts.after))
    assert summed(parts) == pytest.approx(float(parts.after - parts.before), abs=1e-9 * max(scale, 1e-12))


@pytest.mark.parametrize("kind", list(Kind))
@few
@given(pair=pairs())
def test_values_are_what_one_reads_off_the_totals(kind, pair):
    before, after = pair
    parts = attribution(kind=kind, before=before, after=after)
    of = {
        Kind.COUNT: lambda one: one.events.sum() / one.length * after.length,
        Kind.SHARE: lambda one: one.events.sum() / one.exposure.sum(),
        Kind.SUM: lambda one: one.sums.sum() / one.length * after.length,
        Kind.MEAN: lambda one: one.sums.sum() / one.exposure.sum(),
    }[kind]
    before = before._replace(sums=np.where(before.exposure > 0, before.sums, 0.0))
    assert float(parts.before) == pytest.approx(float(of(before)), rel=1e-9, abs=1e-9)
    assert float(parts.after) == pytest.approx(float(of(after)), rel=1e-9, abs=1e-9)


@few
@given(pair=pairs())
def test_both_stretches_exchanged_turn_every_sign(pair):
    before, after = pair[0], pair[1]._replace(length=pair[0].length)
    there = attribution(kind=Kind.SUM, before=before, after=after)
    back = attribution(kind=Kind.SUM, before=after, after=before)
    for one, other in zip(there[:4], back[:4], strict=True):
        np.testing.assert_allclose(one, -other, rtol=1e-9, atol=1e-7)


def totals(exposure, events, sums=None, length=1.0):
    events = np.array(events, dtype=float)
    sums = events if sums is None else np.array(sums, dtype=float)
    return Totals(np.array(exposure, dtype=float), events, sums, np.float64(length))


def test_half_the_effort_is_effort_alone_whatever_the_length():
    before = totals([100, 300], [20, 30], length=20.0)
    after = totals([25, 75], [5, 7.5], length=10.0)
    parts = attribution(kind=Kind.COUNT, before=before, after=after)
    assert (float(parts.before), float(parts.after)) == (25.0, 12.5)
    assert parts.effort.sum() == pytest.approx(-12.5)
    assert np.abs([parts.composition, parts.rate, parts.size]).max() < 1e-12


def test_it_agrees_with_logarithmic_means_by_hand():
    """One cell: 50 appointments x 20 % x 1M become 60 x 25 % x 0.9M, as in docs/measures/contributions.md."""
    parts = attribution(kind=Kind.SUM, before=totals([50], [10], [10]), after=totals([60], [15], [13.5]))
    assert parts.effort.sum() == pytest.approx(2.126, abs=5e-4)
    assert parts.rate.sum() == pytest.approx(2.602, abs=5e-4)
    assert parts.size.sum() == pytest.approx(-1.229, abs=5e-4)


def test_a_shift_between_cells_is_composition_alone():
    before, after = totals([50, 50], [5, 20]), totals([80, 20], [8, 8])
    parts = attribution(kind=Kind.SHARE, before=before, after=after)
    assert parts.composition.sum() == pytest.approx(-0.09)
    assert np.abs(parts.rate).max() < 1e-12
    assert (parts.composition < 0).all(), "more of a poor cell and less of a good one both pull down"


def test_a_cell_with_the_mean_rate_changes_nothing_by_growing():
    parts = attribution(kind=Kind.SHARE, before=totals([50, 50], [10, 10]), after=totals([90, 10], [18, 2]))
    assert np.abs(np.array(parts[:4])).max() < 1e-12


@pytest.mark.parametrize("kind", [Kind.COUNT, Kind.SHARE])
@pytest.mark.parametrize("what", ["events", "exposure"])
def test_zeros_are_the_limit_of_ever_smaller_numbers(kind, what):
    """The limit is reached as slowly as logarithms grow, so it is told from the way there."""
    after = totals([120, 40], [30, 10])
    zero = totals([100, 50], [20, 0]) if what == "events" else totals([100, 0], [20, 0])

    def off(exponent: float) -> float:
        small = 10.0**-exponent
        near = totals([100, 50], [20, small]) if what == "events" else totals([100, small], [20, small / 5])
        there, at = (np.array(attribution(kind=kind, before=one, after=after)[:4]) for one in (near, zero))
        return float(np.abs(there - at).max())

    assert off(40) < off(20) / 1.8
    assert off(80) < off(40) / 1.8


def test_a_new_cell_counts_by_how_it_differs_from_the_rest():
    parts = attribution(kind=Kind.SHARE, before=totals([100, 0], [20, 0]), after=totals([75, 25], [15, 5]))
    assert np.abs(np.array(parts[:4])).max() < 1e-12
    worse = attribution(kind=Kind.SHARE, before=totals([100, 0], [20, 0]), after=totals([75, 25], [15, 0]))
    assert worse.composition[1] < -0.03


@few
@given(pair=pairs(), factor=st.sampled_from([0.001, 60.0, 10_000.0]))
def test_units_do_not_matter(pair, factor):
    before, after = pair
    hours = attribution(kind=Kind.COUNT, before=before, after=after)
    minutes = attribution(
        kind=Kind.COUNT,
        before=before._replace(exposure=before.exposure * factor),
        after=after._replace(exposure=after.exposure * factor),
    )
    for one, other in zip(hours[:4], minutes[:4], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-6)
