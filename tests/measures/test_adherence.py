import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kaname.measures.adherence import adherence, due_by_now, kept_up, scaled_quota

amounts = arrays(np.float64, 5, elements=st.floats(0, 1_000).map(lambda value: round(value, 3)))
hours = arrays(np.float64, 5, elements=st.floats(0, 12).map(lambda value: round(value, 2)))


def test_the_worked_example():
    # Ten approaches a day for four days: 10, 12, 0 and 6 of 10. 12 counts as 10: (10 + 10 + 0 + 6) / 40 = 65 %.
    assert adherence(done=np.array([10.0, 12, 0, 6]), due=np.full(4, 10.0)) == pytest.approx(0.65)


def test_nothing_due_is_no_hundred_percent():
    assert adherence(done=np.array([3.0]), due=np.array([0.0])) is None


@pytest.mark.parametrize(
    ("worked", "expected"),
    [(8, 10), (4, 5), (6, 8), (7.75, 10), (2.5, 3), (0.25, 1), (0, 0)],  # 10 x 6/8 = 7.5 -> 8; 10 x .25/8 = .3 -> 1
)
def test_a_quota_follows_the_hours_in_whole_units(worked, expected):
    found = scaled_quota(quota=10, hours=np.array([float(worked)]), usual_hours=np.array([8.0]), whole=True)
    assert found.tolist() == [expected]


@given(quota=st.floats(0.5, 500), worked=hours, usual=hours)
def test_more_time_never_asks_for_less(quota, worked, usual):
    for whole in (True, False):
        less = scaled_quota(quota=quota, hours=worked, usual_hours=usual, whole=whole)
        more = scaled_quota(quota=quota, hours=worked + 1, usual_hours=usual, whole=whole)
        assert (more >= less).all()
        assert (less[worked == 0] == 0).all()
        assert np.isfinite(less).all()


@given(done=amounts, due=amounts)
def test_it_is_a_share_and_more_done_never_lowers_it(done, due):
    found = adherence(done=done, due=due)
    if found is None:
        assert due.sum() == 0
        return
    assert 0 <= found <= 1 + 1e-12
    assert adherence(done=done + 1, due=due) >= found - 1e-12
    assert (kept_up(done=done, due=due) <= due).all()


@given(quota=amounts, over=hours, all_hours=hours)
def test_at_most_the_quota_is_due(quota, over, all_hours):
    due = due_by_now(quota=quota, hours_over=over, hours=all_hours)
    assert (due <= quota + 1e-9).all()
    assert (due[all_hours == 0] == 0).all()
