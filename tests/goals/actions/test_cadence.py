from datetime import date, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from kaname.goals.actions.cadence import WEEKDAYS, Cadence, every_working_day, in_each, on_weekdays
from kaname.goals.errors import GoalsError
from kaname.measures.periods import FiscalCalendar, Grain

CALENDAR = FiscalCalendar()
MONDAY = date(2026, 11, 2)


def days(cadence, *, starts_on=MONDAY, until=date(2026, 12, 1)):
    return [one.starts_on.day for one in cadence.occurrences(starts_on=starts_on, until=until, calendar=CALENDAR)]


def test_it_falls_on_the_weekdays_that_were_chosen():
    assert days(on_weekdays([0, 3])) == [2, 5, 9, 12, 16, 19, 23, 26, 30]
    assert days(on_weekdays([1], every=2)) == [3, 17]
    assert len(days(every_working_day())) == 29  # every day from the 2nd on; days off are each person's own


def test_a_week_or_month_without_a_day_is_free_as_a_whole():
    weekly = in_each(Grain.WEEK)
    found = weekly.occurrences(starts_on=date(2026, 11, 4), until=date(2026, 11, 17), calendar=CALENDAR)
    assert weekly.is_free
    assert [(one.starts_on.day, one.days) for one in found] == [(2, 7), (9, 7), (16, 7)]
    assert [one.days for one in in_each(Grain.MONTH).occurrences(
        starts_on=date(2026, 11, 4), until=date(2027, 1, 1), calendar=CALENDAR
    )] == [30, 31]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "", "daily", "FREQ=SECONDLY", "FREQ=YEARLY", "FREQ=DAILY;COUNT=3", "FREQ=DAILY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=٣", "FREQ=MONTHLY;BYMONTHDAY=40", "FREQ=DAILY\nRRULE:FREQ=DAILY",
        "FREQ=DAILY;BYHOUR=3", "FREQ=DAILY;BYDAY=MO;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=1MO,9MO",
        "FREQ=DAILY;INTERVAL=" + "9" * 5000, "FREQ=WEEKLY;INTERVAL=99", "FREQ=DAILY;UNTIL=20260101",
    ],
)  # fmt: skip
def test_what_is_no_rule_of_repeated_work_is_refused(text):
    with pytest.raises(GoalsError, match="no rule"):
        Cadence.read(text)


@given(
    weekdays=st.lists(st.integers(0, 6), min_size=1, max_size=7),
    every=st.integers(1, 8),
    first=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_it_keeps_to_rfc_5545(weekdays, every, first):
    cadence = on_weekdays(weekdays, every=every)
    names = ",".join(WEEKDAYS[day] for day in set(weekdays))
    dtstart = first.strftime("%Y%m%d")
    reference = rrulestr(f"DTSTART:{dtstart}\nRRULE:FREQ=WEEKLY;INTERVAL={every};BYDAY={names}")
    until = first + timedelta(days=200)
    expected = [moment.date() for moment in reference.between(*map(_midnight, (first, until)), inc=True)]
    found = [one.starts_on for one in cadence.occurrences(starts_on=first, until=until, calendar=CALENDAR)]
    assert found == [day for day in expected if day < until]
    assert Cadence.read(cadence.text) == cadence


def _midnight(day):
    from datetime import datetime

    return datetime(day.year, day.month, day.day)
