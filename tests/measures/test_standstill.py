import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.standstill import standstill


def test_three_that_did_not_come_are_a_standstill():
    # Two a day of 8 hours for ten days, then nothing on two working days around a day off: 4 were usual.
    counts, hours = np.array([2.0] * 10 + [0, 0, 0]), np.array([8.0] * 10 + [8, 0, 8])
    found = standstill(counts=counts, hours=hours)
    assert (found.days, found.hours, found.expected) == (2, 16, 4)


@pytest.mark.parametrize(
    ("counts", "hours"),
    [
        ([2.0] * 10 + [0], [8.0] * 11),  # only two were usual
        ([2.0] * 10 + [0] * 5, [8.0] * 10 + [0] * 5),  # days off
        ([1.0] * 9 + [0] * 9, [8.0] * 18),  # too little is known
        ([0.0] * 20, [8.0] * 20),  # never did it
        ([2.0] * 20, [8.0] * 20),
    ],
)
def test_otherwise_there_is_none(counts, hours):
    assert standstill(counts=np.array(counts), hours=np.array(hours)) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.0, 4.0, 8.0])), min_size=1, max_size=60))
def test_one_more_fact_today_ends_it(days):
    counts, hours = (np.array(column, dtype=np.float64) for column in zip(*days, strict=True))
    counts[-1] += 1
    assert standstill(counts=counts, hours=hours) is None
