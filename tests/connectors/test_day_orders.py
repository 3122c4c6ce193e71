"""The order of day and month is decided over the whole column."""

from datetime import date, timedelta

import pytest
from connectors.calm_for_tests import CALM
from connectors.mappings_for_tests import measurements
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.error import ConnectorError
from kaname.connectors.files import inspect


def table(days):
    return "id,day,value\n" + "".join(f"{number},{day},1\n" for number, day in enumerate(days))


def test_one_value_in_the_last_row_decides(file, outcome):
    days = ["01-04-2026"] * 30_000 + ["13-04-2026"]
    assert set(outcome(file(table(days)), measurements()).only("day")) == {date(2026, 4, 1), date(2026, 4, 13)}


def test_month_first_is_decided_too(file, outcome):
    found = outcome(file(table(["4/1/2026", "4/30/2026"])), measurements())
    assert found.only("day") == [date(2026, 4, 1), date(2026, 4, 30)]


def test_days_without_an_order_need_none(file, outcome):
    found = outcome(file(table(["2026/4/1", "4/4/2026", "R8.4.1", "2026年4月1日"])), measurements())
    assert found.only("day") == [date(2026, 4, 1), date(2026, 4, 4), date(2026, 4, 1), date(2026, 4, 1)]


def test_it_asks_when_the_column_does_not_tell(file, outcome):
    path = file(table(["01-04-2026", "02-04-2026", "2026-04-03"]))
    with pytest.raises(ConnectorError) as asked:
        outcome(path, measurements())
    assert asked.value.code == "day_order_ambiguous"
    assert asked.value.params == {"column": "day", "samples": ("01-04-2026", "02-04-2026"), "orders": ("dmy", "mdy")}
    assert inspect(path).columns[1].day_order == "ambiguous"


@pytest.mark.parametrize(("order", "month"), [("dmy", 4), ("mdy", 1)])
@pytest.mark.parametrize("place", ["file", "field"])
def test_the_answer_is_in_the_mapping(file, outcome, order, month, place):
    said = {"file": {"day_order": order}} if place == "file" else {"occurred_at": {"column": "day", "day_order": order}}
    assert outcome(file(table(["01-04-2026"])), measurements(**said)).only("day")[0].month == month


def test_a_value_that_contradicts_the_answer_is_refused(file, outcome):
    found = outcome(file(table(["01-04-2026", "04/13/2026"])), measurements(file={"day_order": "dmy"}))
    assert found.reasons == [(3, "day", "date_order")]
    assert found.only("day") == [date(2026, 4, 1)]


def test_a_column_in_two_orders_is_an_error_that_names_rows(file, outcome):
    path = file(table(["13/04/2026", "04/13/2026", "14/04/2026"]))
    with pytest.raises(ConnectorError) as error:
        outcome(path, measurements())
    assert error.value.code == "day_order_conflict"
    assert error.value.params == {
        "column": "day", "first": "dmy", "first_rows": (2, 4), "second": "mdy", "second_rows": (3,)
    }  # fmt: skip
    assert inspect(path).columns[1].day_order == "conflict"


def test_a_slip_among_many_clear_days_is_refused_and_not_asked_about(file, outcome):
    found = outcome(file(table(["2026-04-01"] * 50 + ["03/04/2026"])), measurements())
    assert found.reasons == [(52, "day", "date_ambiguous")]
    assert found.rejects[0].params == {"readings": ("2026-04-03", "2026-03-04")}
    assert len(found.only("day")) == 50


def test_years_of_two_digits_are_asked_about(file, outcome):
    with pytest.raises(ConnectorError) as asked:
        outcome(file(table(["26/4/10", "26/4/12"])), measurements())
    assert asked.value.params["orders"] == ("ymd", "dmy")
    for said in ({"file": {"day_order": "ymd"}}, {}):
        found = outcome(file(table(["26/4/1", "26/4/12"])), measurements(**said))
        assert found.only("day") == [date(2026, 4, 1), date(2026, 4, 12)]
    assert outcome(file(table(["31/12/98"])), measurements(file={"day_order": "dmy"})).only("day") == [
        date(1998, 12, 31)
    ]


def test_times_behind_the_day_do_not_hide_the_order(file, outcome):
    found = outcome(file(table(["01/04/2026 09:00", "28/04/2026 21:30:15"])), measurements())
    assert found.only("day") == [date(2026, 4, 1), date(2026, 4, 28)]
    assert found.only("occurred_at")[1].isoformat() == "2026-04-28T12:30:15+00:00"


@CALM
@given(
    days=st.lists(st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 1, 1)), min_size=1, max_size=30),
    form=st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m.%d.%Y"]),
)
def test_a_column_is_never_read_in_the_wrong_order(file, outcome, days, form):
    path = file(table([day.strftime(form) for day in days]))
    if any(day.day > 12 for day in days) or all(day.day == day.month for day in days):
        assert outcome(path, measurements()).only("day") == days
    else:
        with pytest.raises(ConnectorError, match="can be read as"):
            outcome(path, measurements())


def test_a_whole_year_is_read_in_each_form(file, outcome):
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    for form in ("%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y%m%d", "%d %b %Y"):
        assert outcome(file(table([day.strftime(form) for day in days])), measurements()).only("day") == days
