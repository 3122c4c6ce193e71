"""Overload: what people really reached in an hour protects them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.overload import Relief, Threshold, overload, reached_rates, relief, threshold_of

# Ten people's best months.
TEN = np.array([1.1, 1.72, 0.9, 1.3, 1.5, 2.4, 1.2, 1.6, 1.0, 1.4])


def test_it_takes_each_persons_best_month():
    # 160 h each: 80, 120; the second has their best month on leave most of the time.
    values = np.array([[80.0, 120.0], [160.0, 60.0], [np.nan, 5.0]])
    hours = np.array([[160.0, 160.0], [160.0, 20.0], [160.0, 10.0]])
    found = reached_rates(values=values, hours=hours)
    assert found[:2].tolist() == [0.75, 1.0]
    assert np.isnan(found[2])


def test_it_counts_a_month_of_just_enough_hours():
    assert reached_rates(values=np.array([[20.0]]), hours=np.array([[40.0]])).tolist() == [0.5]


def test_it_finds_what_nine_of_ten_never_went_above():
    assert threshold_of(rates=TEN) == Threshold(rate=1.72, people=10, not_above=9, needed=0)


@pytest.mark.parametrize(("people", "rank"), [(5, 5), (9, 9), (10, 9), (11, 10), (20, 18), (21, 19), (100, 90)])
def test_it_is_a_rate_that_somebody_reached(people, rank):
    assert threshold_of(rates=np.arange(1.0, people + 1)).rate == rank


def test_it_has_no_threshold_with_fewer_than_five_people():
    found = threshold_of(rates=np.array([1.0, 2.0, np.nan, 3.0]))
    assert found == Threshold(rate=None, people=3, not_above=0, needed=2)
    assert overload(required_rate=99, threshold=found) is None


def test_it_calls_out_what_is_above_and_not_what_is_at_the_threshold():
    threshold = threshold_of(rates=TEN)
    assert overload(required_rate=1.9, threshold=threshold) is True
    assert overload(required_rate=1.72, threshold=threshold) is False
    assert overload(required_rate=0.0, threshold=threshold) is False


def test_it_forgives_the_rounding_of_binary_fractions():
    threshold = threshold_of(rates=np.full(5, 0.3))
    assert overload(required_rate=0.1 + 0.2, threshold=threshold) is False


def test_it_names_the_relief_of_the_east_team():
    # 40 h a week, 14 of them meetings: 48.3 in 26 h are 1.86 an hour, shown as 1.9; nine of ten stay below 1.72.
    # 48.3 / 1.72 = 28.08 h: 2.08 fewer meetings, 3 in whole hours; 1.72 x 26 = 44.72, 7.4 % less, 8 in whole percent.
    found = relief(target=48.3, hours=26, meeting_hours=14, threshold=1.72)
    assert found.fewer_meeting_hours == found.more_hours == pytest.approx(2.0814, abs=1e-4)
    assert found.lower_target == pytest.approx(44.72)
    assert found.lower_by == pytest.approx(0.0741, abs=1e-4)


def test_it_does_not_name_meetings_that_would_not_be_enough():
    found = relief(target=48.3, hours=26, meeting_hours=2, threshold=1.72)
    assert found.fewer_meeting_hours is None
    assert found.more_hours == pytest.approx(2.0814, abs=1e-4)


def test_it_names_nothing_where_nothing_is_too_much():
    assert relief(target=44.72, hours=26, meeting_hours=14, threshold=1.72) == Relief()
    assert relief(target=0, hours=0, meeting_hours=0, threshold=1.72) == Relief()


def test_it_names_time_where_there_is_none():
    found = relief(target=17.2, hours=0, meeting_hours=14, threshold=1.72)
    assert found.fewer_meeting_hours == pytest.approx(10)
    assert (found.lower_target, found.lower_by) == (0, 1)


def test_it_names_no_time_where_nobody_ever_reached_anything():
    assert relief(target=5, hours=26, meeting_hours=14, threshold=0) == Relief(lower_target=0, lower_by=1)


@pytest.mark.parametrize("wrong", [{"hours": -1}, {"meeting_hours": np.nan}, {"threshold": np.inf}])
def test_it_refuses_what_cannot_be(wrong):
    with pytest.raises(ValueError, match="0 or more"):
        relief(**{"target": 1, "hours": 1, "meeting_hours": 1, "threshold": 1, **wrong})


def test_it_refuses_months_without_their_hours():
    with pytest.raises(ValueError, match="hours"):
        reached_rates(values=np.ones((2, 3)), hours=np.ones((2, 2)))
    with pytest.raises(ValueError, match="hours"):
        reached_rates(values=np.ones((2, 3)), hours=np.ones((2, 3)), least_hours=0)


@given(rates=st.lists(st.floats(0, 100), min_size=5, max_size=60))
def test_nine_of_ten_never_went_above(rates):
    found = threshold_of(rates=np.array(rates))
    assert 10 * found.not_above >= 9 * len(rates)
    assert found.not_above == sum(rate <= found.rate for rate in rates)
    assert 10 * sum(rate < found.rate for rate in rates) < 9 * len(rates)


@given(target=st.floats(0.01, 1e4), hours=st.floats(0, 200), meetings=st.floats(0, 80), threshold=st.floats(0.01, 50))
def test_each_relief_alone_is_exactly_enough(target, hours, meetings, threshold):
    found = relief(target=target, hours=hours, meeting_hours=meetings, threshold=threshold)
    if found == Relief():
        assert target <= threshold * hours * (1 + 1e-8)
        return
    assert target / (hours + found.more_hours) == pytest.approx(threshold)
    assert found.lower_target == pytest.approx(threshold * hours)
    assert target * (1 - found.lower_by) == pytest.approx(found.lower_target, abs=1e-9 * target)
    assert (found.fewer_meeting_hours is None) == (found.more_hours > meetings)


people = st.lists(st.tuples(st.floats(0, 500), st.floats(0, 200)), min_size=4, max_size=4)


@given(months=st.lists(people, min_size=1, max_size=8))
def test_it_agrees_with_pandas(months):
    values, hours = (np.array([[pair[side] for pair in person] for person in months]) for side in (0, 1))
    frame = pd.DataFrame({"person": np.repeat(range(len(months)), 4), "value": values.ravel(), "hours": hours.ravel()})
    enough = frame[frame["hours"] >= 40]
    best = (enough["value"] / enough["hours"]).groupby(enough["person"]).max().reindex(range(len(months)))
    np.testing.assert_allclose(reached_rates(values=values, hours=hours), best.to_numpy())
