"""Lines over time: the actual, with target, pace and what it is compared with."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kaname.web.charts.axes import name_axis, value_axis
from kaname.web.charts.chart import COLOURS, Chart, Series
from kaname.web.formats.quantities import as_pace, exact, short
from kaname.web.formats.units import Unit

# The last period stands on the right edge: half of its name goes beyond. [px]
LAST_LABEL = 28
STROKES = {
    "actual": {"width": 3, "type": "solid"},
    "target": {"width": 2, "type": "solid"},
    "pace": {"width": 2, "type": "dotted"},
    "comparison": {"width": 2, "type": "dashed"},
}


def line(
    *,
    key: str,
    title: str,
    summary: str,
    labels: Sequence[str],
    series: Sequence[Series],
    unit: Unit,
    language: str,
    period_label: str,
    height: int = 220,
) -> Chart:
    """Series over the periods named by `labels`; None leaves a gap in a line."""
    series = [rounded(one, unit=unit) for one in series]
    values = [value for one in series for value in one.values]
    legend = len(series) > 1
    options: dict[str, Any] = {
        "aria": {"enabled": True, "label": {"description": summary}},
        "grid": {"left": 8, "right": LAST_LABEL, "top": 32 if legend else 12, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "legend": {"show": legend, "top": 0, "right": 8, "itemHeight": 8},
        "xAxis": name_axis(labels, edge=True),
        "yAxis": value_axis(values, unit=unit, language=language),
        "series": [drawn(one, unit=unit, language=language) for one in series],
    }
    return Chart(
        key=key,
        title=title,
        summary=summary,
        options=options,
        columns=(period_label, *(one.name for one in series)),
        rows=table(labels, series, unit=unit, language=language),
        height=height,
    )


def rounded(series: Series, *, unit: Unit) -> Series:
    """A pace as cards show it."""
    return (
        replace(series, values=[as_pace(value, unit) for value in series.values]) if series.role == "pace" else series
    )


def drawn(series: Series, *, unit: Unit, language: str) -> dict[str, Any]:
    """The series as ECharts takes it."""
    colour = COLOURS[series.role]
    alone = sum(value is not None for value in series.values) == 1
    return {
        "type": "line",
        "name": series.name,
        "showSymbol": alone,
        "symbol": "circle",
        "lineStyle": {**STROKES[series.role], "color": colour},
        "itemStyle": {"color": colour},
        "data": [{"value": value, "text": short(value, unit, language=language)} for value in series.values],
    }


def table(labels: Sequence[str], series: Sequence[Series], *, unit: Unit, language: str) -> tuple[tuple[str, ...], ...]:
    """One row per label with the exact values."""
    columns = [[exact(value, unit, language=language) for value in one.values] for one in series]
    return tuple(zip(labels, *columns, strict=True))
