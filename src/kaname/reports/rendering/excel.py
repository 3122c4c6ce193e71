"""The report as a workbook: a sheet per table with real numbers, and charts that stay Excel's own."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from kaname.reports.document import Cell, Chart, ChartKind, ReportDocument, Table
from kaname.reports.rendering.geometry import stacked
from kaname.reports.rendering.number_formats import excel_number, number_format
from kaname.web.tables import sheet_name

FONT = "Yu Gothic"
WIDEST, NARROWEST = 60, 9
# Rows from the data of one chart to that of the next, so that the charts beside them do not touch.
CHART_ROWS, CHART_COLUMN = 22, 7
CHART_SIZE = {"width": 720, "height": 400}
COLOURS = {"total": "#2a55d4", "good": "#0f9d76", "bad": "#d0453e"}


def report_workbook(document: ReportDocument, *, mark: str = "") -> bytes:
    """The same bytes for the same document. Text is never a formula or a link."""
    content = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with Workbook(content, options) as book:
        # Without a fixed day the file would be another one every time.
        book.set_properties(
            {"title": document.title, "company": document.organisation, "created": _first_day(document)}
        )
        _Writer(book, document).write(mark)
    return content.getvalue()


def _first_day(document: ReportDocument) -> Any:
    from datetime import datetime

    return datetime(document.ends_on.year, document.ends_on.month, document.ends_on.day)  # noqa: DTZ001


class _Writer:
    """Sheets in the order of the report."""

    def __init__(self, book: Any, document: ReportDocument) -> None:
        self.book, self.document = book, document
        self.names: list[str] = []
        self.kept: dict[str, Any] = {}
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#f3f5f9", "font_name": FONT, "text_wrap": True, "valign": "top"}
        )
        self.text = book.add_format({"font_name": FONT, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"font_name": FONT, "bold": True, "font_size": 16})
        self.part = book.add_format({"font_name": FONT, "bold": True, "font_size": 12})

    def write(self, mark: str) -> None:
        self._summary(mark)
        for _section, table in self.document.tables():
            self._table(table)
        self._charts([chart for section in self.document.sections for chart in section.charts])
        self._definitions()

    def _sheet(self, name: str) -> Any:
        self.names.append(sheet_name(name, taken=self.names))
        return self.book.add_worksheet(self.names[-1])

    def _number(self, form: str) -> Any:
        if form not in self.kept:
            self.kept[form] = self.book.add_format({"num_format": form, "font_name": FONT, "valign": "top"})
        return self.kept[form]

    def _summary(self, mark: str) -> None:
        """The sentences of all sections."""
        document = self.document
        sheet = self._sheet(document.sections[0].title)
        sheet.set_column(0, 0, 110)
        sheet.hide_gridlines(2)
        lines = [(document.title, self.title), (document.sentence, self.part)]
        lines += [(text, self.text) for text in (mark, document.labels.get("made", "")) if text]
        for section in document.sections:
            words = section.sentences or ((section.empty,) if section.empty else ())
            if words:
                lines += [("", self.text), (section.title, self.part), *((text, self.text) for text in words)]
        for row, (text, form) in enumerate(lines):
            sheet.write_string(row, 0, text, form)

    def _table(self, table: Table) -> None:
        sheet = self._sheet(table.title)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.name, self.head)
            texts = [column.name, *(row.cells[place].text for row in table.rows)]
            sheet.set_column(place, place, max(NARROWEST, min(WIDEST, max(_width(text) for text in texts) + 2)))
        for number, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row.cells):
                self._cell(sheet, number, place, cell)
        sheet.freeze_panes(1, 1)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        if table.note:
            sheet.write_string(len(table.rows) + 2, 0, table.note, self.text)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if cell.value is None:
            sheet.write_string(row, column, cell.text, self.text)
        else:
            form = number_format(cell, language=self.document.language)
            sheet.write_number(row, column, excel_number(cell), self._number(form))

    def _charts(self, charts: Sequence[Chart]) -> None:
        """On one sheet, each beside the numbers that it is drawn from."""
        if not charts:
            return
        sheet = self._sheet(self.document.labels["charts"])
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 5, 14)
        for number, chart in enumerate(charts):
            self._chart(sheet, chart, number * CHART_ROWS)

    def _chart(self, sheet: Any, chart: Chart, top: int) -> None:
        sheet.write_string(top, 0, chart.title, self.part)
        series = self._series(chart)
        for place, (name, _values, _look) in enumerate(series, start=1):
            sheet.write_string(top + 1, place, name, self.head)
        form = self._number(number_format(Cell("", 0.0, chart.unit), language=self.document.language))
        for row, label in enumerate(chart.labels, start=top + 2):
            sheet.write_string(row, 0, label, self.text)
            for place, (_name, values, _look) in enumerate(series, start=1):
                value = values[row - top - 2]
                if value is not None:
                    sheet.write_number(row, place, value, form)
        self._marks(sheet, chart, top, column=len(series) + 1)
        drawn = self._drawn(chart, series, top)
        drawn.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 12}})
        drawn.set_size(CHART_SIZE)
        sheet.insert_chart(top, CHART_COLUMN, drawn, {"description": chart.sentence})

    def _marks(self, sheet: Any, chart: Chart, top: int, *, column: int) -> None:
        """What happened, beside the numbers of its month."""
        for one in chart.marks:
            sheet.write_string(top + 2 + one.place, column, one.words, self.text)

    def _series(self, chart: Chart) -> list[tuple[str, Sequence[float | None], dict[str, Any]]]:
        """Columns of numbers with their look; a waterfall is also given as the parts that stack up to it."""
        own = (chart.series[0].name, chart.series[0].values, {"fill": {"color": COLOURS["total"]}})
        if chart.kind is not ChartKind.WATERFALL:
            return [own]
        labels, parts = self.document.labels, stacked(chart)
        rises, falls = ("bad", "good") if chart.better == "lower" else ("good", "bad")
        return [
            own,
            (labels["unseen"], parts.unseen, {"fill": {"none": True}, "border": {"none": True}}),
            (labels["total"], parts.totals, {"fill": {"color": COLOURS["total"]}}),
            (labels["rise"], parts.rises, {"fill": {"color": COLOURS[rises]}}),
            (labels["fall"], parts.falls, {"fill": {"color": COLOURS[falls]}}),
        ]

    def _drawn(self, chart: Chart, series: Sequence[tuple[str, Any, dict[str, Any]]], top: int) -> Any:
        stacking = chart.kind is ChartKind.WATERFALL and stacked(chart).whole
        kinds: dict[ChartKind, dict[str, str]] = {
            ChartKind.LINES: {"type": "line"},
            ChartKind.BARS: {"type": "bar"},
            ChartKind.WATERFALL: {"type": "column", "subtype": "stacked"} if stacking else {"type": "column"},
        }
        drawn = self.book.add_chart(kinds[chart.kind])
        first, last = top + 2, top + 1 + len(chart.labels)
        name = self.names[-1]
        # Levels on both sides of zero do not stack: the steps themselves are drawn then.
        places = range(2, len(series) + 1) if stacking else range(1, 2)
        for place in places:
            look = (
                {"line": {"color": COLOURS["total"], "width": 2.25}}
                if chart.kind is ChartKind.LINES
                else series[place - 1][2]
            )
            drawn.add_series(
                {
                    "name": [name, top + 1, place],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, place, last, place],
                    "gap": 60,
                    **look,
                    **_named_points(chart),
                }
            )
        font = {"name": FONT, "size": 9}
        drawn.set_x_axis({"num_font": font, "reverse": False})
        drawn.set_y_axis(
            {
                "num_font": font,
                "reverse": chart.kind is ChartKind.BARS,
                "major_gridlines": {"visible": chart.kind is not ChartKind.BARS, "line": {"color": "#d5dae2"}},
            }
        )
        drawn.set_legend({"none": True})
        drawn.show_blanks_as("gap")
        return drawn

    def _definitions(self) -> None:
        labels = self.document.labels
        sheet = self._sheet(labels["definitions"])
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 100)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [labels["metric"], labels["meaning"]], self.head)
        for row, term in enumerate(self.document.definitions, start=1):
            sheet.write_string(row, 0, term.name, self.text)
            sheet.write_string(row, 1, term.words, self.text)


def _named_points(chart: Chart) -> dict[str, Any]:
    """What happened as labels of the points where it did; the others have none."""
    if not chart.marks:
        return {}
    names = {one.place: one.text for one in chart.marks}
    labels = [{"value": names[place]} if place in names else {"delete": True} for place in range(len(chart.labels))]
    return {"data_labels": {"value": True, "position": "above", "custom": labels, "font": {"name": FONT, "size": 9}}}


def _width(text: str) -> int:
    """In half-width characters: Japanese ones take two."""
    return sum(1 if letter.isascii() else 2 for letter in text)
