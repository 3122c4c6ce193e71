"""When reviews come again: rules of RFC 5545 on the working days of the organisation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.reviews.cadence import (
    DAILY,
    hours_per_week,
    monthly_on_day,
    monthly_on_weekday,
    occurrences,
    require_days,
    weekly,
)
from kaname.reviews.errors import ReviewsError
from kaname.reviews.kinds import OnClosed
from kaname.reviews.words import rule_in_words

START = date(2026, 11, 2)  # a Monday
HOLIDAYS = {date(2026, 11, 3), date(2026, 11, 23)}


def is_closed(day):
    return day.weekday() > 4 or day in HOLIDAYS


def days(rule, *, since=START, until=date(2026, 12, 1), on_closed=OnClosed.SKIP, starts_on=START, ends_on=None):
    found = occurrences(
        rule=rule, starts_on=starts_on, ends_on=ends_on, since=since, until=until,
        on_closed=on_closed, is_closed=is_closed,
    )  # fmt: skip
    return [one.day.day for one in found]


def test_it_skips_weekends_and_holidays():
    # November 2026 from the 2nd: 21 weekdays, without the 3rd and the 23rd.
    assert days(DAILY) == [2, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 24, 25, 26, 27, 30]


def test_it_counts_every_second_week_from_the_first_day():
    assert days(weekly(every=2, weekdays=[4]), starts_on=date(2026, 11, 13)) == [13, 27]
    assert days(weekly(every=2, weekdays=[4]), starts_on=date(2026, 11, 13), ends_on=date(2026, 11, 27)) == [13]


@pytest.mark.parametrize(("on_closed", "expected"), [("skip", []), ("earlier", [20]), ("later", [24])])
def test_it_moves_to_a_working_day_where_that_was_chosen(on_closed, expected):
    # Monday the 23rd is a holiday: the working day before is Friday the 20th, the next one Tuesday the 24th.
    rule = monthly_on_day(day=23)
    assert days(rule, on_closed=OnClosed(on_closed)) == expected
    # It is found by the day on which it is held as well when only that day is asked for.
    for day in expected:
        only = date(2026, 11, day)
        assert days(rule, on_closed=OnClosed(on_closed), since=only, until=only + timedelta(1)) == [day]


def test_it_knows_weekdays_of_a_month():
    assert days(monthly_on_weekday(place=1, weekday=0)) == [2]
    assert days(monthly_on_weekday(place=-1, weekday=4)) == [27]


@given(
    every=st.integers(1, 4),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    on_closed=st.sampled_from(list(OnClosed)),
    since=st.integers(0, 60),
    length=st.integers(1, 60),
    cut=st.integers(0, 60),
)
def test_it_gives_each_review_once_however_time_is_cut(every, weekdays, on_closed, since, length, cut):
    rule = weekly(every=every, weekdays=sorted(weekdays))
    first = START + timedelta(since)
    last = first + timedelta(length)
    middle = first + timedelta(min(cut, length))
    ask = {"rule": rule, "starts_on": START, "ends_on": None, "on_closed": on_closed, "is_closed": is_closed}
    whole = occurrences(since=first, until=last, **ask)
    assert whole == [*occurrences(since=first, until=middle, **ask), *occurrences(since=middle, until=last, **ask)]
    assert len({one.day for one in whole}) == len(whole)
    assert not any(is_closed(one.day) for one in whole)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every day",
        "FREQ=SOMETIMES",
        "FREQ=DAILY\nFREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=9XX",
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=9,17",
    ],
)
def test_it_refuses_what_is_no_rule(rule):
    with pytest.raises(ReviewsError, match="rule"):
        require_days(rule, starts_on=START)


def test_it_refuses_a_rule_that_gives_no_day():
    with pytest.raises(ReviewsError, match="no day"):
        require_days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", starts_on=START)


def test_it_tells_the_hours_of_a_week():
    works = [True] * 5 + [False] * 2
    # 15 minutes on five days are 1.25 h; 30 minutes every second Friday 0.25 h a week.
    assert hours_per_week(rule=DAILY, starts_on=START, minutes=15, works=works) == pytest.approx(1.25)
    every_second = weekly(every=2, weekdays=[4])
    assert hours_per_week(rule=every_second, starts_on=START, minutes=30, works=works) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (DAILY, "every working day"),
        (weekly(every=2, weekdays=[4]), "every second week on Friday"),
        (weekly(every=1, weekdays=[0, 3]), "every week on Monday, Thursday"),
        (monthly_on_weekday(place=-1, weekday=4), "the last Friday of the month"),
        (monthly_on_day(day=25), "day 25 of the month"),
        ("FREQ=YEARLY;BYMONTH=4", "FREQ=YEARLY;BYMONTH=4"),
    ],
)
def test_it_says_a_rule_as_people_do(rule, words):
    assert rule_in_words(rule, starts_on=START) == words


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=YEARLY;INTERVAL=9999999999",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=1MO,9MO", "FREQ=YEARLY;BYEASTER=0",
    ],
)  # fmt: skip
def test_a_rule_that_would_stand_still_or_never_end_is_refused(rule):
    with pytest.raises(ReviewsError, match="no rule that can be read"):
        require_days(rule, starts_on=START)


def test_its_last_day_is_kept():
    assert days("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261116", on_closed=OnClosed.LATER) == [2, 9, 16]
    assert days("FREQ=WEEKLY;BYDAY=MO;UNTIL=99991231") == [2, 9, 16, 30]
