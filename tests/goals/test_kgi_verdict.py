"""Gap and verdict, against sums by hand and with pandas."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from kaname.goals.kgi.verdict_words import words_of
from kaname.goals.reader import Reader
from kaname.measures.comparable import Against
from kaname.measures.feasibility import Grade
from kaname.people.models import Leave, Membership
from kaname.people.queries import team_hours
from tests.conftest import person
from tests.goals.kgi_world import AT, M, entered, fiscal, of, own_metric, sales_of_months, sales_of_years, verdict, won
from tests.goals.kpi_tree_world import Expected, generated, load, months_from

# The example of docs/measures/feasibility.md.
YEARS = [amount * M for amount in (100, 110, 132, 138.6, 173.25, 164.5875, 181.04625, 181.04625, 184.667175)]
NOVEMBER = of("2026-11-01", "2026-12-01")


@pytest.fixture
def reader(emi):
    return Reader(user=emi.user, at=AT)


@pytest.fixture
def nine_years(store, ben):
    load(store, sales_of_years(2017, YEARS))


def said(found, reader):
    return words_of(found, unit=reader.unit(found.asked.metric), reader=reader)


def lines(found, reader):
    return {line.kind: (line.text, line.arithmetic) for line in said(found, reader).lines}


class TestHistory:
    def test_it_counts_how_often_the_same_was_reached(self, reader, nine_years):
        baseline = YEARS[-1]
        found = verdict(reader, period=fiscal(2026), target=baseline * 1.2)
        assert found.baseline == baseline
        assert found.gap == pytest.approx(baseline * 0.2)
        # +10, +20, +5, +25, −5, +10, 0 and +2 %: two of eight reached 20 %; six fell short and one is equal.
        assert [round(one.change, 6) for one in found.feasibility.past] == [0.1, 0.2, 0.05, 0.25, -0.05, 0.1, 0, 0.02]
        assert (found.feasibility.reached, found.feasibility.n) == (2, 8)
        assert found.feasibility.percentile == pytest.approx(6.5 / 8)
        assert found.feasibility.grade is Grade.AMBITIOUS_WITHIN_REACH

    def test_it_says_so_in_a_sentence_with_its_arithmetic(self, reader, nine_years):
        words = said(verdict(reader, period=fiscal(2026), target=YEARS[-1] * 1.2), reader)
        # The outlook decides: it hardly grew any more.
        assert words.grade == "Unlikely, if things go on as before."
        outlook, history, prior, capacity = words.lines
        assert outlook.kind == "outlook"
        assert history.text == "+20% or better was reached in 2 of 8 earlier periods."
        assert history.arithmetic == "Of the earlier changes, 81% fell short of it (equal ones count half)."
        assert prior.arithmetic == "¥184,667,175 ÷ ¥181,046,250 − 1 = +2%"
        assert capacity.kind == "capacity"
        assert [(one.period, one.change, one.reached) for one in words.past][:2] == [
            ("FY2018", "+10%", False), ("FY2019", "+20%", True),
        ]  # fmt: skip

    def test_the_picture_holds_every_change_and_the_mark(self, reader, nine_years):
        words = said(verdict(reader, period=fiscal(2026), target=YEARS[-1] * 1.2), reader)
        at = {one.change: one.at for one in words.past}
        assert 0 < at["−5%"] < words.zero_at == at["0%"] < at["+20%"] == words.required_at < at["+25%"] < 100

    def test_without_an_outlook_it_is_judged_by_history(self, reader, store, ben):
        load(store, sales_of_years(2015, YEARS))
        words = said(verdict(reader, period=fiscal(2024), target=YEARS[-1] * 1.2), reader)
        assert words.grade == "Ambitious, but within reach: it was reached before, seldom."

    @pytest.mark.parametrize(
        ("growth", "grade"), [(1.0, "met_often"), (1.1, "met_often"), (1.15, "ambitious_within_reach")]
    )
    def test_the_grade_follows_from_what_is_asked(self, reader, nine_years, growth, grade):
        found = verdict(reader, period=fiscal(2026), target=YEARS[-1] * growth)
        assert found.feasibility.grade == grade

    def test_what_was_never_reached_is_called_so(self, reader, nine_years):
        found = verdict(reader, period=fiscal(2026), target=YEARS[-1] * 1.3)
        assert found.feasibility.grade is Grade.NEVER_REACHED
        assert said(found, reader).kind == "off"

    def test_against_the_period_before_months_are_compared_one_by_one(self, store, ben, reader):
        amounts = [100, 120, 90, 99, 110, 100]
        load(store, sales_of_months(date(2026, 5, 1), [amount * M for amount in amounts]))
        found = verdict(reader, period=NOVEMBER, against=Against.PRIOR_PERIOD, target=120 * M)
        changes = pd.Series(amounts).pct_change().dropna()
        assert found.baseline == 100 * M
        assert [one.change for one in found.feasibility.past] == pytest.approx(changes.tolist())
        assert found.feasibility.reached == (changes >= 0.2 - 1e-9).sum() == 1

    def test_against_the_prior_year_each_month_has_its_own_of_the_year_before(self, store, ben, reader):
        rng = np.random.default_rng(5)
        amounts = (rng.integers(50, 150, size=30) * M).tolist()  # May 2024 to October 2026
        load(store, sales_of_months(date(2024, 5, 1), amounts))
        found = verdict(reader, period=NOVEMBER, target=200 * M)
        series = pd.Series(amounts)
        expected = (series / series.shift(12) - 1).dropna()
        assert found.baseline == amounts[18]  # November 2025
        assert [one.change for one in found.feasibility.past] == pytest.approx(expected.tolist())
        assert found.feasibility.prior.change == pytest.approx(amounts[18] / amounts[6] - 1)

    def test_a_baseline_that_still_runs_is_held_against_the_same_days(self, store, ben, reader):
        # 10 a month until the 30th of October 2026, 8 a month the year before; today is the 24th of November.
        load(
            store, [*sales_of_months(date(2025, 4, 1), [8 * M] * 12), *sales_of_months(date(2026, 4, 1), [10 * M] * 7)]
        )
        found = verdict(reader, period=fiscal(2027), target=130 * M)
        assert (found.ground.actual.running, found.baseline) == (True, 70 * M)
        # Known until 31 October: 70 against the 56 of the same 214 days, and not against the 96 of the whole year.
        assert found.feasibility.prior.change == pytest.approx(70 / 56 - 1)
        assert lines(found, reader)["prior"] == (
            "So far the baseline itself has changed by +25% against the same days of the year before it.",
            "¥70,000,000 ÷ ¥56,000,000 − 1 = +25%",
        )

    def test_a_baseline_that_somebody_typed_stands_for_the_whole_period(self, store, ben, reader):
        load(
            store, [*sales_of_months(date(2025, 4, 1), [8 * M] * 12), *sales_of_months(date(2026, 4, 1), [10 * M] * 7)]
        )
        found = verdict(reader, period=fiscal(2027), target=130 * M, baseline=120 * M)
        assert found.feasibility.prior.change == pytest.approx(120 / 96 - 1)
        assert lines(found, reader)["prior"][0].startswith("The baseline itself changed by +25%")

    def test_nothing_is_said_of_a_running_baseline_whose_year_before_is_not_known(self, store, ben, reader):
        load(store, sales_of_months(date(2026, 4, 1), [10 * M] * 7))
        found = verdict(reader, period=fiscal(2027), target=130 * M)
        assert found.baseline == 70 * M
        assert "prior" not in lines(found, reader)

    def test_it_agrees_with_pandas_on_facts_of_every_kind(self, store, reader, ben, chie):
        rows = generated(date(2024, 3, 10), date(2026, 11, 24))
        load(store, rows)
        months = months_from(date(2024, 4, 1), 31)
        for metric in ("revenue", "deals_won", "appointments", "close_rate", "average_deal_amount"):
            values = pd.Series(Expected(rows).monthly(metric, months))
            found = verdict(reader, metric=metric, period=NOVEMBER, target=float(values.iloc[19]) * 1.1)
            expected = (values / values.shift(12) - 1).dropna()
            assert found.baseline == pytest.approx(values.iloc[19])  # November 2025
            assert [one.change for one in found.feasibility.past] == pytest.approx(expected.tolist()), metric
            assert found.feasibility.reached == (expected >= 0.1 - 1e-9).sum()


class TestLittleData:
    def test_it_says_how_much_more_it_needs(self, store, ben, reader):
        load(store, sales_of_years(2022, [100 * M, 110 * M]))
        found = verdict(reader, period=fiscal(2024), target=121 * M)
        assert found.feasibility.grade is Grade.TOO_LITTLE_DATA
        assert lines(found, reader)["history"] == ("+10% or better was reached in 1 of 1 earlier period.", "")
        assert lines(found, reader)["data"][0] == (
            "A verdict needs three changes between comparable periods: 2 more periods of facts."
        )

    def test_without_facts_there_is_nothing_to_judge_by(self, store, ben, reader):
        found = verdict(reader, period=fiscal(2026), target=121 * M)
        assert (found.baseline, found.gap, found.feasibility) == (None, None, None)
        assert said(found, reader) is None

    def test_a_baseline_that_somebody_knows_is_enough_for_a_gap(self, store, ben, reader):
        found = verdict(reader, period=fiscal(2026), target=121 * M, baseline=110 * M)
        assert (found.replaced, found.gap) == (True, 11 * M)
        assert lines(found, reader)["data"][0].startswith("Nothing was imported for this metric yet.")


class TestDirections:
    def test_of_what_should_fall_a_reduction_is_asked(self, store, ben, reader):
        # Handling times of 300, 270, 216, 162 and 178.2 s: −10, −20, −25 and +10 %.
        rows = []
        for number, seconds in enumerate(["300", "270", "216", "162", "178.2"]):
            ticket = {"team": "East", "status": "handled", "handling_seconds": Decimal(seconds)}
            days = (date(2021 + number, 4, 1), date(2022 + number, 3, 31))
            rows += [("tickets", ticket | {"day": day}) for day in days]
        load(store, rows)
        found = verdict(reader, metric="average_handling_seconds", period=fiscal(2026), target=178.2 * 0.8)
        assert found.gap == pytest.approx(-35.64)
        assert (found.feasibility.reached, found.feasibility.n) == (2, 4)
        assert found.feasibility.percentile == pytest.approx(2.5 / 4)
        assert lines(found, reader)["history"] == (
            "−20% or better was reached in 2 of 4 earlier periods.",
            "Of the earlier changes, 63% fell short of it (equal ones count half).",
        )
        # More hours do not make a ticket shorter.
        assert found.feasibility.capacity is None

    def test_of_a_range_the_way_to_its_nearer_end_is_asked(self, stock, reader):
        below = verdict(reader, metric="fill", period=NOVEMBER, target=0.85, upper=0.9, baseline=0.8)
        assert (below.gap, below.feasibility.required.nearest) == (pytest.approx(0.05), pytest.approx(0.0625))
        above = verdict(reader, metric="fill", period=NOVEMBER, target=0.7, upper=0.75, baseline=0.8)
        assert above.gap == pytest.approx(-0.05)

    def test_inside_a_range_it_is_asked_to_stay_there(self, stock, reader):
        found = verdict(reader, metric="fill", period=NOVEMBER, against=Against.PRIOR_PERIOD, target=0.7, upper=0.9)
        assert found.baseline == pytest.approx(0.8)
        # From 0.8: −12.5 to +12.5 %. The months before changed by +20, +16.7 and +14.3 %, and by none.
        assert [one.reached for one in found.feasibility.past] == [False, False, False, True]
        assert lines(found, reader)["history"] == (
            "The changes of 1 of 4 earlier periods would have kept it within the range.", "",
        )  # fmt: skip

    def test_from_nothing_the_difference_counts(self, store, ben, reader):
        load(
            store, [*sales_of_months(date(2026, 5, 1), [10 * M, 0, 4 * M, 9 * M, 9 * M, 0]), won(date(2026, 11, 2), 5)]
        )
        found = verdict(reader, period=NOVEMBER, against=Against.PRIOR_PERIOD, target=5 * M)
        assert found.baseline == 0
        # −10, +4, +5, 0 and −9 million: one reached +5.
        assert (found.feasibility.reached, found.feasibility.n) == (1, 5)
        assert lines(found, reader)["history"][0] == "+¥5M or better was reached in 1 of 5 earlier periods."

    @pytest.fixture
    def stock(self, store, ben):
        """A number that is best within a range: 50, 60, 70, 80 and 80 %, from June to October."""
        own_metric("fill", "Shelves filled", unit="ratio", direction="range", entered="mean")
        months = months_from(date(2026, 6, 1), 5)
        load(store, entered("fill", zip(months, [0.5, 0.6, 0.7, 0.8, 0.8], strict=True)))


class TestTime:
    def test_the_gap_is_shared_by_the_working_time_that_is_left(self, reader, nine_years, ben):
        found = verdict(reader, period=fiscal(2026), target=YEARS[-1] + 20 * M)
        months = [month.period for month in found.ground.months]
        assert months[0] == of("2026-11-24", "2026-12-01")
        assert len(months) == 5
        hours = np.array([team_hours(None, month)[1].sum() for month in months])
        assert [month.hours for month in found.ground.months] == pytest.approx(hours.tolist())
        assert found.per_month == pytest.approx((20 * M * hours / hours.sum()).tolist())
        assert sum(found.per_month) == pytest.approx(20 * M)

    def test_a_rate_has_the_whole_gap_in_every_month(self, store, reader, ben, chie):
        load(store, generated(date(2025, 3, 10), date(2026, 11, 24)))
        found = verdict(reader, metric="close_rate", period=fiscal(2026), target=0.9)
        assert found.per_month == pytest.approx([0.9 - found.baseline] * 5)

    def test_different_things_counted_once_are_shared_as_counts_are(self, store, reader, ben, chie):
        load(store, generated(date(2025, 3, 10), date(2026, 11, 24)))
        found = verdict(reader, metric="leads_contacted", period=fiscal(2026), target=200)
        assert sum(found.per_month) == pytest.approx(200 - found.baseline)
        assert found.feasibility.capacity is not None

    def test_nothing_is_left_of_a_period_that_is_over(self, reader, nine_years):
        found = verdict(reader, period=fiscal(2025), target=200 * M)
        assert (found.ground.months, found.per_month) == ((), ())

    def test_all_of_a_period_to_come_is_left(self, reader, nine_years):
        found = verdict(reader, period=fiscal(2027), target=200 * M, baseline=190 * M)
        assert len(found.per_month) == 12

    def test_more_people_make_the_same_growth_smaller_for_each_hour(self, store, organisation, east, reader):
        """One person until October, two from November on."""
        person("Ben", team=east)
        Membership.objects.create(person=person("Fumi"), team=east, starts_on=date(2026, 11, 1))
        load(store, sales_of_months(date(2026, 5, 1), [100 * M] * 6))
        found = verdict(reader, team=east, period=NOVEMBER, against=Against.PRIOR_PERIOD, target=120 * M)
        october, november = (team_hours("east", one)[1].sum() for one in (of("2026-10-01", "2026-11-01"), NOVEMBER))
        capacity = found.ground.capacity
        assert (capacity.people_before, capacity.people_now) == (1, 2)
        assert (capacity.hours_before, capacity.hours_now) == (october, november)
        assert found.feasibility.per_hour == pytest.approx(1.2 / (november / october) - 1)
        assert "(1 → 2 people)" in lines(found, reader)["capacity"][0]

    def test_leave_counts(self, store, organisation, east, reader):
        ben = person("Ben", team=east)
        Leave.objects.create(person=ben, starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 14))
        load(store, sales_of_months(date(2026, 5, 1), [100 * M] * 6))
        found = verdict(reader, team=east, period=NOVEMBER, against=Against.PRIOR_PERIOD, target=100 * M)
        assert found.ground.capacity.change < -0.4
        assert found.feasibility.per_hour > 0.6

    def test_without_people_nothing_is_said_of_working_time(self, store, organisation, east, reader):
        load(store, sales_of_months(date(2026, 5, 1), [100 * M] * 6, person="Nobody known"))
        found = verdict(reader, period=NOVEMBER, against=Against.PRIOR_PERIOD, target=120 * M)
        assert found.baseline == 100 * M
        assert "capacity" not in lines(found, reader)


class TestMarket:
    def test_a_rate_that_is_typed_is_taken_off(self, reader, nine_years):
        found = verdict(reader, period=fiscal(2026), target=YEARS[-1] * 1.2, market=0.06)
        assert found.feasibility.beyond_market == pytest.approx(1.2 / 1.06 - 1)
        assert lines(found, reader)["market"] == (
            "The market changes by +6%; by its own strength the team has to change by +13.2%.",
            "(1 + 20%) ÷ (1 + 6%) − 1 = +13.2%",
        )

    @pytest.fixture
    def market(self, ben):
        own_metric("market", "Market", entered="sum")

    def entries(self, *values, first=2024):
        return entered("market", [(date(first + number, 4, 1), value) for number, value in enumerate(values)])

    def test_a_series_that_reaches_the_goal_s_period_says_how_it_grows_to_it(self, store, market, reader, nine_years):
        load(store, self.entries(100, 104, 109.2), batch_id="market")
        found = verdict(reader, period=fiscal(2026), target=YEARS[-1] * 1.2, series="market")
        assert found.asked.market == pytest.approx(0.05)
        assert lines(found, reader)["market"][1].startswith("Market, FY2026 ÷ FY2025: 109.2 ÷ 104 − 1 = +5% · ")

    def test_else_it_grows_as_in_the_step_before(self, store, market, reader, nine_years):
        load(store, self.entries(100, 104), batch_id="market")
        found = verdict(reader, period=fiscal(2026), target=YEARS[-1] * 1.2, series="market")
        assert found.asked.market == pytest.approx(0.04)
        assert "FY2025 ÷ FY2024" in lines(found, reader)["market"][1]

    def test_against_the_period_before_its_step_is_a_period_too(self, store, ben, market, reader):
        months = months_from(date(2025, 8, 1), 15)  # until October 2026
        load(store, sales_of_months(date(2026, 5, 1), [100 * M] * 6))
        load(store, entered("market", [(month, 100 + 2 * place) for place, month in enumerate(months)]), batch_id="m")
        found = verdict(reader, period=NOVEMBER, against=Against.PRIOR_PERIOD, target=110 * M, series="market")
        assert found.asked.market == pytest.approx(128 / 126 - 1)

    @pytest.mark.parametrize("values", [(100,), (0, 104), (100, 0)])
    def test_a_series_without_two_periods_says_nothing(self, store, market, reader, nine_years, values):
        load(store, self.entries(*values, first=2024), batch_id="market")
        found = verdict(reader, period=fiscal(2026), target=YEARS[-1] * 1.2, series="market")
        assert found.asked.market is None
        assert "market" not in lines(found, reader)
