"""Months with something missing: nobody at work in the one before, facts that are late, a number that begins."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kaname.boards.selection import ORGANISATION
from kaname.people.models import Leave, Organisation
from kaname.reports.monthly.asked import Asked
from kaname.reports.monthly.numbers import month_numbers
from kaname.reports.monthly.trend import best_sentence
from tests.goals.goal_page_world import published
from tests.goals.kpi_tree_world import generated, load
from tests.reports.monthly.conftest import NOW
from tests.reports.monthly.monthly_world import BEN, DECEMBER, EAST, NOVEMBER, report_of, values

SPLITS = ("split-prior_period", "split-prior_year")


def status(document, key):
    return next(row.cells[4].text for row in document.table("kpis").rows if row.key == key)


def test_somebody_who_was_away_all_the_month_before_has_a_report(goal, ben):
    """It divided by the working time of that month, and there was no report at all."""
    Leave.objects.create(person=ben, starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 1))
    assert values(report_of(BEN).table("kpis"))["appointments", "previous"] > 0


def test_a_month_whose_facts_stop_before_its_end_is_not_judged(store, aiko, ben, chie, emi):
    """Who imported on the 20th read at the end of the month, and for good, that its targets were missed."""
    loaded_at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    load(store, generated(date(2025, 10, 1), date(2026, 11, 20)), at=loaded_at)
    published(None, by=emi.user)
    early = report_of()
    assert early.sections[0].sentences[0].startswith("Not the whole month: the facts of Appointments, ")
    assert early.sections[0].sentences[0].endswith("were last loaded on Nov 20, 2026.")
    assert {status(early, key) for key in ("appointments", "revenue")} == {"Out of date"}
    load(store, generated(date(2026, 11, 20), date(2026, 12, 1), seed=2), batch_id="late", at=NOW)
    whole = report_of()
    assert not any("Not the whole month" in one for one in whole.sections[0].sentences)
    assert status(whole, "revenue") != "Out of date"


@pytest.mark.parametrize("key", SPLITS)
def test_it_splits_no_difference_that_its_table_does_not_know(store, aiko, ben, chie, emi, key):
    """The table had a dash for the year before, and the sentence below it a rise from ¥0."""
    rows = generated(date(2025, 10, 1), date(2026, 12, 4))
    begins = {"split-prior_period": date(2026, 11, 1), "split-prior_year": date(2026, 1, 1)}[key]
    load(store, [row for row in rows if row[0] != "deal_changes" or row[1]["day"] >= begins], at=NOW)
    published(None, by=emi.user)
    document = report_of()
    column = "previous" if key == "split-prior_period" else "year_before"
    assert ("revenue", column) not in values(document.table("kpis"))
    assert document.table(key) is None


def test_a_tree_that_makes_nothing_of_a_number_does_not_explain_it(store, aiko, ben, chie, emi):
    """A team that sells without appointments read: appointments ¥0, close rate ¥0, outside the tree all of it."""
    rows = generated(date(2025, 10, 1), date(2026, 12, 4))
    load(store, [row for row in rows if row[0] == "deal_changes" or row[1].get("person") != "Ben"], at=NOW)
    published(None, by=emi.user)
    assert values(report_of(EAST).table("others"))["revenue", "actual"] > 0
    assert not next(one for one in report_of(EAST).sections if one.key == "difference").tables
    assert report_of().table("split-prior_period") is not None


def test_a_running_month_is_the_best_one_only_where_it_can_only_become_better(goal):
    """Three days into December, few lost deals were the best of the last 13 months."""
    said = " ".join(report_of(month=DECEMBER).sections[0].sentences)
    assert "of the last" not in said


def test_the_best_of_what_should_be_low_is_called_low(goal):
    """In Japanese the fewest lost deals read as the highest number of them."""
    numbers = month_numbers(Asked(ORGANISATION, NOVEMBER, Organisation.objects.get(), "en", NOW))
    lost = next(one for one in numbers.others if one.key == "deals_lost")
    shown = replace(lost, series=(5, 4, 6, 3))
    assert best_sentence(shown, numbers) == "Deals lost: 3 deals is the lowest of the last 4 months, and the best."
