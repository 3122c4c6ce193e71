from collections import Counter

import numpy as np
import pytest

from kaname.measures.changes.going_on import Course, standing
from kaname.measures.changes.scan import Kind

AT = 119


def days(*stretches):
    return np.concatenate([np.full(length, level) for length, level in stretches])


def courses(mean, n=60, **options):
    rng = np.random.default_rng(4)
    found = [
        standing(counts=rng.poisson(mean).astype(np.float64), exposure=np.ones(len(mean)), changed_at=AT, **options)
        for _ in range(n)
    ]
    return Counter(one.course for one in found)


def test_a_fall_that_stays_goes_on():
    assert courses(days((AT, 60.0), (50, 42.0)))[Course.GOING_ON] > 55


def test_a_fall_that_was_made_good_has_ended():
    assert courses(days((AT, 60.0), (40, 42.0), (14, 60.0)))[Course.ENDED] > 40


def test_beyond_the_old_level_it_is_reversed():
    assert courses(days((AT, 60.0), (40, 42.0), (14, 80.0)))[Course.REVERSED] > 55


def test_a_fresh_change_is_held_against_the_level_before_alone():
    found = courses(days((AT, 60.0), (9, 40.0)))
    assert found[Course.GOING_ON] > 55
    assert courses(days((AT, 60.0), (9, 60.0)))[Course.ENDED] == 0


def test_the_ratio_is_that_of_the_last_two_weeks():
    one = standing(counts=days((AT, 50.0), (40, 35.0), (14, 40.0)), exposure=np.ones(173), changed_at=AT)
    assert one.ratio == pytest.approx(0.8)
    assert one.low < 0.8 < one.high
    assert (one.n_days, one.n, one.missing_days) == (14, pytest.approx(560), 0)


def test_shares_and_means_are_told_the_same_way():
    trials = np.full(170, 40.0)
    won = days((AT, 12.0), (51, 6.0))
    share = standing(counts=won, exposure=trials, changed_at=AT, kind=Kind.SHARE)
    assert share.course is Course.GOING_ON
    assert share.ratio == pytest.approx((6 / 34) / (12 / 28), rel=0.02)
    sums = won * 100 * np.resize([0.9, 1.1], 170)
    assert standing(counts=sums, exposure=trials, changed_at=AT, kind=Kind.MEAN).course is Course.GOING_ON


def test_it_says_how_many_days_are_missing():
    counts = days((20, 60.0), (10, 40.0))
    one = standing(counts=counts, exposure=np.ones(30), changed_at=20)
    assert (one.course, one.ratio, one.missing_days) == (None, None, 8)
    unknown = days((AT, 60.0), (30, np.nan))
    assert standing(counts=unknown, exposure=np.ones(AT + 30), changed_at=AT).missing_days == 4


@pytest.mark.parametrize("at", [0, 30])
def test_a_change_lies_within_the_series(at):
    with pytest.raises(ValueError, match="change within"):
        standing(counts=np.ones(30), exposure=np.ones(30), changed_at=at)
