"""A goal's numbers over months and weeks: the sums by hand, by fractions and by pandas."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from kaname.goals.kpis.choosing import add_kpi
from kaname.goals.reader import Reader
from kaname.goals.spreading.editing import edit_part
from kaname.goals.spreading.filling import fill
from kaname.goals.spreading.overlap import Overlap, overlap_of
from kaname.goals.spreading.settings import choose, choose_season
from kaname.goals.spreading.sheet import Sheet
from kaname.goals.spreading.sheet_page import sheet_page
from kaname.measures.periods import Grain, Period
from kaname.people.models import Organisation
from tests.goals.kpi_tree_world import Expected, generated, load, months_from
from tests.goals.spreading_world import (
    AT,
    QUARTER,
    YEAR,
    asked,
    draft,
    largest_remainder,
    months_of,
    on_sheet,
    workdays,
)

APRIL, MAY, JUNE = date(2027, 4, 1), date(2027, 5, 1), date(2027, 6, 1)


@pytest.fixture
def reader(dai):
    return Reader(user=dai.user, at=AT)


@pytest.fixture
def rows(store, aiko, ben, chie):
    """Facts of Ben (East) and Chie (West) in the 25 months before this one."""
    made = generated(date(2024, 10, 1), date(2026, 11, 1))
    load(store, made)
    return made


def page_of(goal, reader, metric="calls", of=""):
    return sheet_page(goal, asked(goal, metric, of=of, reader=reader), reader=reader)


class TestOverTime:
    def test_without_facts_a_year_goes_by_working_time(self, store, reader, east, ben):
        goal = draft(east, period=YEAR)
        fill(goal, "calls", total=Decimal(1000), team=east, reader=reader)
        bounds = months_of(YEAR)
        hours = [len(workdays(*pair)) for pair in pairwise(bounds)]
        expected = dict(zip(bounds, largest_remainder(1000, hours), strict=False))
        assert on_sheet(goal, team=east) == expected
        assert sum(expected.values()) == 1000

    def test_the_teams_own_season_is_in_it(self, rows, reader, east):
        goal = draft(east, period=YEAR)
        fill(goal, "calls", total=Decimal(1000), team=east, reader=reader)
        indices = season_by_hand(rows, "east", "calls")
        bounds = months_of(YEAR)
        weights = [
            Fraction(float(len(workdays(since, until)) * 2 * 8) * indices[since.month - 1])
            for since, until in pairwise(bounds)
        ]
        assert list(on_sheet(goal, team=east).values()) == largest_remainder(1000, weights)
        assert max(indices) > 1.05
        page = page_of(goal, reader)
        assert page.parts.season.years == 2
        assert [column.season for column in page.columns] == pytest.approx(np.roll(indices, -3))

    def test_a_season_that_is_typed_goes_before_the_measured_one(self, rows, reader, east):
        goal = draft(east)
        choose_season(goal, "calls", {4: 2.0, 5: 0.0, 6: 1.0})
        fill(goal, "calls", total=Decimal(100), team=east, reader=reader)
        april, june = len(workdays(APRIL, MAY)), len(workdays(JUNE, date(2027, 7, 1)))
        expected = largest_remainder(100, [april * 2, 0, june])
        assert list(on_sheet(goal, team=east).values()) == expected

    def test_weeks_at_the_edges_are_cut(self, store, reader, east, ben):
        # 1 April 2027 is a Thursday, 30 June a Wednesday.
        goal = draft(east)
        choose(goal, "calls", by="week")
        fill(goal, "calls", total=Decimal(301), team=east, reader=reader)
        weeks = [APRIL, *(date(2027, 4, 5) + timedelta(weeks=number) for number in range(13)), QUARTER.ends_on]
        hours = [len(workdays(*pair)) for pair in pairwise(weeks)]
        assert hours[0] == 2  # Thursday and Friday
        assert hours[-1] == 3  # Monday to Wednesday
        assert 0 < hours[weeks.index(date(2027, 5, 3))] < 5  # Golden Week
        assert list(on_sheet(goal, team=east).values()) == largest_remainder(301, hours)

    @pytest.mark.parametrize(("currency", "step"), [("JPY", "1"), ("USD", "0.01"), ("KWD", "0.001")])
    def test_amounts_go_to_the_smallest_coin(self, store, reader, east, ben, currency, step):
        Organisation.objects.update(currency=currency)
        goal = draft(east, metric="revenue")
        fill(goal, "revenue", total=Decimal("1000001"), team=east, reader=reader)
        months = [len(workdays(*pair)) for pair in zip(months_of(QUARTER), months_of(QUARTER)[1:], strict=False)]
        values = list(on_sheet(goal, metric="revenue", team=east).values())
        assert values == largest_remainder(1_000_001, months, step=step)
        assert sum(values) == 1_000_001

    def test_a_rate_holds_as_it_is_everywhere(self, store, reader, east, ben):
        goal = draft(east, metric="close_rate")
        Sheet(goal, "close_rate").set(QUARTER, Decimal("0.2"), team=east)
        fill(goal, "close_rate", total=Decimal("0.2"), team=east, reader=reader)
        assert on_sheet(goal, metric="close_rate", team=east) == {}
        assert page_of(goal, reader, "close_rate").kind == "rate"

    def test_without_anybody_the_days_of_the_calendar_count(self, store, reader, west):
        goal = draft(west)
        fill(goal, "calls", total=Decimal(910), team=west, reader=reader)
        assert list(on_sheet(goal, team=west).values()) == [300, 310, 300]
        page = page_of(goal, reader)
        assert page.parts.by_calendar
        assert [column.hours for column in page.columns] == [0, 0, 0]


class TestDistinctCounts:
    """Leads contacted: who is called in two months is one lead of the year."""

    @pytest.mark.parametrize("grain", [Grain.MONTH, Grain.WEEK])
    def test_parts_come_to_more_than_the_whole_as_they_did_before(self, rows, reader, east, grain):
        goal = draft(east, period=YEAR, metric="leads_contacted")
        choose(goal, "leads_contacted", by=grain.value)
        fill(goal, "leads_contacted", total=Decimal(50), team=east, reader=reader)
        # The goal of 2027 is compared with the fiscal year of 2025, the last one that is over.
        whole, parts = distinct_leads(rows, grain)
        overlap = overlap_of(goal, "leads_contacted", team=east, grain=grain, reader=reader)
        assert float(overlap.share) == pytest.approx(whole / parts, abs=1e-6)
        summed = sum(on_sheet(goal, metric="leads_contacted", team=east).values())
        assert summed == round(50 * parts / whole)
        assert page_of(goal, reader, "leads_contacted").difference == 0

    def test_a_changed_sum_of_the_parts_changes_the_whole_in_the_same_proportion(self, rows, reader, east):
        goal = draft(east, period=YEAR)
        add_kpi(goal, metric_key="leads_contacted", by=None, at=AT)
        fill(goal, "leads_contacted", total=Decimal(50), team=east, reader=reader)
        sheet, april = asked(goal, "leads_contacted", reader=reader), Period(APRIL, MAY)
        edit_part(sheet, part=april, new=Decimal(200), keep_sum=False, reader=reader)
        whole, parts = distinct_leads(rows, Grain.MONTH)
        summed = sum(on_sheet(goal, metric="leads_contacted", team=east).values())
        page = page_of(goal, reader, "leads_contacted")
        assert page.whole == round(float(summed) * whole / parts)
        assert page.difference == 0

    def test_as_worked_out_in_the_documentation(self):
        overlap = Overlap(counts_once=True, share=Decimal("0.8"), known=True)
        assert overlap.of_parts(Decimal(100), step=Decimal(1)) == 125
        assert overlap.of_whole(Decimal(133), step=Decimal(1)) == 106

    def test_the_page_says_so_where_nothing_is_known_of_before(self, store, reader, east, ben):
        goal = draft(east, metric="leads_contacted")
        fill(goal, "leads_contacted", total=Decimal(50), team=east, reader=reader)
        assert sum(on_sheet(goal, metric="leads_contacted", team=east).values()) == 50
        assert not page_of(goal, reader, "leads_contacted").overlap.known


def season_by_hand(rows, team, metric):
    """The index of each month as docs/measures/spreading.md writes it down; the last 24 months, November 2024 on."""
    firsts = months_from(date(2024, 11, 1), 25)
    calls = [
        sum(row["day"] >= since and row["day"] < until and row["kind"] == "call" and row["person"] == "Ben"
            for stream, row in rows if stream == "activities")
        for since, until in pairwise(firsts)
    ]  # fmt: skip
    hours = [len(workdays(*pair)) * 8 * 2 for pair in pairwise(firsts)]
    rates = (np.array(calls) / np.array(hours)).reshape(2, 12)
    growth = (rates[1].mean() / rates[0].mean()) ** (1 / 12)
    rates = rates / growth ** np.arange(12)
    ratios = rates / rates.mean(axis=1, keepdims=True)
    mean = ratios.mean(axis=0)
    chance = ((ratios - mean) ** 2).sum() / 11 / 2
    season = ((mean - 1) ** 2).sum()
    # The years begin in November: January is their third month.
    return np.roll(1 + max(0, 1 - 9 * chance / season) * (mean - 1), 10).tolist()


def distinct_leads(rows, grain):
    """Leads that East contacted in the fiscal year of 2025, and the sum of those of its months or weeks."""
    expected, since, until = Expected(rows, "east"), date(2025, 4, 1), date(2026, 4, 1)
    if grain is Grain.MONTH:
        bounds = months_from(since, 13)
    else:
        monday = since + timedelta(days=7 - since.weekday())
        bounds = [since, *(monday + timedelta(weeks=number) for number in range(60))]
        bounds = [*(day for day in bounds if day < until), until]
    parts = sum(expected.of("leads_contacted", *pair) for pair in pairwise(bounds))
    return expected.of("leads_contacted", since, until), parts
