import datetime as dt
from decimal import Decimal
from io import BytesIO

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from kaname.web.tables import sheet_name, table_response, workbook_of

HEADER = ["Name", "Won", "On"]
ROWS = [["=1+1", Decimal("3.5"), dt.date(2026, 4, 1)], ["北斗", None, dt.datetime(2026, 4, 2, 9, 30)]]


def read(content):
    return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


def test_a_table_comes_as_csv_unless_a_workbook_is_asked_for():
    csv = b"".join(table_response("deals", HEADER, ROWS, form=None)).decode("utf-8-sig")
    assert csv.splitlines()[1] == "'=1+1,3.5,2026-04-01"
    assert "spreadsheetml" in table_response("deals", HEADER, ROWS, form="xlsx")["Content-Type"]


def test_numbers_and_days_stay_what_they_are_and_text_is_no_formula():
    sheet = read(workbook_of([("deals", HEADER, ROWS)]))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        HEADER,
        ["=1+1", 3.5, dt.datetime(2026, 4, 1)],
        ["北斗", None, dt.datetime(2026, 4, 2, 9, 30)],
    ]
    assert sheet["A2"].data_type == "s"


@settings(deadline=None, max_examples=40)
@given(st.text())
def test_any_name_can_be_that_of_a_sheet(name):
    assert read(workbook_of([(name, ["a"], [[1]])])).title == sheet_name(name)


def test_two_sheets_of_one_name_stay_two():
    book = openpyxl.load_workbook(
        BytesIO(workbook_of([("Deals", ["a"], []), ("deals", ["b"], []), ("history", ["c"], [])]))
    )
    assert book.sheetnames == ["Deals", "deals 2", "history 2"]
