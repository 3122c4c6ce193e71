"""Workbooks as they are made: titles, merged cells, real dates and numbers, errors, several sheets."""

import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from connectors.calm_for_tests import CALM
from connectors.mappings_for_tests import measurements
from hypothesis import given
from hypothesis import strategies as st

from kaname.connectors.error import ConnectorError
from kaname.connectors.excel.cells import text_of
from kaname.connectors.files import inspect
from kaname.connectors.mapping.origins import FileOptions

HEADER = ["番号", "計上日", "時刻", "金額", "率", "担当"]
MAPPING = measurements(id=["番号"], occurred_at={"columns": ["計上日", "時刻"]}, value="金額", person="担当")


@pytest.fixture
def workbook(tmp_path):
    """Write sheets of rows; a date is shown as one, and a cell `=#N/A` is a formula with that result."""

    def write(sheets, *, titles=(), merged=(), **options):
        path = tmp_path / "book.xlsx"
        book = xlsxwriter.Workbook(str(path), options)
        formats = {
            date: book.add_format({"num_format": "yyyy/m/d"}),
            datetime: book.add_format({"num_format": "yyyy/m/d h:mm"}),
            time: book.add_format({"num_format": "h:mm"}),
            timedelta: book.add_format({"num_format": "[h]:mm:ss"}),
        }
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, title in enumerate(titles):
                sheet.merge_range(number, 0, number, 5, title)
            for number, row in enumerate(rows, start=len(titles)):
                for place, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("=#"):
                        sheet.write_formula(number, place, "=NA()", None, value[1:])
                    elif type(value) in formats:
                        sheet.write_datetime(number, place, value, formats[type(value)])
                    elif value is not None:
                        sheet.write(number, place, value)
            for area, value in merged:
                sheet.merge_range(area, value)
        book.close()
        return path

    return write


ROWS = [
    HEADER,
    ["A-1", date(2026, 4, 1), time(9, 5), 1234, 0.2, "山田"],
    ["A-2", datetime(2026, 4, 2), None, 0.1 + 0.2, 0.25, "田中"],
    ["A-3", "2026年4月3日", "午後3時", "1.2万", "30%", "鈴木"],
    [4, 46116, 0.5, "△500", 1, None],
]


def test_cells_keep_what_they_are(workbook, outcome):
    found = outcome(workbook({"売上": ROWS}), MAPPING)
    assert found.reasons == [(5, "計上日 + 時刻", "date_unknown")]
    assert found.only("source_id", "day", "occurred_at", "value", "person") == [
        ("A-1", date(2026, 4, 1), datetime(2026, 4, 1, 0, 5, tzinfo=UTC), Decimal(1234), "山田"),
        ("A-2", date(2026, 4, 2), None, Decimal("0.3"), "田中"),
        ("A-3", date(2026, 4, 3), datetime(2026, 4, 3, 6, 0, tzinfo=UTC), Decimal(12000), "鈴木"),
    ]


def test_a_serial_number_is_a_day(workbook, outcome):
    rows = [["id", "day", "value"], [1, 46113, 5], [2, 46113.395833333336, 5], [3, "46114", 5], [4, 20260404, 5]]
    found = outcome(workbook({"s": rows}), measurements())
    assert [day.day for day in found.only("day")] == [1, 1, 2, 4]
    assert found.only("occurred_at")[1] == datetime(2026, 4, 1, 0, 30, tzinfo=UTC)


def test_the_shape_says_sheets_and_header(workbook):
    shape = inspect(workbook({"表紙": [], "4月": ROWS, "5月": [["a", "b"], [1, 2]]}, titles=()))
    assert (shape.kind, shape.sheet, shape.sheets, shape.header_row) == ("excel", "4月", ("表紙", "4月", "5月"), 1)
    assert [column.name for column in shape.columns] == HEADER
    assert shape.rows_estimate == 4


def test_merged_titles_are_above_the_header(workbook, outcome):
    path = workbook({"売上": ROWS[:3]}, titles=("2026年度 売上一覧", "営業部"))
    assert inspect(path).header_row == 3
    found = outcome(path, measurements(id=["番号"], occurred_at="計上日", value="率", person="担当"))
    assert found.only("value") == [Decimal("0.2"), Decimal("0.25")]


def test_a_merged_cell_is_the_value_of_all_its_rows(workbook, outcome):
    names = [None, None, "田中"]
    rows = [["id", "day", "value", "person"], *([number, "2026/4/1", 5, name] for number, name in enumerate(names))]
    found = outcome(workbook({"s": rows}, merged=[("D2:D3", "山田")]), measurements(person="person"))
    assert found.only("person") == ["山田", "山田", "田中"]


def test_a_cell_with_an_error_is_refused(workbook, outcome):
    cells = [["2026/4/1", "=#N/A", 1], ["2026/4/1", 5, "=#REF!"], ["=#VALUE!", 5, 1]]
    rows = [["id", "day", "value", "note"], *([number, *row] for number, row in enumerate(cells, start=1))]
    found = outcome(workbook({"s": rows}), measurements())
    assert [(reject.row, reject.column, reject.code, reject.params) for reject in found.rejects] == [
        (2, "value", "cell_error", {"error": "#N/A"}),
        (4, "day", "cell_error", {"error": "#VALUE!"}),
    ]
    assert found.only("source_id") == ["2"]


