"""The outlook in the verdict: what a goal's period comes to if things go on as they do."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from kaname.goals.kgi.verdict_words import words_of
from kaname.goals.reader import Reader
from kaname.goals.verdict_answers import verdict_answer
from kaname.measures.direction import Direction
from kaname.measures.feasibility import Grade
from kaname.measures.outlook.months_ahead import OutlookGrade
from kaname.measures.outlook.total_ahead import mean_ahead, total_ahead
from kaname.people.queries import team_hours
from tests.goals.conftest import url
from tests.goals.kgi_world import AT, M, begun, entered, fiscal, of, own_metric, sales_of_months, verdict, won
from tests.goals.kpi_tree_world import Expected, generated, load, months_from

NOVEMBER = of("2026-11-01", "2026-12-01")
FY2026, FY2027 = fiscal(2026), fiscal(2027)
# April 2024 to October 2026, growing by 1 % of the first month; today is the 24th of November.
AMOUNTS = [
    int(round(one, -4))
    for one in M * (1 + np.arange(31) / 100) * np.exp(np.random.default_rng(1).normal(0, 0.1, 31))
]  # fmt: skip


@pytest.fixture
def reader(emi):
    return Reader(user=emi.user, at=AT)


@pytest.fixture
def months(store, ben):
    load(store, sales_of_months(date(2024, 4, 1), AMOUNTS))


def said(found, reader):
    return words_of(found, unit=reader.unit(found.asked.metric), reader=reader)


def line(found, reader, kind="outlook"):
    return next((one for one in said(found, reader).lines if one.kind == kind), None)


class TestWhatComes:
    def test_a_coming_year_is_the_sum_of_its_months(self, reader, months):
        found = verdict(reader, period=FY2027, target=16 * M)
        ahead = total_ahead(np.array(AMOUNTS, dtype=float), weights=np.r_[np.zeros(5), np.ones(12)]).total
        assert found.ground.outlook.expected == pytest.approx(float(ahead.expected))
        assert found.ground.outlook.interval == pytest.approx(tuple(float(end) for end in ahead.interval()))
        assert found.probability == pytest.approx(float(ahead.probability(target=16.0 * M, direction=Direction.HIGHER)))
        assert (found.ground.outlook.months, found.ground.outlook.until) == (31, date(2026, 11, 1))
        assert found.ground.outlook.achieved is None

    def test_a_running_year_holds_what_it_brought_already(self, reader, months):
        found = verdict(reader, period=FY2026, target=14 * M).ground.outlook
        achieved = sum(AMOUNTS[24:])
        ahead = total_ahead(np.array(AMOUNTS, dtype=float), weights=np.ones(5), achieved=achieved).total
        assert found.achieved == achieved
        assert found.expected == pytest.approx(float(ahead.expected))
        assert found.grade is OutlookGrade.TESTED

    def test_a_month_that_is_running_counts_as_a_whole_to_come(self, store, ben, reader, months):
        load(store, [won(date(2026, 11, 2), 50 * M)])
        found = verdict(reader, period=NOVEMBER, target=2 * M).ground.outlook
        assert found.achieved is None
        assert found.expected < 2 * M

    def test_ratios_are_averaged_by_working_time(self, store, reader, ben, chie):
        rows = generated(date(2024, 4, 1), date(2026, 11, 24))
        load(store, rows)
        found = verdict(reader, metric="close_rate", period=FY2026, target=0.3).ground.outlook
        values = pd.Series(Expected(rows).monthly("close_rate", months_from(date(2024, 4, 1), 31))).to_numpy(float)
        days, hours = team_hours(None, FY2026)
        known = np.array(days, dtype="datetime64[M]") if len(days) else days
        hours = pd.Series(hours).groupby(pd.Series(known)).sum().to_numpy()
        ahead = mean_ahead(
            values, weights=hours[7:], achieved=found.achieved, achieved_weight=float(hours[:7].sum())
        ).total
        assert found.expected == pytest.approx(float(ahead.expected))
        assert found.interval[1] <= 1

    def test_the_probability_that_costs_stay_low_is_that_of_the_other_side(self, store, ben, reader):
        rng = np.random.default_rng(3)
        days = [date(2024 + (3 + n) // 12, (3 + n) % 12 + 1, 5) for n in range(31)]
        own_metric("spent", "Spent", entered="sum")
        load(store, entered("spent", [(day, round(100 + rng.normal(0, 5), 2)) for day in days]))
        found = verdict(reader, metric="spent", period=FY2027, target=1_200)
        outlook = found.ground.outlook
        assert outlook.probability(target=1_200.0, direction=Direction.LOWER, upper=None) == pytest.approx(
            1 - found.probability, abs=1e-6
        )


class TestWhereNothingIsSaid:
    def test_of_a_period_that_is_over(self, reader, months):
        found = verdict(reader, period=fiscal(2025), target=20 * M)
        assert (found.ground.outlook, found.probability, said(found, reader).method) == (None, None, [])

    def test_of_days_within_months(self, reader, months):
        assert verdict(reader, period=of("2026-11-10", "2026-12-01"), target=M).ground.outlook is None

    def test_further_ahead_than_two_years(self, reader, months):
        assert verdict(reader, period=fiscal(2028), target=20 * M, baseline=15 * M).ground.outlook is None

    def test_of_a_year_that_had_begun_before_the_facts(self, store, ben, reader):
        load(store, sales_of_months(date(2026, 6, 1), [M] * 5))
        assert verdict(reader, period=FY2026, target=20 * M, baseline=15 * M).ground.outlook is None

    def test_of_different_things_counted_once_but_for_a_month(self, store, reader, ben, chie):
        load(store, generated(date(2024, 4, 1), date(2026, 11, 24)))
        year = verdict(reader, metric="leads_contacted", period=FY2027, target=100, baseline=80)
        month = verdict(reader, metric="leads_contacted", period=NOVEMBER, target=100, baseline=80)
        assert year.ground.outlook is None
        assert month.ground.outlook.is_known


class TestWords:
    def test_the_verdict_follows_the_outlook(self, reader, months):
        found = verdict(reader, period=FY2027, target=30 * M)
        words = said(found, reader)
        assert words.grade == "Very unlikely, if things go on as before: something has to be done differently."
        assert words.kind == "off"
        assert [one.kind for one in words.lines[:2]] == ["outlook", "history"]
        assert "data" not in [one.kind for one in words.lines]
        assert words.method[0].startswith("It goes on with the level and the trend")

    def test_it_says_what_is_expected_and_how_surely(self, reader, months):
        found = verdict(reader, period=FY2026, target=1)
        low, high = found.ground.outlook.interval
        assert low < found.ground.outlook.expected < high
        said_so = line(found, reader)
        assert said_so.text.startswith("If things go on as before, Revenue ends at ¥")
        assert said_so.text.endswith("the target of ¥1 is reached with a probability of over 99%.")
        assert said_so.arithmetic.startswith("Tested on its own past · 31 whole months up to October 2026 · ¥")
        assert said_so.arithmetic.endswith("until then")

    def test_within_a_range_it_is_called_so(self, store, ben, reader):
        own_metric("fill", "Fill rate", direction="range", entered="mean")
        days = [date(2024 + (3 + n) // 12, (3 + n) % 12 + 1, 5) for n in range(31)]
        rng = np.random.default_rng(3)
        load(store, entered("fill", [(day, round(0.85 + rng.normal(0, 0.01), 4)) for day in days]))
        found = verdict(reader, metric="fill", period=FY2027, target=0.8, upper=0.9)
        assert "that is within the target's range with a probability of" in line(found, reader).text
        assert found.probability > 0.9

    def test_it_says_how_many_months_are_missing(self, store, ben, reader):
        load(store, sales_of_months(date(2026, 9, 1), [M, 2 * M]))
        found = verdict(reader, period=FY2027, target=20 * M, baseline=15 * M)
        assert found.ground.outlook.grade is OutlookGrade.TOO_LITTLE_DATA
        assert line(found, reader) is None
        assert line(found, reader, "outlook-needs").text == (
            "Too little data for an outlook: 1 more whole month is needed."
        )

    def test_a_short_history_is_shown_but_does_not_decide(self, store, ben, reader):
        load(store, sales_of_months(date(2026, 1, 1), [M, 2 * M, M, 2 * M, M, 2 * M, M, 2 * M, M, 2 * M]))
        found = verdict(reader, period=of("2026-12-01", "2027-01-01"), target=3 * M, baseline=2 * M)
        words = said(found, reader)
        assert found.ground.outlook.grade is OutlookGrade.ASSUMED
        assert found.feasibility.grade is Grade.TOO_LITTLE_DATA
        assert words.grade == "Too little is known for a verdict."
        assert line(found, reader).arithmetic.startswith(
            "Assumed from other numbers; 5 more months until it is tested on its own past"
        )

    def test_what_never_differed_has_no_outlook(self, store, ben, reader):
        load(store, sales_of_months(date(2024, 4, 1), [M] * 31))
        found = verdict(reader, period=FY2027, target=20 * M)
        assert found.probability is None
        assert line(found, reader, "outlook-needs").text.startswith("No outlook: the months so far never differed")


def test_programs_get_its_numbers(reader, months):
    found = verdict(reader, period=FY2026, target=14 * M)
    answer = verdict_answer(found)["outlook"]
    assert answer["expected"] == pytest.approx(found.ground.outlook.expected)
    assert answer["low"] < answer["expected"] < answer["high"]
    assert (answer["grade"], answer["coverage"], answer["months"], answer["needed"]) == ("tested", 0.8, 31, 0)
    assert answer["probability"] == pytest.approx(found.probability)
    assert verdict_answer(verdict(reader, period=fiscal(2025), target=M))["outlook"] is None


def test_the_page_opens_to_its_method(manager, months, east):
    goal = begun(team=east, period=fiscal(2027))
    fields = {"metric": "revenue", "owner": "team:east", "period": "2027-04-01/2028-04-01", "against": "prior_year"}
    page = manager.post(url("goal_kgi", goal.key), fields | {"value": "40M"}, headers={"HX-Request": "true"})
    shown = page.content.decode()
    assert "If things go on as before, Revenue ends at" in shown
    assert "How the outlook comes about" in shown
    assert "docs/measures/outlook-months.md" in shown
