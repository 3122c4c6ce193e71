"""What counts as the history of a series."""

import numpy as np
import pytest

from kaname.measures.outlook.history import history

NAN = np.nan


def test_it_begins_with_the_first_known_period():
    past = history(np.array([[NAN, NAN, 1.0, 2.0, 3.0], [1.0, 2.0, 3.0, 4.0, 5.0]]))
    assert past.n.tolist() == [3, 5]
    assert past.values[0, 2:].tolist() == [1, 2, 3]
    assert np.isnan(past.values[0, :2]).all()


def test_it_fills_small_gaps_between_their_neighbours():
    row = np.arange(30.0)
    row[[10, 11, 20]] = NAN
    past = history(row[None])
    assert past.values[0].tolist() == list(range(30))
    assert past.filled.tolist() == [3]


def test_it_begins_anew_after_a_longer_gap():
    row = np.arange(30.0)
    row[[3, 10, 11, 12]] = NAN
    past = history(row[None])
    assert past.n.tolist() == [17]
    assert past.filled.tolist() == [0]


def test_it_fills_no_more_than_a_tenth():
    row = np.arange(20.0)
    row[[4, 10, 15]] = NAN
    past = history(row[None])
    assert (past.n[0], past.filled[0]) == (4, 0)
    row[15] = 15.0
    past = history(row[None])
    assert (past.n[0], past.filled[0]) == (20, 2)


def test_it_has_no_history_while_the_latest_period_is_unknown():
    past = history(np.array([[1.0, 2.0, 3.0, 4.0, NAN, NAN]]))
    assert (past.n.tolist(), past.missing.tolist()) == ([0], [2])


def test_it_refuses_what_is_no_number():
    with pytest.raises(ValueError, match="rows of numbers"):
        history(np.array([[1.0, np.inf]]))
    with pytest.raises(ValueError, match="rows of numbers"):
        history(np.array([1.0, 2.0]))
