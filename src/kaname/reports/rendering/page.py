"""The report on screen: its charts as the page's charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kaname.measures.direction import Direction
from kaname.reports.document import Chart, ChartKind, ReportDocument, Section
from kaname.web.charts import chart as web
from kaname.web.charts.bars import bars
from kaname.web.charts.lines import line
from kaname.web.charts.waterfall import waterfall


@dataclass(frozen=True)
class ShownSection:
    """A section with its charts ready to be drawn."""

    section: Section
    charts: tuple[web.Chart, ...]


def shown_sections(document: ReportDocument) -> list[ShownSection]:
    """In the order of the report."""
    return [
        ShownSection(section, tuple(page_chart(chart, document.language) for chart in section.charts))
        for section in document.sections
    ]


def page_chart(chart: Chart, language: str) -> web.Chart:
    """One chart with the same numbers."""
    values = list(chart.series[0].values)
    shared: dict[str, Any] = {"key": chart.key, "title": chart.title, "summary": chart.sentence}
    if chart.kind is ChartKind.WATERFALL:
        known = [value or 0.0 for value in values]
        return waterfall(
            **shared,
            before=(chart.labels[0], known[0]),
            steps=list(zip(chart.labels[1:-1], known[1:-1], strict=True)),
            after=(chart.labels[-1], known[-1]),
            unit=chart.unit,
            language=language,
            columns=(_("What"), chart.series[0].name),
            better=Direction(chart.better),
        )
    series = web.Series(chart.series[0].name, values)
    if chart.kind is ChartKind.BARS:
        return bars(
            **shared, labels=chart.labels, series=series, unit=chart.unit, language=language, name_label=_("What")
        )
    return line(
        **shared,
        labels=chart.labels,
        series=[series],
        unit=chart.unit,
        language=language,
        period_label=_("Month"),
        marks=[web.Mark(one.place, one.text, until=one.until, whole=one.words) for one in chart.marks],
    )
