"""Which board an address asks for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaname.boards.selection import (
    ORGANISATION,
    Selection,
    Span,
    Subject,
    day_from,
    filters_from,
    span_from,
    subject_from,
)
from kaname.measures.periods import FiscalCalendar, Period

JAPAN = FiscalCalendar()
TODAY = date(2026, 11, 24)


def test_it_shows_the_running_month_unless_told_otherwise():
    assert span_from({}) is Span.MONTH
    assert span_from({"period": "fortnight"}) is Span.MONTH
    assert day_from({}, today=TODAY) == TODAY
    assert subject_from({}) is None


@pytest.mark.parametrize("text", ["2026-13-01", "yesterday", "", "0001-01-01", "9999-12-31"])
def test_it_takes_a_day_that_no_calendar_holds_for_today(text):
    assert day_from({"on": text}, today=TODAY) == TODAY


@pytest.mark.parametrize(
    ("span", "starts_on", "ends_on"),
    [
        (Span.DAY, date(2027, 1, 31), date(2027, 2, 1)),
        (Span.WEEK, date(2027, 1, 25), date(2027, 2, 1)),
        (Span.MONTH, date(2027, 1, 1), date(2027, 2, 1)),
        (Span.QUARTER, date(2027, 1, 1), date(2027, 4, 1)),
        (Span.HALF, date(2026, 10, 1), date(2027, 4, 1)),
        (Span.YEAR, date(2026, 4, 1), date(2027, 4, 1)),
    ],
)
def test_it_counts_quarters_halves_and_years_from_the_fiscal_start(span, starts_on, ends_on):
    chosen = Selection.around(date(2027, 1, 31), subject=ORGANISATION, span=span, calendar=JAPAN)
    assert chosen.period == Period(starts_on, ends_on)


@given(
    day=st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)),
    span=st.sampled_from(Span),
    start=st.integers(1, 12),
)
def test_its_address_leads_back_to_it(day, span, start):
    chosen = Selection.around(day, subject=Subject(team="east"), span=span, calendar=FiscalCalendar(start_month=start))
    query = dict(part.split("=") for part in chosen.query().split("&"))
    assert subject_from(query) == chosen.subject
    assert chosen.on(day_from(query, today=TODAY)) == chosen
    assert span_from(query) is span
    assert chosen.before.after == chosen
    assert chosen.before.period.ends_on == chosen.period.starts_on


def test_it_stays_in_the_running_period_when_the_span_changes():
    month = Selection.around(TODAY, subject=ORGANISATION, span=Span.MONTH, calendar=JAPAN)
    assert month.spanning(Span.WEEK, today=TODAY).period.contains(TODAY)
    earlier = month.before
    assert earlier.spanning(Span.DAY, today=TODAY).period.starts_on == date(2026, 10, 1)


def test_it_filters_facts_by_its_subject():
    assert ORGANISATION.where == {}
    assert Subject(team="east").where == {"team": ["east"]}
    assert Subject(person="ben").where == {"person": ["ben"]}
    assert Subject(team="east", person="ben").where == {"team": ["east"], "person": ["ben"]}


def test_it_narrows_facts_by_fields_it_knows():
    query = {"f.industry": "retail", "f.password": "x", "f.region": "", "team": "east"}
    filters = filters_from(query, fields={"industry", "region"})
    assert filters == (("industry", "retail"),)
    chosen = Selection.around(TODAY, subject=Subject(team="east"), span=Span.DAY, calendar=JAPAN)
    narrowed = chosen.filtered("industry", "retail")
    assert narrowed.where == {"team": ["east"], "industry": ["retail"]}
    assert "f.industry=retail" in narrowed.query()
    assert narrowed.filtered("industry", None) == chosen


def test_the_organisation_has_an_address_of_its_own():
    chosen = Selection.around(TODAY, subject=ORGANISATION, span=Span.DAY, calendar=JAPAN)
    assert chosen.query(chart="calls") == f"of=organisation&period=day&on={TODAY}&chart=calls"
    assert chosen.on(TODAY + timedelta(days=1)).period.starts_on == date(2026, 11, 25)
