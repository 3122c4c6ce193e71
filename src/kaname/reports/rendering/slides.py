"""The report as slides: one message per slide, its sentence as title, charts and tables that can be edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any, TypeVar
from unicodedata import east_asian_width

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from kaname.reports.document import Cell, Chart, ChartKind, ReportDocument, Row, Section, Table
from kaname.reports.rendering.fonts import set_chart_font, set_font
from kaname.reports.rendering.geometry import stacked, text_weight
from kaname.reports.rendering.number_formats import number_format

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
EDGE, TOP = Inches(0.6), Inches(1.5)
BODY = Emu(WIDTH - 2 * EDGE)
ROWS_ON_SLIDE, SENTENCES_ON_SLIDE = 13, 9
COLUMNS_ON_SLIDE = 11
# Widths of titles in half-width letters: two lines of the largest, three of the next. [letters; pt]
TITLE_SIZES, SMALLEST_TITLE = ((140, 24), (280, 18)), 14
# Tables with more columns than these are set smaller. [pt]
SIZES = ((8, 12), (11, 10.5))


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code)  # type: ignore[no-untyped-call, no-any-return]


INK, SOFT, TINT, WHITE = (_colour(code) for code in ("111827", "475569", "F3F5F9", "FFFFFF"))
COLOURS = {"total": _colour("2A55D4"), "good": _colour("0F9D76"), "bad": _colour("D0453E")}
BLANK = 6
T = TypeVar("T")


def report_slides(document: ReportDocument, *, mark: str = "") -> bytes:
    """A presentation of 16:9; what the numbers mean stands in the notes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    deck.core_properties.title = document.title
    deck.core_properties.author = document.organisation
    made = datetime(document.ends_on.year, document.ends_on.month, document.ends_on.day)  # noqa: DTZ001
    deck.core_properties.created = deck.core_properties.modified = made
    _Deck(deck, document).write(mark)
    content = BytesIO()
    deck.save(content)
    return content.getvalue()


