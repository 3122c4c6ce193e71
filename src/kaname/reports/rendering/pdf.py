"""The report on paper: A4, set by Typst, with charts drawn from the same numbers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kaname.reports.document import Chart, ChartKind, ReportDocument, Section, Table
from kaname.reports.rendering.geometry import Drawn, drawn, text_weight
from kaname.web.typesetting import pdf_of

SOURCE = Path(__file__).with_name("monthly.typ")
# Tables with more columns than these are set smaller, so that they fit the width of the sheet. [pt]
SIZES = ((6, 8.5), (9, 7.5), (12, 6.5))
SMALLEST = 5.5
FEW_COLUMNS = 6


def report_pdf(document: ReportDocument, *, mark: str = "") -> bytes:
    """The same bytes for the same document; `mark` says on every page what kind of paper this is, such as a preview."""
    return pdf_of(_source(), data=_data(document, mark))


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def _data(document: ReportDocument, mark: str) -> dict[str, Any]:
    return {
        "language": document.language,
        "title": document.title,
        "sentence": document.sentence,
        "organisation": document.organisation,
        "subject": document.subject,
        "period": document.period,
        "made": document.labels.get("made", document.made),
        "mark": mark,
        "labels": document.labels,
        "sections": [_section(section, document.language) for section in document.sections],
        "definitions": [{"name": term.name, "words": term.words} for term in document.definitions],
    }


def _section(section: Section, language: str) -> dict[str, Any]:
    return {
        "title": section.title,
        "empty": section.empty,
        "sentences": section.sentences,
        "charts": [_chart(chart, language) for chart in section.charts],
        "tables": [_table(table) for table in section.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    width = len(table.columns)
    return {
        "title": table.title,
        "note": table.note,
        "size": next((size for most, size in SIZES if width <= most), SMALLEST),
        "columns": [
            {"name": column.name, "numeric": column.numeric, "width": _width(table, place)}
            for place, column in enumerate(table.columns)
        ],
        "rows": [[cell.text for cell in row.cells] for row in table.rows],
    }


def _width(table: Table, place: int) -> float:
    """Share of the sheet's width, 0 where a number takes what it needs: in wide tables nothing squeezes the names."""
    column = table.columns[place]
    if len(table.columns) <= FEW_COLUMNS:
        return 0.0 if column.numeric else text_weight(table, place)
    return 1.8 if place == 0 else 1.0 if column.numeric else 1.2


def _chart(chart: Chart, language: str) -> dict[str, Any]:
    figure = drawn(chart, language=language)
    shown: dict[str, Any] = {"kind": chart.kind.value, "title": chart.title, "sentence": chart.sentence}
    if chart.kind is ChartKind.LINES:
        drawn_lines = {"ticks": _ticks(figure), "segments": _segments(figure), "marks": _marks(chart)}
        return shown | {"labels": chart.labels, **drawn_lines}
    bars = [
        {
            "name": bar.name,
            "start": max(0.0, figure.at(bar.start)),
            "end": figure.at(bar.end),
            "text": bar.text,
            "role": bar.role,
        }
        for bar in figure.bars
    ]
    return shown | {"bars": bars}


def _marks(chart: Chart) -> list[dict[str, Any]]:
    """Numbered on the chart, named below it: names are longer than the months are wide."""
    steps = max(1, len(chart.labels) - 1)
    return [
        {"x": one.place / steps, "until": one.until / steps, "label": chart.labels[one.place], "words": one.words}
        for one in chart.marks
    ]


def _ticks(figure: Drawn) -> list[dict[str, Any]]:
    return [{"at": figure.at(tick), "text": text} for tick, text in figure.ticks]


def _segments(figure: Drawn) -> list[list[dict[str, float]]]:
    """The line in pieces: a month without a number is a gap."""
    pieces: list[list[dict[str, float]]] = [[]]
    for point in figure.points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append({"x": point[0], "y": figure.at(point[1])})
    return [piece for piece in pieces if piece]
