"""A report read back from its files: every number of the document stands in the workbook, the slides and the PDF."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfReader

from kaname.boards.selection import ORGANISATION
from kaname.insights.models import Event
from kaname.people.models import Team
from kaname.reports.document import Cell, ChartKind, Column, Row, Table
from kaname.reports.document_json import from_json, to_json
from kaname.reports.rendering.excel import report_workbook
from kaname.reports.rendering.geometry import stacked, text_weight
from kaname.reports.rendering.number_formats import excel_number
from kaname.reports.rendering.page import page_chart
from kaname.reports.rendering.pdf import report_pdf
from kaname.reports.rendering.slides import TOP, report_slides, title_size
from kaname.web.formats.units import Unit
from kaname.web.tables import sheet_name
from tests.reports.monthly.monthly_world import EAST, report_of

DANGEROUS = '=HYPERLINK("http://x","#strong[*東*]")'


@pytest.fixture
def documents(goal):
    return [report_of(ORGANISATION, language=language) for language in ("ja", "en")]


def charts_of(document):
    return [chart for section in document.sections for chart in section.charts]


def squeezed(text):
    return "".join(text.split()).replace("\u2060", "")


def test_the_workbook_holds_every_number_and_native_charts(documents):
    for document in documents:
        _read_workbook(document)


def _read_workbook(document):
    book = load_workbook(BytesIO(report_workbook(document)))
    taken = [document.sections[0].title]
    for _section, table in document.tables():
        taken.append(sheet_name(table.title, taken=taken))
        sheet = book[taken[-1]]
        assert sheet.freeze_panes == "B2"
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.columns]
        for number, row in enumerate(table.rows, start=2):
            for cell, said in zip(sheet[number], row.cells, strict=True):
                if said.value is None:
                    assert cell.value == said.text
                else:
                    assert cell.value == pytest.approx(excel_number(said), rel=1e-12)
                    assert cell.data_type == "n"
                    assert cell.number_format != "General"
    drawn = [chart for sheet in book for chart in sheet._charts]
    assert len(drawn) == len(charts_of(document))
    sheet = book[sheet_name(document.labels["charts"])]
    for place, chart in enumerate(charts_of(document)):
        first = 3 + 22 * place
        held = [sheet.cell(first + row, 2).value for row in range(len(chart.labels))]
        assert held == pytest.approx(list(chart.series[0].values))
        if chart.kind is ChartKind.WATERFALL:
            parts = stacked(chart)
            for column, values in enumerate((parts.unseen, parts.totals, parts.rises, parts.falls), start=3):
                assert [sheet.cell(first + row, column).value for row in range(len(values))] == pytest.approx(values)


def test_the_slides_are_wide_with_one_message_each_and_charts_that_can_be_edited(documents):
    for document in documents:
        _read_slides(document)


def _read_slides(document):
    deck = Presentation(BytesIO(report_slides(document)))
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == len(charts_of(document))
    for drawn, chart in zip(charts, charts_of(document), strict=True):
        series = [list(one.values) for one in drawn.plots[0].series]
        assert list(drawn.plots[0].categories) == list(chart.labels)
        if chart.kind is ChartKind.WATERFALL and stacked(chart).whole:
            parts = stacked(chart)
            for one, values in zip(series, (parts.unseen, parts.totals, parts.rises, parts.falls), strict=True):
                assert one == pytest.approx(values)
        else:
            assert series[0] == pytest.approx(chart.series[0].values)
    titles = [slide.shapes[0].text_frame.text for slide in deck.slides]
    assert all(chart.sentence in titles for chart in charts_of(document))
    shown = {cell.text for slide in deck.slides for shape in slide.shapes if shape.has_table for cell in _cells(shape)}
    drawn_tables = {chart.key for chart in charts_of(document)}
    for _section, table in document.tables():
        if table.key not in drawn_tables:
            assert {cell.text for row in table.rows for cell in row.cells} <= shown
    # Below each message stands what proves it, within the slide.
    for slide in list(deck.slides)[1:]:
        below = [shape for shape in slide.shapes if shape.top >= TOP and shape.top + shape.height <= Inches(7)]
        assert any(not one.has_text_frame or len(one.text_frame.paragraphs) > 1 for one in below), titles
    assert all(document.definitions[0].words in slide.notes_slide.notes_text_frame.text for slide in deck.slides)
    assert 'a:ea typeface="Yu Gothic"' in _xml(deck)


def _cells(shape):
    return [cell for row in shape.table.rows for cell in row.cells]


def _xml(deck):
    from lxml import etree

    return etree.tostring(deck.slides[0].shapes._spTree).decode()


def test_a_long_message_is_set_smaller():
    assert [title_size(text) for text in ("売上" * 35, "売上" * 36, "a" * 140, "売上" * 71)] == [24, 18, 24, 14]


def test_a_sentence_in_a_table_gets_the_room_that_names_leave():
    """On slides and on paper alike: 40 characters and more count as 40, eight and fewer as eight."""
    columns = (Column("kpi", "KPI", numeric=False), Column("why", "Evidence", numeric=False), Column("n", "Number"))
    rows = (Row("a", (Cell("Calls"), Cell("Of a year, " * 20), Cell("12", 12.0, Unit("number")))),)
    table = Table("found", "Found", columns, rows)
    assert [text_weight(table, place) for place in range(2)] == [1.0, 5.0]


def test_the_pdf_says_everything_with_numbered_pages(documents):
    for document in documents:
        _read_pdf(document)


def _read_pdf(document):
    content = report_pdf(document)
    assert content == report_pdf(document)
    reader = PdfReader(BytesIO(content))
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    for section in document.sections:
        assert squeezed(section.title) in text
        for sentence in section.sentences:
            assert squeezed(sentence) in text
    for _section, table in document.tables():
        for row in table.rows:
            for cell in row.cells:
                assert squeezed(cell.text) in text
    last = squeezed(reader.pages[-1].extract_text())
    assert f"{len(reader.pages)}/{len(reader.pages)}" in last
    assert (round(reader.pages[0].mediabox.width), round(reader.pages[0].mediabox.height)) == (595, 842)
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    assert any("NotoSansJP" in font.get_object()["/BaseFont"] for font in fonts)


def test_what_people_wrote_is_neither_formula_nor_markup(goal, emi):
    Team.objects.filter(key="east").update(name=DANGEROUS)
    document = report_of(EAST)
    book = load_workbook(BytesIO(report_workbook(document)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if DANGEROUS in str(cell.value or "")]
    assert cells
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
    text = squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(report_pdf(document))).pages))
    assert squeezed(DANGEROUS) in text
    deck = Presentation(BytesIO(report_slides(document)))
    assert DANGEROUS in deck.slides[0].shapes[0].text_frame.text
    assert timezone.now()


def test_waterfalls_below_zero_are_drawn_as_steps():
    """Levels on both sides of zero cannot be stacked."""
    from kaname.reports.document import Chart, Series
    from kaname.web.formats.units import Unit

    values = (5.0, -9.0, 2.0, -2.0)
    chart = Chart("w", ChartKind.WATERFALL, "t", "s", ("a", "b", "c", "d"), (Series("x", values),), Unit("number"))
    assert not stacked(chart).whole
    rising = Chart(
        "w", ChartKind.WATERFALL, "t", "s", ("a", "b", "c", "d"), (Series("x", (5, -2, 4, 7)),), Unit("number")
    )
    parts = stacked(rising)
    # From 5 down to 3, up to 7.
    assert (parts.unseen, parts.totals) == ((0, 3, 3, 0), (5, 0, 0, 7))
    assert (parts.rises, parts.falls) == ((0, 0, 4, 0), (0, 2, 0, 0))


def test_what_happened_stands_on_the_charts_of_every_form(goal, sign_in, emi):
    days = {"starts_on": date(2026, 6, 8), "ends_on": date(2026, 7, 20), "made_at": timezone.now()}
    Event.objects.create(name="Fair in Osaka", **days)
    Event.objects.create(name="New prices", **days)
    Event.objects.create(name="Move of the East", team_key="east", **days)
    document = from_json(to_json(report_of()))
    chart = next(chart for chart in charts_of(document) if chart.key == "trend-revenue")
    assert [(one.place, one.until, one.words) for one in chart.marks] == [(7, 8, "Fair in Osaka, New prices")]
    (shown,) = [page_chart(chart, "en")]
    assert shown.happened == (f"{chart.labels[7]}: Fair in Osaka, New prices",)
    read = "".join(page.extract_text() for page in PdfReader(BytesIO(report_pdf(document))).pages)
    assert "Fair in Osaka, New prices" in read.replace("\n", " ")
    book = load_workbook(BytesIO(report_workbook(document)))
    sheet = book[sheet_name(document.labels["charts"])]
    top = 3 + 22 * charts_of(document).index(chart)
    assert sheet.cell(top + 7, 3).value == "Fair in Osaka, New prices"
    deck = Presentation(BytesIO(report_slides(document)))
    drawn = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    point = drawn[charts_of(document).index(chart)].plots[0].series[0].points[7]
    assert point.data_label.text_frame.text == "Fair in Osaka and 1 more"
    assert "Move of the East" in str(to_json(report_of(EAST)))
    assert "Move of the East" not in str(to_json(document))


def test_a_report_from_before_there_were_marks_is_read(goal):
    data = to_json(report_of())
    for section in data["sections"]:
        for chart in section["charts"]:
            del chart["marks"]
    assert from_json(data) == report_of()
