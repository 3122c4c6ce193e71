"""What is named, what is not, and how sure."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kaname.measures.why.cells import CellPeriods, Kind
from kaname.measures.why.result import PARTS, Cause, NoEffort
from kaname.measures.why.why import why

RATES = np.array([0.21, 0.20, 0.25, 0.15])


def weeks(n, *, rates=RATES, calls=(60, 50, 40, 30), seed=7, days=5.0):
    rng = np.random.default_rng(seed)
    exposure = rng.poisson(np.array(calls, dtype=float)[:, None] * days / 5, (len(calls), n))
    events = rng.binomial(exposure, np.asarray(rates)[:, None])
    sums = rng.gamma(np.maximum(events, 1e-9) * 4, 25.0) * (events > 0)
    return CellPeriods(exposure.astype(float), events.astype(float), np.full(n, days), sums)


def test_it_names_the_rate_and_the_cell_in_which_it_fell():
    found = why(kind=Kind.SHARE, before=weeks(26), after=weeks(8, rates=[0.05, 0.20, 0.25, 0.15], seed=8))
    assert found.cause is Cause.RATE
    assert found.cell is not None
    assert (found.cell.place, round(found.cell.before, 1), found.cell.after < 0.09) == (0, 0.2, True)
    assert found.cell.share > 0.7


def test_a_fall_of_all_rates_has_no_dominant_cell():
    found = why(kind=Kind.SHARE, before=weeks(26), after=weeks(8, rates=RATES / 2, seed=8))
    assert (found.cause, found.cell) == (Cause.RATE, None)


def test_it_names_effort_for_a_count_and_nothing_for_its_share():
    before, after = weeks(26), weeks(8, calls=(36, 30, 24, 18), seed=11)
    assert why(kind=Kind.COUNT, before=before, after=after).cause is Cause.EFFORT
    assert why(kind=Kind.SHARE, before=before, after=after).cause is Cause.NONE_CLEAR


def test_shorter_weeks_are_no_loss_of_effort():
    found = why(kind=Kind.COUNT, before=weeks(26), after=weeks(8, days=3.0, seed=9))
    assert found.cause is Cause.NONE_CLEAR
    assert found.before == pytest.approx(found.after, rel=0.15)


def test_it_names_a_cell_that_left():
    found = why(kind=Kind.SHARE, before=weeks(26), after=weeks(8, calls=(0, 50, 0, 90), seed=3))
    assert found.part(Cause.ENTERING_LEAVING).size < 0
    assert np.isnan(found.cells_after.rate[0])


def test_sizes_are_named_for_sums_and_means():
    after = weeks(10, seed=4)
    assert after.sums is not None
    after = replace(after, sums=after.sums / 2)
    assert why(kind=Kind.SUM, before=weeks(26), after=after).cause is Cause.SIZE
    assert why(kind=Kind.MEAN, before=by_event(weeks(26)), after=by_event(after)).cause is Cause.SIZE


def by_event(cells):
    return replace(cells, exposure=cells.events)


def test_quiet_weeks_stay_quiet():
    found = why(kind=Kind.COUNT, before=weeks(26), after=weeks(8, seed=20))
    assert (found.cause, found.clear, found.cell) == (Cause.NONE_CLEAR, (), None)


def test_too_few_weeks_split_but_name_nothing_and_say_what_is_missing():
    found = why(kind=Kind.COUNT, before=weeks(4), after=weeks(2, rates=RATES / 4))
    assert (found.cause, found.needed_before, found.needed_after) == (Cause.NONE_CLEAR, 3, 1)
    assert sum(part.size for part in found.parts) == pytest.approx(found.change)
    assert all(np.isnan(part.error) for part in found.parts)


def test_a_week_with_an_unknown_number_does_not_count():
    before = weeks(26)
    gap = replace(before, events=before.events.copy())
    gap.events[2, 3] = np.nan
    known = np.delete(np.arange(26), 3)
    short = CellPeriods(before.exposure[:, known], before.events[:, known], before.length[known])
    with_gap, without = (why(kind=Kind.SHARE, before=one, after=weeks(8)) for one in (gap, short))
    assert with_gap.n_before == 25
    assert with_gap.change == pytest.approx(without.change)


def test_it_refuses_a_stretch_without_effort():
    with pytest.raises(NoEffort):
        why(kind=Kind.COUNT, before=weeks(5, calls=(0, 0, 0, 0)), after=weeks(8))


def test_it_refuses_cells_that_differ_and_sums_without_amounts():
    with pytest.raises(ValueError, match="same cells"):
        why(kind=Kind.COUNT, before=weeks(5), after=weeks(8, rates=RATES[:3], calls=(1, 2, 3)))
    with pytest.raises(ValueError, match="amounts"):
        why(kind=Kind.SUM, before=replace(weeks(5), sums=None), after=weeks(8))


def test_the_same_numbers_come_from_a_data_frame():
    """Rates per cell and their weights, recomputed row by row with pandas."""
    before, after = weeks(26), weeks(8, rates=RATES * 0.7, seed=2)
    frame = pd.DataFrame(
        {"s0": before.exposure.sum(axis=1), "w0": before.events.sum(axis=1)}
        | {"s1": after.exposure.sum(axis=1), "w1": after.events.sum(axis=1)}
    )
    values = frame.w0 / frame.s0.sum(), frame.w1 / frame.s1.sum()
    mean = (values[1] - values[0]) / np.log(values[1] / values[0])
    rate = mean * np.log((frame.w1 / frame.s1) / (frame.w0 / frame.s0))
    found = why(kind=Kind.SHARE, before=before, after=after)
    np.testing.assert_allclose(found.part(Cause.RATE).by_cell, rate, rtol=1e-9)


def test_errors_are_as_wide_as_the_parts_really_stray():
    """150 quiet comparisons: the spread of each part beside the mean of its standard errors."""
    runs = [why(kind=Kind.COUNT, before=weeks(20, seed=s), after=weeks(8, seed=10_000 + s)) for s in range(150)]
    for cause in (Cause.EFFORT, Cause.COMPOSITION, Cause.RATE):
        stray = np.std([run.part(cause).size for run in runs])
        said = np.sqrt(np.mean([run.part(cause).error ** 2 for run in runs]))
        assert 0.85 < said / stray < 1.4


def test_every_part_is_there_in_order():
    found = why(kind=Kind.COUNT, before=weeks(20), after=weeks(8))
    assert tuple(part.cause for part in found.parts) == PARTS
    assert sum(part.share for part in found.parts) == pytest.approx(1.0)
