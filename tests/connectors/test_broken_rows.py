"""Rows that are not understood come back with a reason for each cell, and the others are in."""

from decimal import Decimal

import pytest
from connectors.deals_for_tests import DEALS, HEADER, PIPELINE
from connectors.mappings_for_tests import measurements

from kaname.connectors.error import ConnectorError

BROKEN = """B01,Ben,GTX,Acme,Won,2017-01-05,2017-02-30,10
B02,Ben,GTX,Acme,Won,tomorrow,2017-03-01,10
,Ben,GTX,Acme,Won,2017-01-05,2017-03-01,10
B04,Ben,GTX,Acme,Wonn,2017-01-05,2017-03-01,10
B05,Ben,GTX,Acme,Won,2017-01-05,2017-03-01,ten
B06,Ben,GTX,Acme,Won,2017-01-05,2017-03-01
B07,Ben,GTX,Acme,Won,2017-01-05,2017-03-01,10,more
B08,"Ben,GTX,Acme,Won,2017-01-05,2017-03-01,10
B09,Ben,GTX,Acme,Won,2017-01-05,2017-03-01,#N/A
B10,Ben,GTX,Acme,,2017-01-05,03/04/2017,123456789012345678
"""


def test_rows_broken_in_ten_ways_give_ten_reasons_and_the_good_rows_are_in(file, outcome):
    good = "".join(f"G{number},Ben,GTX,Acme,Won,2017-01-05,2017-03-01,10\n" for number in range(100))
    cut = good[:2000].rfind("\n") + 1
    found = outcome(file(HEADER + good[:cut] + BROKEN + good[cut:] + DEALS), PIPELINE)
    first = 2 + good[:cut].count("\n")
    assert [(reject.row - first + 1, reject.column, reject.value, reject.code) for reject in found.rejects] == [
        (1, "close_date", "2017-02-30", "date_impossible"),
        (2, "engage_date", "tomorrow", "date_unknown"),
        (3, "opportunity_id", "", "id_missing"),
        (3, "opportunity_id", "", "value_missing"),
        (4, "deal_stage", "Wonn", "value_not_mapped"),
        (5, "close_value", "ten", "number_unknown"),
        (6, "", "", "cells_missing"),
        (7, "", "", "cells_extra"),
        (8, "", "", "quote_open"),
        (9, "close_value", "#N/A", "cell_error"),
        (10, "deal_stage", "", "value_missing"),
        (10, "close_date", "03/04/2017", "date_ambiguous"),
        (10, "close_value", "123456789012345678", "number_too_large"),
    ]
    assert found.rejects[4].cells == ("B04", "Ben", "GTX", "Acme", "Wonn", "2017-01-05", "2017-03-01", "10")
    assert str(found.rejects[4]) == "The mapping does not list this value; it lists Won, Lost."
    assert found.rows_read == 114
    assert len(found.only("source_id")) == 205
    assert not any(source_id.startswith("B") for source_id in found.only("source_id"))


def test_a_row_is_refused_once_for_a_cell_that_several_facts_read(file, outcome):
    path = file("id,day,value\n1,x,5\n")
    two = measurements()["facts"] + measurements(id=["id", "again"], metric={"value": "n"})["facts"]
    assert outcome(path, {"source": "s", "facts": two}).reasons == [(2, "day", "date_unknown")]


def test_a_bad_cell_of_a_fact_that_is_skipped_does_not_matter(file, outcome):
    path = file("id,day,value,other\n1,2026-04-01,5,\n")
    found = outcome(path, measurements(skip_when_empty=["other"], value="id"))
    assert (found.rows_read, found.facts, found.rejects) == (1, {}, [])


@pytest.mark.parametrize("day", ["0217-03-05", "05/03/0217", "217/3/5", "2917-03-05 10:00", "0217年3月5日"])
def test_it_is_the_year_that_is_out_of_range(file, outcome, day):
    found = outcome(file(f"id,day,value\n1,2017-03-01,5\n2,{day},5\n"), measurements())
    code = "date_unknown" if day.startswith("217/") else "date_year"
    assert found.reasons == [(3, "day", code)]
    if code == "date_year":
        year = "2917" if "2917" in day else "0217"
        assert str(found.rejects[0]) == f"The year {year} is out of range; days are from 1868 to 2199."


def test_a_month_that_cannot_be_is_not_blamed_on_the_year(file, outcome):
    found = outcome(file("id,day,value\n1,2017-13-01 10:00+0900,5\n"), measurements())
    assert found.reasons == [(2, "day", "date_impossible")]


def test_an_error_is_not_an_empty_cell(file, outcome):
    path = file("id,day,value\n1,#REF!,5\n2,,5\n")
    found = outcome(path, measurements(skip_when_empty=["day"]))
    assert found.reasons == [(2, "day", "cell_error")]


@pytest.mark.parametrize(
    "empty", ["", " ", "-", "\uff0d", "―", "ー", "—", "--", "NULL", "null", "N/A", "\\N", "\u3000"]
)
def test_what_counts_as_empty(file, outcome, empty):
    path = file(f"id,day,value,person\n1,2026-04-01,5,{empty}\n2,2026-04-01,{empty},Ben\n")
    found = outcome(path, measurements(person="person"))
    assert found.only("person") == [None]
    assert found.reasons == [(3, "value", "value_missing")]


def test_a_number_is_refused_where_it_does_not_fit(file, outcome):
    path = file(
        "id,day,value\n1,2026-04-01,0.00001\n2,2026-04-01,99999999999999.9999\n3,2026-04-01,-99999999999999.5\n"
    )
    found = outcome(path, measurements())
    assert found.reasons == [(2, "value", "number_too_fine")]
    assert found.only("value") == [Decimal("99999999999999.9999"), Decimal("-99999999999999.5")]
    rounded = outcome(path, measurements(value={"column": "value", "round": "true"}))
    assert rounded.only("value")[0] == 0


def test_whole_numbers_are_whole(file, outcome):
    fact = {"stream": "web_traffic", "id": ["id"], "occurred_at": "day", "visits": "visits"}
    path = file(
        "id,day,visits\n1,2026-04-01,12\n2,2026-04-01,1.5\n3,2026-04-01,\n4,2026-04-01,1.2万\n5,2026-04-01,20%\n"
    )
    found = outcome(path, {"source": "s", "facts": [fact]})
    assert found.only("visits") == [12, None, 12000]
    assert found.reasons == [(3, "visits", "number_not_whole"), (6, "visits", "number_percent")]


def test_a_missing_file_may_be_there_later(tmp_path, outcome):
    with pytest.raises(ConnectorError) as error:
        outcome(tmp_path / "none.csv", measurements())
    assert (error.value.code, error.value.permanent) == ("file_unreadable", False)


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"\x89PNG\r\n", b"PAR1xxxx", b"\n<HTML><table>", b"<?xml version="])
def test_a_file_that_is_no_table_is_named(file, outcome, content):
    with pytest.raises(ConnectorError) as error:
        outcome(file(content), measurements())
    assert error.value.code == "file_kind_unknown"
