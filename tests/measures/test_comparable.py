"""Which earlier period a period is compared with."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.measures.comparable import Against, before, comparable, grain_of
from kaname.measures.periods import FiscalCalendar, Grain, Period, period_of

APRIL, JANUARY = FiscalCalendar(), FiscalCalendar(start_month=1)
calendars = st.builds(FiscalCalendar, st.integers(1, 12), st.integers(0, 6))
days = st.dates(date(1950, 1, 1), date(2150, 1, 1))
againsts = st.sampled_from(list(Against))


def of(first, end):
    return Period(date.fromisoformat(first), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("period", "year", "just_before"),
    [
        (of("2026-11-01", "2026-12-01"), of("2025-11-01", "2025-12-01"), of("2026-10-01", "2026-11-01")),
        (of("2026-01-01", "2026-04-01"), of("2025-01-01", "2025-04-01"), of("2025-10-01", "2026-01-01")),
        (of("2026-10-01", "2027-04-01"), of("2025-10-01", "2026-04-01"), of("2026-04-01", "2026-10-01")),
        (of("2026-04-01", "2027-04-01"), of("2025-04-01", "2026-04-01"), of("2025-04-01", "2026-04-01")),
        # A calendar year under a fiscal one from April.
        (of("2026-01-01", "2027-01-01"), of("2025-01-01", "2026-01-01"), of("2025-01-01", "2026-01-01")),
        # Weeks are compared with the same weekdays, 52 weeks before.
        (of("2026-11-23", "2026-11-30"), of("2025-11-24", "2025-12-01"), of("2026-11-16", "2026-11-23")),
        # Ten days that are no period: the same dates, and the ten days before.
        (of("2026-11-05", "2026-11-15"), of("2025-11-05", "2025-11-15"), of("2026-10-26", "2026-11-05")),
        # January and February: the end of February is the end of February, also a year after a leap year.
        (of("2025-01-01", "2025-03-01"), of("2024-01-01", "2024-03-01"), of("2024-11-03", "2025-01-01")),
    ],
)
def test_it_is_the_one_a_year_before_or_the_one_just_before(period, year, just_before):
    assert comparable(period, Against.PRIOR_YEAR, calendar=APRIL) == year
    assert comparable(period, Against.PRIOR_PERIOD, calendar=APRIL) == just_before


@pytest.mark.parametrize(
    ("period", "earlier"),
    [
        # Until 28 February of a leap year: until 28 February of the year before, not one day less.
        (of("2024-02-10", "2024-02-29"), of("2023-02-10", "2023-03-01")),
        (of("2024-02-10", "2024-03-01"), of("2023-02-10", "2023-03-01")),
        (of("2024-02-29", "2024-03-10"), of("2023-02-28", "2023-03-10")),
        (of("2025-02-10", "2025-02-20"), of("2024-02-10", "2024-02-20")),
    ],
)
def test_a_leap_day_loses_no_day_of_the_year_before(period, earlier):
    assert comparable(period, Against.PRIOR_YEAR, calendar=APRIL) == earlier


def test_a_quarter_of_the_calendar_is_none_of_a_fiscal_year_that_begins_in_february():
    calendar = FiscalCalendar(start_month=2)
    assert grain_of(of("2026-02-01", "2026-05-01"), calendar=calendar) is Grain.FISCAL_QUARTER
    assert grain_of(of("2026-01-01", "2026-04-01"), calendar=calendar) is Grain.QUARTER
    assert grain_of(of("2026-02-01", "2026-04-01"), calendar=calendar) is None


@given(day=days, grain=st.sampled_from(list(Grain)), calendar=calendars, against=againsts)
def test_a_period_of_the_calendar_is_compared_with_one_of_its_kind(day, grain, calendar, against):
    period = period_of(day, grain=grain, calendar=calendar)
    earlier = comparable(period, against, calendar=calendar)
    assert earlier.ends_on <= period.starts_on
    assert grain_of(earlier, calendar=calendar) == grain_of(period, calendar=calendar)
    if against is Against.PRIOR_PERIOD:
        assert earlier.ends_on == period.starts_on
    else:
        assert 363 <= (period.starts_on - earlier.starts_on).days <= 371


@given(day=days, length=st.integers(1, 700), calendar=calendars)
def test_any_other_days_are_compared_with_as_many_or_with_the_same_dates(day, length, calendar):
    period = Period(day, day + timedelta(days=length))
    if grain_of(period, calendar=calendar) is not None:
        return
    just_before = comparable(period, Against.PRIOR_PERIOD, calendar=calendar)
    assert (just_before.days, just_before.ends_on) == (length, day)
    year = comparable(period, Against.PRIOR_YEAR, calendar=calendar)
    assert abs(year.days - length) <= 1
    assert (year.starts_on.year, year.starts_on.month) == (day.year - 1, day.month)


@given(day=days, grain=st.sampled_from(list(Grain)), calendar=calendars, against=againsts)
def test_the_ones_before_follow_from_each_other(day, grain, calendar, against):
    period = period_of(day, grain=grain, calendar=calendar)
    found = list(islice(before(period, against, calendar=calendar), 5))
    assert found[0] == comparable(period, against, calendar=calendar)
    assert all(earlier.ends_on <= later.starts_on for later, earlier in pairwise(found))


def test_the_past_has_an_end():
    found = list(before(of("1901-01-01", "1902-01-01"), Against.PRIOR_YEAR, calendar=JANUARY))
    assert found[-1].starts_on == date(1899, 1, 1)
