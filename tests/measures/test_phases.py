import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kaname.measures.phases import best_since, dispersion, run_length

values = arrays(np.float64, st.integers(1, 30), elements=st.one_of(st.just(np.nan), st.floats(-50, 50)))


def weeks(*found):
    return np.array(found, dtype=np.float64)


def test_the_best_week_names_the_last_that_was_better():
    found = best_since(values=weeks(9, 12, 5, 6, 7, 5, 4, 6, 8, 10))
    assert (found.value, found.runner_up, found.of, found.since) == (10, 8, 8, 1)


def test_the_best_of_all():
    assert best_since(values=weeks(1, 2, 3, 4, 5, 6, 7, 8)).since is None


@pytest.mark.parametrize(
    "found",
    [
        weeks(1, 2, 3, 9),  # too few weeks
        weeks(1, 2, 3, 4, 5, 6, 9, 8),  # not the best
        weeks(1, 2, 3, 4, 5, 6, 8, 8),  # only as good
        weeks(0, 0, 0, 0, 0, 0, 0, 0),
        weeks(1, 2, 3, 4, 5, 6, 7, np.nan),
    ],
)
def test_otherwise_there_is_no_record(found):
    assert best_since(values=found) is None


def test_where_less_is_better_the_lowest_is_best():
    assert best_since(values=weeks(9, 8, 7, 6, 9, 8, 7, 5), lower_is_better=True).runner_up == 6


@given(values)
def test_a_record_beats_all_that_it_says(found):
    record = best_since(values=found)
    if record is not None:
        known = found[np.isfinite(found)]
        assert (known[-record.of :][:-1] < record.value).all()


@given(st.lists(st.booleans(), max_size=20))
def test_a_run_ends_with_the_last_that_was_missed(kept):
    expected = next((length for length, one in enumerate(reversed(kept)) if not one), len(kept))
    assert run_length(kept=np.array(kept, dtype=bool)) == expected


def test_counts_like_chance_have_a_dispersion_of_one():
    assert dispersion(counts=weeks(5, 5, 5, 5, 5), hours=np.full(5, 40.0)) == 1
    # 2 and 8 by turns, expected 5: (9/5) x 6 ÷ 5 = 2.16
    assert dispersion(counts=weeks(2, 8, 2, 8, 2, 8), hours=np.full(6, 40.0)) == pytest.approx(2.16)
