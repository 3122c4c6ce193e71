"""Periods: calendar and fiscal, at year ends, in zones that change their clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.periods import (
    FiscalCalendar,
    Grain,
    Period,
    day_of,
    instants_of,
    period_of,
    periods_between,
    previous,
    year_before,
)

APRIL = FiscalCalendar()
ZONES = [
    "Asia/Tokyo",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/London",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "UTC",
]

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
grains = st.sampled_from(list(Grain))
calendars = st.builds(FiscalCalendar, start_month=st.integers(1, 12), first_weekday=st.integers(0, 6))


def period(starts_on: str, ends_on: str) -> Period:
    return Period(date.fromisoformat(starts_on), date.fromisoformat(ends_on))


@pytest.mark.parametrize(
    ("grain", "starts_on", "ends_on"),
    [
        (Grain.DAY, "2026-02-28", "2026-03-01"),
        (Grain.WEEK, "2026-02-23", "2026-03-02"),
        (Grain.MONTH, "2026-02-01", "2026-03-01"),
        (Grain.QUARTER, "2026-01-01", "2026-04-01"),
        (Grain.HALF, "2025-10-01", "2026-04-01"),
        (Grain.YEAR, "2026-01-01", "2027-01-01"),
        (Grain.FISCAL_QUARTER, "2026-01-01", "2026-04-01"),
        (Grain.FISCAL_YEAR, "2025-04-01", "2026-04-01"),
    ],
)
def test_it_finds_the_period_of_a_saturday_in_february(grain, starts_on, ends_on):
    assert period_of(date(2026, 2, 28), grain=grain, calendar=APRIL) == period(starts_on, ends_on)


def test_it_follows_a_fiscal_year_that_starts_in_february():
    calendar = FiscalCalendar(start_month=2)
    day = date(2026, 1, 31)
    assert period_of(day, grain=Grain.FISCAL_YEAR, calendar=calendar) == period("2025-02-01", "2026-02-01")
    assert period_of(day, grain=Grain.FISCAL_QUARTER, calendar=calendar) == period("2025-11-01", "2026-02-01")
    assert period_of(day, grain=Grain.HALF, calendar=calendar) == period("2025-08-01", "2026-02-01")
    assert period_of(day, grain=Grain.QUARTER, calendar=calendar) == period("2026-01-01", "2026-04-01")


def test_it_keeps_a_week_whole_over_new_year():
    assert period_of(date(2026, 1, 1), grain=Grain.WEEK, calendar=APRIL) == period("2025-12-29", "2026-01-05")
    sundays = FiscalCalendar(first_weekday=6)
    assert period_of(date(2026, 1, 1), grain=Grain.WEEK, calendar=sundays) == period("2025-12-28", "2026-01-04")


def test_it_counts_53_weeks_touching_2020_and_none_twice():
    weeks = periods_between(since=date(2019, 12, 30), until=date(2021, 1, 4), grain=Grain.WEEK, calendar=APRIL)
    assert len(weeks) == 53
    assert weeks[-1] == period("2020-12-28", "2021-01-04")


def test_it_compares_week_53_with_the_week_52_weeks_before():
    week = period("2020-12-28", "2021-01-04")
    assert year_before(week, grain=Grain.WEEK, calendar=APRIL) == period("2019-12-30", "2020-01-06")


def test_it_compares_a_leap_day_with_the_same_weekday_and_its_month_with_february():
    leap_day = period("2028-02-29", "2028-03-01")
    assert year_before(leap_day, grain=Grain.DAY, calendar=APRIL) == period("2027-03-02", "2027-03-03")
    assert year_before(period("2028-02-01", "2028-03-01"), grain=Grain.MONTH, calendar=APRIL) == period(
        "2027-02-01", "2027-03-01"
    )


def test_it_steps_back_over_the_fiscal_year_end():
    april = period("2026-04-01", "2026-05-01")
    assert previous(april, grain=Grain.MONTH, calendar=APRIL) == period("2026-03-01", "2026-04-01")
    this_half = period("2026-04-01", "2026-10-01")
    assert previous(this_half, grain=Grain.HALF, calendar=APRIL) == period("2025-10-01", "2026-04-01")
    assert year_before(this_half, grain=Grain.HALF, calendar=APRIL) == period("2025-04-01", "2025-10-01")


def test_it_has_no_periods_between_a_day_and_itself():
    assert periods_between(since=date(2026, 4, 1), until=date(2026, 4, 1), grain=Grain.DAY, calendar=APRIL) == []


def test_it_refuses_a_period_that_does_not_last():
    with pytest.raises(ValueError, match="ends after it starts"):
        period("2026-04-01", "2026-04-01")


@pytest.mark.parametrize("wrong", [{"start_month": 0}, {"start_month": 13}, {"first_weekday": 7}])
def test_it_refuses_a_calendar_that_cannot_be(wrong):
    with pytest.raises(ValueError, match="must be"):
        FiscalCalendar(**wrong)


def test_it_cuts_two_periods_to_what_they_share():
    assert period("2026-04-01", "2026-05-01").intersection(period("2026-04-20", "2026-06-01")) == period(
        "2026-04-20", "2026-05-01"
    )
    assert period("2026-04-01", "2026-05-01").intersection(period("2026-05-01", "2026-06-01")) is None


@given(day=days, grain=grains, calendar=calendars)
def test_it_holds_its_day_and_every_other_day_of_it_names_the_same_period(day, grain, calendar):
    found = period_of(day, grain=grain, calendar=calendar)
    assert found.contains(day)
    for inside in (found.starts_on, found.ends_on - timedelta(days=1)):
        assert period_of(inside, grain=grain, calendar=calendar) == found
    assert previous(found, grain=grain, calendar=calendar).ends_on == found.starts_on


@given(since=days, length=st.integers(1, 800), grain=grains, calendar=calendars)
def test_it_covers_a_range_without_gap_or_overlap(since, length, grain, calendar):
    until = since + timedelta(days=length)
    found = periods_between(since=since, until=until, grain=grain, calendar=calendar)
    assert found[0].contains(since)
    assert found[-1].contains(until - timedelta(days=1))
    assert [one.ends_on for one in found[:-1]] == [one.starts_on for one in found[1:]]


@given(day=days, grain=grains, calendar=calendars)
def test_it_finds_a_year_before_that_is_a_period_of_its_own(day, grain, calendar):
    before = year_before(period_of(day, grain=grain, calendar=calendar), grain=grain, calendar=calendar)
    assert period_of(before.starts_on, grain=grain, calendar=calendar) == before
    assert 360 <= (period_of(day, grain=grain, calendar=calendar).starts_on - before.starts_on).days <= 366


@given(day=days, start_month=st.integers(1, 12))
def test_it_agrees_with_pandas_about_months_and_fiscal_quarters_and_years(day, start_month):
    calendar = FiscalCalendar(start_month=start_month)
    last_month = pd.Timestamp(2001, (start_month - 2) % 12 + 1, 1).strftime("%b").upper()
    for grain, code in (
        (Grain.MONTH, "M"),
        (Grain.FISCAL_QUARTER, f"Q-{last_month}"),
        (Grain.FISCAL_YEAR, f"Y-{last_month}"),
    ):
        theirs = pd.Period(day, freq=code)
        assert period_of(day, grain=grain, calendar=calendar).starts_on == theirs.start_time.date()


@given(
    instant=st.datetimes(datetime(2012, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)),  # type: ignore[arg-type]
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    grain=grains,
)
def test_it_puts_every_instant_into_exactly_the_period_of_its_local_day(instant, zone, grain):
    holding = period_of(day_of(instant, zone=zone), grain=grain, calendar=APRIL)
    since, until = instants_of(holding, zone=zone)
    assert since <= instant < until


def test_it_gives_a_day_23_or_25_hours_when_the_clocks_change():
    zone = ZoneInfo("America/New_York")
    for starts_on, ends_on, hours in [("2026-03-08", "2026-03-09", 23), ("2026-11-01", "2026-11-02", 25)]:
        since, until = instants_of(period(starts_on, ends_on), zone=zone)
        assert until - since == timedelta(hours=hours)


def test_it_starts_a_day_without_midnight_when_the_clocks_jump():
    since, _ = instants_of(period("2018-11-04", "2018-11-05"), zone=ZoneInfo("America/Sao_Paulo"))
    assert since == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_it_books_an_evening_in_utc_on_the_next_day_in_tokyo():
    assert day_of(datetime(2026, 3, 31, 15, 0, tzinfo=UTC), zone=ZoneInfo("Asia/Tokyo")) == date(2026, 4, 1)
    assert day_of(datetime(2026, 3, 31, 14, 59, tzinfo=UTC), zone=ZoneInfo("Asia/Tokyo")) == date(2026, 3, 31)


def test_it_refuses_an_instant_without_a_zone():
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 4, 1), zone=ZoneInfo("Asia/Tokyo"))
