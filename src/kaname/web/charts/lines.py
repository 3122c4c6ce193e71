"""Lines over time: the actual, with target, pace and what it is compared with."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kaname.web.charts.axes import QUIET_TEXT, name_axis, value_axis
from kaname.web.charts.chart import COLOURS, Band, Chart, Mark, Series
from kaname.web.formats.digits import NONE
from kaname.web.formats.quantities import as_pace, exact, short
from kaname.web.formats.units import Unit

# The last period stands on the right edge: half of its name goes beyond. [px]
LAST_LABEL = 28
# What happened is named above the chart, in a second row where the one before stands close. [px; share of the width]
MARK_LABEL, NEAR = 16, 0.3
DISTANCE = 5
RANGE = "{}–{}"
STROKES = {
    "actual": {"width": 3, "type": "solid"},
    "target": {"width": 2, "type": "solid"},
    "pace": {"width": 2, "type": "dotted"},
    "comparison": {"width": 2, "type": "dashed"},
    "outlook": {"width": 2, "type": "dashed"},
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
    band: Band | None = None,
    marks: Sequence[Mark] = (),
) -> Chart:
    """Series over the periods named by `labels`; None leaves a gap. The band lies behind them, marks across."""
    series = [rounded(one, unit=unit) for one in series]
    happened = tuple(f"{labels[one.place]}: {one.words}" for one in marks)
    summary = " ".join([summary, *(f"{text}." for text in happened)])
    options = _options(labels, series, band, unit=unit, language=language)
    options["aria"] = {"enabled": True, "label": {"description": summary}}
    if marks and series:
        rows = rows_of(marks, near=NEAR * len(labels))
        options["series"][-len(series)] |= marked(marks, rows)
        options["grid"]["top"] += MARK_LABEL * (1 + max(rows))
    return Chart(
        key=key,
        title=title,
        summary=summary,
        options=options,
        columns=(period_label, *(one.name for one in series), *((band.name,) if band else ())),
        rows=table(labels, series, unit=unit, language=language, band=band),
        height=height,
        happened=happened,
    )


def _options(
    labels: Sequence[str], series: Sequence[Series], band: Band | None, *, unit: Unit, language: str
) -> dict[str, Any]:
    values = [value for one in series for value in one.values] + ([*band.low, *band.high] if band else [])
    legend = len(series) > 1
    return {
        "grid": {"left": 8, "right": LAST_LABEL, "top": 32 if legend else 12, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "legend": {"show": legend, "top": 0, "right": 8, "itemHeight": 8, "data": [one.name for one in series]},
        "xAxis": name_axis(labels, edge=True),
        "yAxis": value_axis(values, unit=unit, language=language),
        "series": [
            *(shaded(band, unit=unit, language=language) if band else ()),
            *(drawn(one, unit=unit, language=language) for one in series),
        ],
    }


def rows_of(marks: Sequence[Mark], *, near: float) -> list[int]:
    """Which of two rows names each mark, so that names of neighbours do not lie over each other; 0 is the lower one."""
    rows: list[int] = []
    last: dict[int, int] = {}
    for one in marks:
        free = next((row for row in (0, 1) if row not in last or abs(one.place - last[row]) >= near), None)
        rows.append(min(last, key=lambda row: last[row]) if free is None else free)
        last[rows[-1]] = one.place
    return rows


def marked(marks: Sequence[Mark], rows: Sequence[int]) -> dict[str, Any]:
    """What happened as ECharts takes it: a line across the chart with its name on top, a faint area where it lasted."""
    label = {**QUIET_TEXT, "show": True, "position": "end", "overflow": "truncate", "width": 120}
    lines = [
        {
            "xAxis": one.place,
            "text": one.text,
            "words": one.words,
            "until": one.until,
            "label": {**label, "distance": DISTANCE + MARK_LABEL * row},
        }
        for one, row in zip(marks, rows, strict=True)
    ]
    spans = [(one.place if one.since is None else one.since, one.until) for one in marks]
    areas = [[{"xAxis": since}, {"xAxis": until}] for since, until in spans if until is not None and until > since]
    return {
        "markLine": {
            "silent": True,
            "symbol": "none",
            "animation": False,
            "lineStyle": {"type": "dashed", "width": 1, "color": "var(--k-soft)"},
            "data": lines,
        },
        "markArea": {"silent": True, "itemStyle": {"color": "var(--k-soft)", "opacity": 0.12}, "data": areas},
    }


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


def shaded(band: Band, *, unit: Unit, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The band as ECharts takes it: nothing up to its lower edge, and on top of that the colour up to the upper one."""
    words = between(band, unit=unit, language=language)
    base = {"type": "line", "stack": "band", "silent": True, "symbol": "none", "lineStyle": {"opacity": 0}}
    height = [
        None if low is None or high is None else high - low for low, high in zip(band.low, band.high, strict=True)
    ]
    area = {"color": COLOURS["outlook"], "opacity": 0.16}
    return (
        base | {"name": "", "data": [{"value": value, "text": ""} for value in band.low]},
        base
        | {
            "name": band.name,
            "areaStyle": area,
            "itemStyle": {"color": COLOURS["outlook"]},
            "data": [{"value": value, "text": text} for value, text in zip(height, words, strict=True)],
        },
    )


def between(band: Band, *, unit: Unit, language: str) -> list[str]:
    """The edges of the band in words, nothing where there is none."""
    edges = zip(band.low, band.high, strict=True)
    return [
        ""
        if low is None or high is None
        else RANGE.format(*(short(one, unit, language=language) for one in (low, high)))
        for low, high in edges
    ]


def table(
    labels: Sequence[str], series: Sequence[Series], *, unit: Unit, language: str, band: Band | None = None
) -> tuple[tuple[str, ...], ...]:
    """One row per label with the exact values."""
    columns = [[exact(value, unit, language=language) for value in one.values] for one in series]
    if band:
        columns.append([words or NONE for words in between(band, unit=unit, language=language)])
    return tuple(zip(labels, *columns, strict=True))
