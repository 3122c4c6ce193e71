"""Waterfall: how the steps between two totals lead from one to the other, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _

from kaname.measures.direction import Direction
from kaname.web.charts.axes import QUIET_TEXT, name_axis, value_axis
from kaname.web.charts.chart import Chart
from kaname.web.formats.quantities import as_pace, exact, short, signed
from kaname.web.formats.units import Unit

# Steps that are slivers against the totals are not seen on an axis from zero: it begins below the smallest total then,
# and says so.
FROM_ZERO_BELOW, BELOW = 0.1, 0.25
# Room for the number beside the longest bar, and for the axis; each step has a row. [px]
LABEL, EDGES, ROW_HEIGHT, NOTE = 84, 48, 34, 20
COLOURS = {
    "before": "var(--k-neutral)",
    "after": "var(--k-ontrack)",
    "good": "var(--k-ahead)",
    "bad": "var(--k-off)",
    "none": "var(--k-neutral)",
}


@dataclass(frozen=True)
class Bar:
    """From one level to another, with its label; `role` decides its colour."""

    name: str
    start: float
    end: float
    label: str
    role: str


def waterfall(
    *,
    key: str,
    title: str,
    summary: str,
    before: tuple[str, float],
    steps: Sequence[tuple[str, float]],
    after: tuple[str, float],
    unit: Unit,
    language: str,
    columns: tuple[str, str],
    better: Direction,
) -> Chart:
    """Total, signed steps, total; the steps sum to the difference of the totals. [unit]

    `columns` head the table of the same numbers; `better` says which steps are good ones, of a range none is.
    """
    bars = _bars(before, steps, after, unit=unit, language=language, better=better)
    levels = [level for bar in bars[1:-1] for level in (bar.start, bar.end)] or [before[1]]
    levels += [before[1], after[1]]
    axis = _axis(levels, unit=unit, language=language)
    options = {
        "aria": {"enabled": True, "label": {"description": summary}},
        "grid": {"left": 8, "right": LABEL, "top": 4, "bottom": NOTE if "name" in axis else 4, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "legend": {"show": False},
        "xAxis": axis,
        "yAxis": {**name_axis([bar.name for bar in bars], edge=False), "inverse": True},
        "series": [series for sign in (1, -1) for series in _series(bars, sign)],
    }
    rows = [(before[0], exact(as_pace(before[1], unit), unit, language=language))]
    rows += [(name, signed(step, unit, language=language)) for name, step in steps]
    rows.append((after[0], exact(as_pace(after[1], unit), unit, language=language)))
    return Chart(
        key=key,
        title=title,
        summary=summary,
        options=options,
        columns=columns,
        rows=tuple(rows),
        height=EDGES + ROW_HEIGHT * len(bars) + (NOTE if "name" in axis else 0),
    )


def _axis(levels: Sequence[float], *, unit: Unit, language: str) -> dict[str, Any]:
    """From zero, or from so far below the smallest level that its bar is seen."""
    least, span = min(levels), max(levels) - min(levels)
    zero = least <= 0 or span > FROM_ZERO_BELOW * max(levels)
    axis = value_axis([*levels, least - BELOW * span], unit=unit, language=language, zero=zero)
    labels = axis["axisLabel"]["labels"]
    once = [label if label != before else "" for before, label in zip(["", *labels], labels, strict=False)]
    cut = {"name": _("The axis does not begin at zero"), "nameLocation": "middle", "nameGap": 26}
    return {**axis, **({} if zero else cut), "axisLabel": {**axis["axisLabel"], "labels": once, "hideOverlap": True}}


def _bars(
    before: tuple[str, float],
    steps: Sequence[tuple[str, float]],
    after: tuple[str, float],
    *,
    unit: Unit,
    language: str,
    better: Direction,
) -> list[Bar]:
    levels = list(accumulate((step for _name, step in steps), initial=before[1]))
    moved = [
        Bar(name, level, level + step, signed(step, unit, language=language), _role(step, better))
        for (name, step), level in zip(steps, levels, strict=False)
    ]
    said = [short(as_pace(total[1], unit), unit, language=language) for total in (before, after)]
    first = Bar(before[0], 0.0, before[1], said[0], "before")
    return [first, *moved, Bar(after[0], 0.0, after[1], said[1], "after")]


def _series(bars: Sequence[Bar], sign: int) -> list[dict[str, Any]]:
    """What of the bars lies above zero (sign 1) or below (-1): an unseen part up to them, then they themselves."""
    unseen, seen = [], []
    for bar in bars:
        near, far = sorted((_side(bar.start, sign), _side(bar.end, sign)), key=abs)
        unseen.append({"value": near, "text": ""})
        seen.append(
            {
                "value": far - near,
                "text": bar.label,
                "itemStyle": {"color": COLOURS[bar.role]},
                "label": {**QUIET_TEXT, "show": _owns(bar, sign), "position": "right" if sign > 0 else "left"},
            }
        )
    stack = {"type": "bar", "stack": "levels", "barMaxWidth": 20}
    return [
        {**stack, "name": "", "silent": True, "itemStyle": {"color": "transparent"}, "data": unseen},
        {**stack, "name": "", "data": seen},
    ]


def _side(level: float, sign: int) -> float:
    return level if level * sign > 0 else 0.0


def _owns(bar: Bar, sign: int) -> bool:
    """Which of its two halves carries a bar's label: the one that is larger."""
    above = abs(_side(bar.end, 1) - _side(bar.start, 1))
    below = abs(_side(bar.end, -1) - _side(bar.start, -1))
    return (above >= below) == (sign > 0)


def _role(step: float, better: Direction) -> str:
    if step == 0 or better is Direction.RANGE:
        return "none"
    return "good" if (step > 0) == (better is Direction.HIGHER) else "bad"
