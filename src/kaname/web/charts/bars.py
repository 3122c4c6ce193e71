"""Bars: one number per name, such as a metric by team or industry."""

from collections.abc import Sequence

from kaname.web.charts.axes import QUIET_TEXT, name_axis, value_axis
from kaname.web.charts.chart import COLOURS, Chart, Series
from kaname.web.charts.lines import table
from kaname.web.formats.quantities import short
from kaname.web.formats.units import Unit

ROW_HEIGHT, EDGES = 28, 48


def bars(
    *,
    key: str,
    title: str,
    summary: str,
    labels: Sequence[str],
    series: Series,
    unit: Unit,
    language: str,
    name_label: str,
) -> Chart:
    """Horizontal bars, the first name on top, each with its number."""
    axis = name_axis(labels, edge=False)
    options = {
        "aria": {"enabled": True, "label": {"description": summary}},
        "grid": {"left": 8, "right": 56, "top": 4, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "legend": {"show": False},
        "xAxis": value_axis(series.values, unit=unit, language=language),
        "yAxis": {**axis, "inverse": True, "axisLine": {"show": False}},
        "series": [
            {
                "type": "bar",
                "name": series.name,
                "barMaxWidth": 18,
                "itemStyle": {"color": COLOURS[series.role], "borderRadius": [0, 4, 4, 0]},
                "label": {**QUIET_TEXT, "show": True, "position": "right"},
                "data": [{"value": value, "text": short(value, unit, language=language)} for value in series.values],
            }
        ],
    }
    return Chart(
        key=key,
        title=title,
        summary=summary,
        options=options,
        columns=(name_label, series.name),
        rows=table(labels, [series], unit=unit, language=language),
        height=EDGES + ROW_HEIGHT * max(1, len(labels)),
    )