def test_days_counted_from_1904_are_right(workbook, outcome):
    rows = [["id", "day", "value"], [1, date(2026, 4, 1), 5], [2, datetime(2026, 4, 1, 9, 30), 5]]
    found = outcome(workbook({"s": rows}, date_1904=True), measurements())
    assert found.only("day") == [date(2026, 4, 1)] * 2


def test_numbers_by_type_have_a_point_whatever_the_texts_beside_them_have(workbook, outcome):
    rows = [["id", "day", "value"], [1, "2026/4/1", 1.234], [2, "2026/4/1", "1.234,5"], [3, "2026/4/1", 1234.5]]
    found = outcome(workbook({"s": rows}), measurements())
    assert found.only("value") == [Decimal("1.234"), Decimal("1234.5"), Decimal("1234.5")]


def test_a_sheet_is_chosen_by_name(workbook, outcome):
    header = ["id", "day", "value"]
    path = workbook({"s": [header, [1, "2026/4/1", 5]], "4月": [header, [1, "2026/4/1", 6]]})
    assert outcome(path, measurements(file={"sheet": "4月"})).only("value") == [6]
    with pytest.raises(ConnectorError) as error:
        inspect(path, options=FileOptions(sheet="5月"))
    assert (error.value.code, error.value.params["sheets"]) == ("sheet_unknown", ("s", "4月"))


def test_blank_rows_and_columns_are_left_out(workbook, outcome):
    rows = [[], ["", "id", "", "day", "value"], [], ["", 1, "", "2026/4/1", 5], []]
    rows += [["", 2, "", "2026/4/2", 6], ["", "", "", "合計", 11]]
    found = outcome(workbook({"s": rows}), measurements())
    assert found.only("value") == [5, 6]
    assert found.reasons == [(7, "id", "id_missing"), (7, "day", "date_unknown")]


def test_other_kinds_of_workbooks(tmp_path, outcome):
    path = tmp_path / "book.xlsm"
    book = openpyxl.Workbook()
    for row in (["id", "day", "value"], [1, date(2026, 4, 1), 5]):
        book.active.append(row)
    book.save(path)
    assert outcome(path, measurements()).only("day") == [date(2026, 4, 1)]


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="s">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
MANIFEST = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</manifest:manifest>"""
STRING = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
CELLS = {
    "id": '<table:table-cell office:value-type="float" office:value="1"/>',
    "day": '<table:table-cell office:value-type="date" office:date-value="2026-04-01"/>',
    "value": '<table:table-cell office:value-type="percentage" office:value="0.2"/>',
    "error": '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"/>',
}


@pytest.fixture
def open_document(tmp_path):
    """Write an OpenDocument sheet with the columns id, day and value, and one row of the cells named."""

    def write(*names):
        header = "".join(STRING.format(name) for name in ("id", "day", "value"))
        rows = f"<table:table-row>{header}</table:table-row>"
        rows += f"<table:table-row>{''.join(CELLS[name] for name in names)}</table:table-row>"
        path = tmp_path / "book.ods"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", MANIFEST)
            archive.writestr("content.xml", ODS.format(rows=rows))
        return path

    return write


def test_open_documents_are_read(open_document, outcome):
    found = outcome(open_document("id", "day", "value"), measurements())
    assert found.only("day", "value") == [(date(2026, 4, 1), Decimal("0.2"))]


def test_open_documents_with_errors_are_refused(open_document, outcome):
    with pytest.raises(ConnectorError) as error:
        outcome(open_document("id", "day", "error"), measurements())
    assert error.value.code == "workbook_errors"


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken"])
def test_a_broken_workbook_is_an_error(file, content):
    with pytest.raises(ConnectorError) as error:
        inspect(file(content, name="book.xlsx"))
    assert error.value.code == "workbook_unreadable"


def test_a_workbook_with_a_password_says_so(file):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(ConnectorError) as error:
        inspect(file(content, name="book.xlsx"))
    assert error.value.code == "workbook_protected"


def test_an_archive_of_something_else_is_an_error(file):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(ConnectorError) as error:
        inspect(file(content.getvalue(), name="book.xlsx"))
    assert (error.value.code, error.value.params) == ("file_kind_unknown", {"kind": "ZIP"})


@CALM
@given(value=st.decimals(min_value=-(10**10), max_value=10**10, places=4))
def test_a_number_with_up_to_fifteen_digits_is_exact(value):
    assert Decimal(text_of(float(value))) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "TRUE"),
        (5.0, "5"),
        (1e20, "100000000000000000000"),
        (1.5e-7, "0.00000015"),
        (datetime(2026, 4, 1, 9, 29, 59, 999600), "2026-04-01 09:30:00"),
        (datetime(2026, 4, 1, 9, 30, 0, 250000), "2026-04-01 09:30:00.250000"),
        (timedelta(hours=36, minutes=5), "36:05:00"),
        (timedelta(seconds=-1.5), "-0:00:01.500"),
        (time(9, 5), "09:05:00"),
    ],
)
def test_how_cells_are_written(value, text):
    assert text_of(value) == text


def test_a_workbook_that_unpacks_to_more_than_memory_holds_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(513):
                sheet.write(bytes(1 << 20))
    with pytest.raises(ConnectorError) as refused:
        inspect(path)
    assert (refused.value.code, refused.value.params) == ("workbook_too_large", {"size": 513, "most": 512})
