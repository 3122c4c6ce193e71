"""Which earlier periods are known, and where a baseline is only a part of one."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.goals.kgi.known_days import KnownDays, known_days
from kaname.goals.kgi.past import actual_of, known_since, past_of
from kaname.goals.reader import Reader
from kaname.measures.comparable import Against
from kaname.measures.periods import Period
from tests.conftest import person
from tests.goals.kgi_world import AT, M, entered, fiscal, of, own_metric, sales_of_months, sales_of_years, verdict, won
from tests.goals.kpi_tree_world import load, months_from

NOVEMBER = of("2026-11-01", "2026-12-01")


@pytest.fixture
def reader(emi):
    return Reader(user=emi.user, at=AT)


def past(reader, period, against=Against.PRIOR_YEAR, *, metric="revenue", team=None):
    known = known_days(metric, team=team, reader=reader)
    return past_of(metric, period=period, against=against, team=team, reader=reader, known=known)


def known(first, last):
    return KnownDays(date.fromisoformat(first), date.fromisoformat(last))


class TestKnownDays:
    @pytest.mark.parametrize(
        ("last", "period", "ends_within"),
        [
            ("2026-11-27", of("2026-11-01", "2026-12-01"), False),  # Friday; a weekend and a Monday follow
            ("2026-11-26", of("2026-11-01", "2026-12-01"), True),
            ("2026-11-27", of("2026-11-23", "2026-11-30"), False),  # the weekend of a week
            ("2026-11-25", of("2026-11-23", "2026-11-30"), True),
            ("2026-11-22", of("2026-11-23", "2026-11-24"), False),  # all of it lies after the last facts
            ("2026-11-23", of("2026-11-23", "2026-11-24"), False),
            ("2026-02-24", of("2025-04-01", "2026-04-01"), False),  # 35 of 365 days
            ("2026-02-22", of("2025-04-01", "2026-04-01"), True),
            ("2027-01-01", of("2025-04-01", "2026-04-01"), False),
        ],
    )
    def test_a_period_is_whole_although_a_few_days_at_its_end_are_quiet(self, last, period, ends_within):
        assert known("2020-01-01", last).ends_within(period) is ends_within

    @given(first=st.dates(date(2020, 1, 1), date(2022, 1, 1)), days=st.integers(0, 900), length=st.integers(1, 400))
    def test_what_is_covered_begins_and_ends_with_facts(self, first, days, length):
        found = KnownDays(first, first + timedelta(days=days))
        period = Period(date(2021, 4, 1), date(2021, 4, 1) + timedelta(days=length))
        if found.cover(period):
            assert found.touches(period)
            assert not found.begins_within(period)
            assert not found.ends_within(period)
        if not found.touches(period):
            assert not (found.begins_within(period) and found.ends_within(period))

    def test_they_reach_from_the_first_to_the_last_fact_of_everything_behind_the_metric(self, store, ben, reader):
        calls = [
            ("activities", {"day": day, "person": "Ben", "kind": "appointment"})
            for day in (date(2025, 3, 7), date(2026, 9, 1))
        ]
        load(store, [*calls, won(date(2024, 6, 3), 1), won(date(2026, 10, 30), 1)])
        assert known_days("revenue", team=None, reader=reader) == known("2024-06-03", "2026-10-30")
        assert known_days("close_rate", team=None, reader=reader) == known("2025-03-07", "2026-09-01")
        assert known_since("revenue", reader) == date(2024, 6, 3)
        assert known_days("visits", team=None, reader=reader) is None

    def test_of_a_team_they_begin_with_its_own_first_fact(self, store, ben, chie, east, west, reader):
        load(store, [won(date(2024, 6, 3), 1), won(date(2026, 3, 9), 1, "Chie"), won(date(2026, 10, 30), 1)])
        assert known_days("revenue", team=west, reader=reader) == known("2026-03-09", "2026-10-30")
        assert known_days("revenue", team=east, reader=reader) == known("2024-06-03", "2026-10-30")

    def test_a_team_without_facts_has_none(self, store, ben, west, reader):
        load(store, [won(date(2024, 6, 3), 1)])
        assert known_days("revenue", team=west, reader=reader) is None

    def test_numbers_that_are_entered_stand_until_the_next_one(self, store, ben, reader):
        own_metric("market", "Market", entered="sum")
        own_metric("stock", "Stock", entered="last")
        yearly = entered("market", [(date(year, 4, 1), 100) for year in (2023, 2024, 2025)])
        monthly = entered("stock", [(month, 5) for month in months_from(date(2026, 2, 1), 8)])
        load(store, [*yearly, *monthly])
        assert known_days("market", team=None, reader=reader) == known("2023-04-01", "2026-03-31")
        assert known_days("stock", team=None, reader=reader) == known("2026-02-01", "2026-09-30")


class TestBaseline:
    def test_it_is_the_sum_of_the_compared_days(self, store, ben, chie, east, reader):
        load(store, [*sales_of_years(2024, [100 * M, 110 * M]), won(date(2025, 6, 1), 7 * M, "Chie")])
        assert actual_of("revenue", period=fiscal(2025), team=None, reader=reader).value == 117 * M
        assert actual_of("revenue", period=fiscal(2025), team=east, reader=reader).value == 110 * M

    def test_days_before_and_after_the_facts_are_not_known_rather_than_nothing(self, store, ben, reader):
        load(store, sales_of_years(2020, [100 * M, 110 * M]))
        for year in (2018, 2019, 2022, 2025):
            assert actual_of("revenue", period=fiscal(year), team=None, reader=reader).value is None

    def test_it_tells_where_the_facts_begin_or_end_within_the_period(self, store, ben, reader):
        load(store, [won(date(2024, 6, 3), 1 * M), won(date(2026, 1, 9), 2 * M)])
        first, last = (actual_of("revenue", period=fiscal(year), team=None, reader=reader) for year in (2024, 2025))
        assert (first.begins_late, first.ends_early, first.value) == (True, False, 1 * M)
        assert (last.begins_late, last.ends_early, last.value) == (False, True, 2 * M)
        assert last.known_until == date(2026, 1, 9)

    def test_a_running_period_is_running_and_ends_no_earlier_than_today(self, store, ben, reader):
        load(store, [won(date(2024, 6, 3), 1 * M), won(date(2026, 11, 20), 2 * M)])
        found = actual_of("revenue", period=fiscal(2026), team=None, reader=reader)
        assert (found.running, found.ends_early, found.value) == (True, False, 2 * M)

    def test_a_team_that_begins_later_has_no_baseline_before(self, store, ben, chie, west, reader):
        load(store, [*sales_of_years(2024, [100 * M, 110 * M]), won(date(2026, 4, 1), 1 * M, "Chie")])
        assert actual_of("revenue", period=fiscal(2025), team=west, reader=reader).value is None


class TestPast:
    def test_only_whole_periods_that_are_over_count(self, store, ben, reader):
        # From 20 June 2026: June is a part, November runs.
        load(store, [won(date(2026, 6, 20), 5), *sales_of_months(date(2026, 7, 1), [10, 20, 30, 40, 50])])
        found = past(reader, NOVEMBER, Against.PRIOR_PERIOD)
        assert [one.starts_on.month for one in found.periods] == [7, 8, 9, 10]
        assert (found.values.tolist(), found.lag) == ([10, 20, 30, 40], 1)

    def test_months_after_the_facts_end_are_none_without_sales(self, store, ben, reader):
        load(store, sales_of_months(date(2026, 3, 1), [10, 20, 30]))
        assert past(reader, NOVEMBER, Against.PRIOR_PERIOD).values.tolist() == [10, 20, 30]

    def test_of_a_goal_in_the_past_nothing_later_counts(self, store, ben, reader):
        load(store, sales_of_years(2017, [10, 20, 30, 40]))
        found = past(reader, fiscal(2019))
        assert [one.starts_on.year for one in found.periods] == [2017, 2018]

    def test_a_goal_to_come_is_judged_by_what_is_over(self, store, ben, reader):
        load(store, sales_of_years(2020, [10, 20, 30, 40, 50, 60]))
        assert past(reader, fiscal(2028)).values.tolist() == [10, 20, 30, 40, 50, 60]

    @pytest.mark.parametrize(
        ("period", "lag"),
        [
            (of("2026-11-23", "2026-11-30"), 52),
            (NOVEMBER, 12),
            (of("2026-10-01", "2027-01-01"), 4),
            (of("2026-10-01", "2027-04-01"), 2),
            (fiscal(2026), 1),
            (of("2026-01-01", "2027-01-01"), 1),
        ],
    )
    def test_comparable_periods_are_a_year_apart(self, store, ben, reader, period, lag):
        days = [date(2023, 1, 2) + timedelta(days=number) for number in range(1400)]
        load(store, [won(day, 1) for day in days])
        found = past(reader, period)
        assert found.lag == lag
        for place, value in enumerate(found.values):
            assert value == found.periods[place].days
        assert all(a.ends_on == b.starts_on for a, b in zip(found.periods, found.periods[1:], strict=False))

    def test_days_that_are_no_period_are_compared_with_those_dates_of_every_year(self, store, ben, reader):
        fair = of("2026-11-05", "2026-11-15")
        sales = [won(date(year, 11, 7), 100 * year) for year in range(2020, 2027)]
        load(store, [won(date(2019, 12, 1), 1), *sales, *(won(date(year, 12, 24), 5) for year in range(2020, 2026))])
        found = past(reader, fair)
        assert [one.starts_on for one in found.periods] == [date(year, 11, 5) for year in range(2020, 2026)]
        assert found.values.tolist() == [100 * year for year in range(2020, 2026)]
        assert found.lag == 1

    def test_single_days_have_a_history_as_well(self, store, ben, reader):
        days = [date(2022, 1, 3) + timedelta(days=number) for number in range(1780)]
        load(store, [won(day, 1 + number) for number, day in enumerate(days)])
        found = past(reader, of("2026-11-18", "2026-11-19"))
        # The same weekday 52 weeks before, and so on.
        assert [one.starts_on for one in found.periods][-2:] == [date(2024, 11, 20), date(2025, 11, 19)]
        assert np.diff(found.values).tolist() == [364] * (len(found.values) - 1)

    def test_ten_years_of_months_are_enough(self, store, ben, reader):
        load(store, sales_of_months(date(2010, 1, 1), [1] * 202))
        assert len(past(reader, NOVEMBER).values) == 132  # 120 changes against the year before
        assert len(past(reader, NOVEMBER, Against.PRIOR_PERIOD).values) == 121

    def test_a_team_s_first_month_is_no_whole_one(self, store, organisation, east, reader):
        person("Ben", team=east)
        load(
            store,
            [won(date(2026, 1, 5), 1, "Nobody known"), *sales_of_months(date(2026, 8, 9).replace(day=1), [10, 20, 30])],
        )
        assert past(reader, NOVEMBER, Against.PRIOR_PERIOD, team=east).values.tolist() == [10, 20, 30]
        load(store, [won(date(2026, 7, 9), 5)], batch_id="more")
        assert past(reader, NOVEMBER, Against.PRIOR_PERIOD, team=east).values.tolist() == [10, 20, 30]


class TestUneven:
    def test_periods_of_different_lengths_are_called_so(self, store, ben, reader):
        load(store, sales_of_years(2020, [100] * 6))
        half = of("2025-04-01", "2025-10-01")
        assert verdict(reader, period=fiscal(2026), compared=half).uneven
        assert not verdict(reader, period=fiscal(2026), compared=half, baseline=5).uneven
        assert not verdict(reader, period=fiscal(2026)).uneven

    def test_months_of_different_lengths_are_not(self, store, ben, reader):
        load(store, sales_of_years(2020, [100] * 6))
        february, march = of("2026-02-01", "2026-03-01"), of("2026-03-01", "2026-04-01")
        assert not verdict(reader, period=march, compared=february).uneven
        assert not verdict(reader, period=february, compared=of("2026-01-01", "2026-02-01")).uneven

    def test_rates_do_not_mind(self, store, ben, reader):
        load(store, sales_of_years(2020, [100] * 6))
        assert not verdict(
            reader, metric="average_deal_amount", period=fiscal(2026), compared=of("2026-01-01", "2026-02-01")
        ).uneven
