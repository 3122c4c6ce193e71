"""First and last days of months."""

import numpy as np
import pytest
from measures.outlook.cases import END, period, steady

from kaname.measures.outlook.counts import count_outlooks
from kaname.measures.outlook.month_end import places_in_month


def rushed(asked, factor):
    """The last working day of each month brings so many times the others."""
    return steady(asked) * np.where(places_in_month(asked) == 4, factor, 1.0)[: asked.n_before]


def test_it_counts_working_days_from_both_ends_of_a_month():
    asked = period(closed=("2026-06-30",))
    june = asked.days >= np.datetime64("2026-06-01")
    days = dict(zip(asked.days[june].astype(str), places_in_month(asked)[june].tolist(), strict=True))
    told = {day[-2:]: place for day, place in days.items() if place}
    assert told == {"01": 1, "02": 1, "03": 1, "23": 2, "24": 2, "25": 3, "26": 3, "29": 4}


def test_a_month_that_is_not_over_within_the_days_has_no_end():
    whole = period(history=364)
    cut = type(whole)(
        days=whole.days[:-3],
        hours=whole.hours[:, :-3],
        closed=whole.closed[:-3],
        teams=whole.teams,
        starts_on=whole.starts_on,
        origin=whole.origin,
    )
    june = cut.days >= np.datetime64("2026-06-01")
    assert set(places_in_month(cut)[june].tolist()) == {0, 1}


def test_it_expects_the_rush_at_the_months_end_again():
    asked = period(n_units=20, history=364)
    found = count_outlooks(period=asked, counts=rushed(asked, 3.0))
    # 11 days of 4 to come, of which the last brings 12.
    assert found.expected == pytest.approx(np.full(20, 44 + 40 + 12), rel=0.02)
    months = found.parts.level.month_end[-1]
    assert 2.5 < months < 3


def test_one_persons_few_months_say_little():
    asked = period(history=180)
    found = count_outlooks(period=asked, counts=rushed(asked, 3.0))
    # Six ends of months, and 40 days that bring as much as others; a day brings a little more than 4 on average.
    assert found.parts.level.month_end[-1] == pytest.approx((6 * 12 + 40 * 4.35) / (6 * 4 + 40 * 4.35), rel=0.02)


def test_even_months_have_no_rush():
    asked = period(n_units=3, history=364, origin=END)
    assert count_outlooks(period=asked, counts=steady(asked)).parts.level.month_end == pytest.approx(1)