class _Deck:
    """Slides in the order of the report."""

    def __init__(self, deck: Any, document: ReportDocument) -> None:
        self.deck, self.document = deck, document
        self.language = document.language

    def write(self, mark: str) -> None:
        self._first(mark)
        for section in self.document.sections:
            self._section(section)

    def _section(self, section: Section) -> None:
        told = {chart.sentence for chart in section.charts}
        rest = [sentence for sentence in section.sentences if sentence not in told]
        drawn = {chart.key for chart in section.charts}
        # A drawn table's chart says the same in the same words; the numbers are behind it.
        tables = [table for table in section.tables if table.key not in drawn]
        # One sentence alone is the message of what proves it, rather than a slide with nothing below.
        message = rest.pop() if len(rest) == 1 and tables else ""
        for part in _in_even_parts(rest, SENTENCES_ON_SLIDE):
            self._sentences(section.title, part)
        for chart in section.charts:
            self._chart(chart)
        for table in tables:
            self._table(table, message or _title_of(section, table))
            message = ""

    def _slide(self, title: str) -> Any:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[BLANK])
        place = (EDGE, Inches(0.45), BODY, Inches(0.95))
        self._text(slide, title, place, size=title_size(title), bold=True, name="Title")
        names = dict.fromkeys([self.document.organisation, self.document.subject, self.document.period])
        foot = "  ·  ".join(names)
        self._text(slide, foot, (EDGE, Inches(7.0), BODY, Inches(0.3)), size=10, colour=SOFT)
        notes = slide.notes_slide.notes_text_frame
        notes.text = "\n".join(f"{term.name}: {term.words}" for term in self.document.definitions)
        for paragraph in notes.paragraphs:
            for run in paragraph.runs:
                set_font(run)
        return slide

    def _text(
        self,
        slide: Any,
        text: str,
        place: tuple[int, int, int, int],
        *,
        size: int,
        bold: bool = False,
        colour: RGBColor = INK,
        name: str = "",
    ) -> Any:
        box = slide.shapes.add_textbox(*(Emu(length) for length in place))
        if name:
            box.name = name
        frame = box.text_frame
        frame.word_wrap = True
        self._write(frame.paragraphs[0], text, size=size, bold=bold, colour=colour)
        return frame

    def _write(self, paragraph: Any, text: str, *, size: float, bold: bool = False, colour: RGBColor = INK) -> None:
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour
        set_font(run)

    def _first(self, mark: str) -> None:
        document = self.document
        slide = self._slide(document.title)
        self._text(slide, document.sentence, (EDGE, Inches(2.4), BODY, Inches(1.2)), size=30, bold=True)
        made = "  ".join(text for text in (document.labels.get("made", ""), mark) if text)
        self._text(slide, made, (EDGE, Inches(3.9), BODY, Inches(0.5)), size=14, colour=SOFT)

    def _sentences(self, title: str, sentences: Sequence[str]) -> None:
        """The first sentence is the message, the others are what stands behind it."""
        slide = self._slide(sentences[0])
        frame = self._text(slide, title, (EDGE, TOP, BODY, Inches(5)), size=14, colour=SOFT)
        for sentence in sentences[1:]:
            paragraph = frame.add_paragraph()
            paragraph.space_before = Pt(10)
            self._write(paragraph, f"・{sentence}" if self.language == "ja" else f"• {sentence}", size=18)

    def _table(self, table: Table, title: str) -> None:
        parts = list(_in_parts(table.rows, ROWS_ON_SLIDE))
        for number, rows in enumerate(parts, start=1):
            counted = title if len(parts) == 1 else f"{title} ({number}/{len(parts)})"
            for columns in _column_parts(len(table.columns)):
                self._table_slide(counted, table, rows, columns)

    def _table_slide(self, title: str, table: Table, rows: Sequence[Row], columns: Sequence[int]) -> None:
        slide = self._slide(title)
        height = Inches(0.38) * (len(rows) + 1)
        shape = slide.shapes.add_table(len(rows) + 1, len(columns), EDGE, TOP, BODY, height)
        grid = shape.table
        size = next(size for most, size in SIZES if len(columns) <= most)
        weights = [1.0 if table.columns[column].numeric else text_weight(table, column) for column in columns]
        for place, column in enumerate(columns):
            grid.columns[place].width = Emu(int(BODY * weights[place] / sum(weights)))
            numeric = table.columns[column].numeric
            self._cell(grid.cell(0, place), table.columns[column].name, size=size, head=True, numeric=numeric)
            for line, row in enumerate(rows, start=1):
                self._cell(grid.cell(line, place), row.cells[column].text, size=size, numeric=numeric)

    def _cell(self, cell: Any, text: str, *, size: float, numeric: bool, head: bool = False) -> None:
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        cell.fill.solid()
        cell.fill.fore_color.rgb = TINT if head else WHITE
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
        self._write(paragraph, text, size=size, bold=head, colour=SOFT if head else INK)

    def _chart(self, chart: Chart) -> None:
        slide = self._slide(chart.sentence)
        form = number_format(Cell("", 0.0, chart.unit), language=self.language)
        data: Any = CategoryChartData(number_format=form)  # type: ignore[no-untyped-call]
        data.categories = list(chart.labels)
        parts = list(self._series(chart))
        for name, values, _colour in parts:
            data.add_series(name, values)
        shape = slide.shapes.add_chart(self._kind(chart), EDGE, TOP, BODY, Inches(5.3), data)
        shape.name = chart.title
        drawn = shape.chart
        drawn.has_legend = False
        drawn.has_title = True
        drawn.chart_title.text_frame.text = chart.title
        set_font(drawn.chart_title.text_frame.paragraphs[0].runs[0])
        set_chart_font(drawn)
        self._look(drawn, chart, [colour for _name, _values, colour in parts])

    def _kind(self, chart: Chart) -> Any:
        if chart.kind is ChartKind.LINES:
            return XL_CHART_TYPE.LINE_MARKERS
        if chart.kind is ChartKind.BARS:
            return XL_CHART_TYPE.BAR_CLUSTERED
        return XL_CHART_TYPE.COLUMN_STACKED if stacked(chart).whole else XL_CHART_TYPE.COLUMN_CLUSTERED

    def _series(self, chart: Chart) -> Iterator[tuple[str, Sequence[float | None], RGBColor | None]]:
        """A waterfall as stacked parts, of which the lowest is not seen."""
        parts = stacked(chart) if chart.kind is ChartKind.WATERFALL else None
        if parts is None or not parts.whole:
            yield chart.series[0].name, chart.series[0].values, COLOURS["total"]
            return
        labels = self.document.labels
        rises, falls = ("bad", "good") if chart.better == "lower" else ("good", "bad")
        yield labels["unseen"], parts.unseen, None
        yield labels["total"], parts.totals, COLOURS["total"]
        yield labels["rise"], parts.rises, COLOURS[rises]
        yield labels["fall"], parts.falls, COLOURS[falls]

    def _look(self, drawn: Any, chart: Chart, colours: Sequence[RGBColor | None]) -> None:
        plot = drawn.plots[0]
        for series, colour in zip(plot.series, colours, strict=True):
            if chart.kind is ChartKind.LINES:
                _line(series, COLOURS["total"])
                _name_points(series, chart)
            elif colour is None:
                series.format.fill.background()
            else:
                series.format.fill.solid()
                series.format.fill.fore_color.rgb = colour
        if chart.kind is ChartKind.BARS:
            drawn.category_axis.reverse_order = True
        if chart.kind is not ChartKind.LINES:
            plot.gap_width = 60
        if chart.kind is ChartKind.BARS:
            plot.has_data_labels = True
            plot.data_labels.number_format_is_linked = True


def title_size(title: str) -> int:
    """So large that the message ends above what proves it. [pt]"""
    width = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in title)
    return next((size for most, size in TITLE_SIZES if width <= most), SMALLEST_TITLE)


def _title_of(section: Section, table: Table) -> str:
    return f"{section.title}: {table.title}" if section.title != table.title else table.title


def _in_even_parts(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """As few as can be, of about the same size: none is left with a single one."""
    return _in_parts(items, ceil(len(items) / ceil(len(items) / most))) if items else iter(())


def _in_parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[first : first + size] for first in range(0, len(items), size))


def _line(series: Any, colour: RGBColor) -> None:
    series.smooth = False
    series.format.line.color.rgb = colour
    series.format.line.width = Pt(2.25)
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour
    series.marker.format.line.color.rgb = colour


def _name_points(series: Any, chart: Chart) -> None:
    """What happened as labels of the points where it did."""
    for one in chart.marks:
        label = series.points[one.place].data_label
        label.position = XL_LABEL_POSITION.ABOVE
        label.text_frame.text = one.text
        run = label.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.color.rgb = Pt(10), SOFT
        set_font(run)


def _column_parts(count: int) -> list[list[int]]:
    """Columns of each slide; the first one stands on all."""
    rest = list(range(1, count))
    parts = [list(part) for part in _in_parts(rest, COLUMNS_ON_SLIDE - 1)] or [[]]
    return [[0, *part] for part in parts]
