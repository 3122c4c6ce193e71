"""Months ahead: what is said, how wide, and when nothing is."""

import numpy as np
import pandas as pd
import pytest
from measures.outlook.made_up_months import made_up

from kaname.measures.direction import Direction
from kaname.measures.outlook.months_ahead import OutlookGrade, months_ahead

NAN = np.nan


def test_its_interval_holds_about_as_often_as_it_says():
    values = made_up(300, 60)
    found = months_ahead(values[:, :48], horizon=12)
    low, high = found.course.interval()
    held = (low <= values[:, 48:]) & (values[:, 48:] <= high)
    assert 0.75 < held.mean() < 0.92


def test_later_months_are_less_certain():
    low, high = months_ahead(made_up(1, 48)[0], horizon=12).course.interval()
    assert (np.diff(np.log(high / low)) > 0).all()


def test_one_series_is_the_row_of_many():
    values = made_up(3, 30)
    many, one = months_ahead(values, horizon=4), months_ahead(values[1], horizon=4)
    assert one.course.expected == pytest.approx(many.course.expected[1])
    assert one.course.half == pytest.approx(many.course.half[1])
    assert one.course.expected.shape == (4,)


def test_its_width_is_that_of_its_page():
    """Recomputed with pandas: the yearly change, two backtests, and the growth of errors."""
    values = made_up(1, 40)[0]
    series, horizon = pd.Series(values), 12
    yearly = series.diff(12).abs().mean()
    missed = []
    for back in (12, 6):
        off = values[-back:] - months_ahead(values[:-back], horizon=back).course.expected
        missed.append(float(np.mean(np.abs(off) / np.arange(1, back + 1) ** 0.298)))
    error = np.sqrt(yearly * np.mean(missed)) / series.tail(12).mean()
    half = error * np.exp(0.109 + 2.875 / 40) * np.arange(1, horizon + 1) ** 0.298
    assert months_ahead(values, horizon=horizon).course.half == pytest.approx(half)


@pytest.mark.parametrize(
    ("n", "grade", "needed", "for_test"),
    [
        (0, OutlookGrade.TOO_LITTLE_DATA, 3, 15),
        (2, OutlookGrade.TOO_LITTLE_DATA, 1, 13),
        (3, OutlookGrade.ASSUMED, 0, 12),
        (14, OutlookGrade.ASSUMED, 0, 1),
        (15, OutlookGrade.TESTED, 0, 0),
    ],
)
def test_it_says_how_many_months_are_missing(n, grade, needed, for_test):
    found = months_ahead(np.r_[np.full(5, NAN), made_up(1, 20)[0][:n]], horizon=3)
    assert found.basis.grade() is grade
    assert (found.basis.needed[0], found.basis.needed_for_test[0], found.basis.n[0]) == (needed, for_test, n)
    assert np.isnan(found.course.expected).all() == (needed > 0)


def test_it_waits_for_months_that_are_not_known_yet():
    found = months_ahead(np.r_[made_up(1, 30)[0], NAN], horizon=2)
    assert (found.basis.grade(), found.basis.needed[0]) == (OutlookGrade.TOO_LITTLE_DATA, 1)


def test_what_never_moved_has_no_interval():
    found = months_ahead(np.full(30, 7.0), horizon=2)
    assert found.course.expected == pytest.approx([7, 7])
    assert found.basis.grade() is OutlookGrade.TOO_LITTLE_DATA
    assert found.basis.never_missed[0]
    assert np.isnan(found.course.probability(target=6.0, direction=Direction.HIGHER)).all()


def test_a_short_history_reaches_one_year_ahead():
    found = months_ahead(np.array([3.0, 4.0, 5.0, 4.0]), horizon=14)
    assert np.isfinite(found.course.expected).tolist() == [True] * 12 + [False] * 2


def test_counts_do_not_end_below_0():
    low, _ = months_ahead(np.tile([0.0, 1.0, 0.0, 2.0, 0.0], 5), horizon=3).course.interval()
    assert (low >= 0).all()


def test_it_refuses_what_was_never_measured():
    for wrong in ({"horizon": 25}, {"horizon": 0}, {"horizon": 3, "season": 7}, {"horizon": 11, "season": 4}):
        with pytest.raises(ValueError, match=r"ahead|year has"):
            months_ahead(np.arange(30.0), **wrong)
