"""Charts as bars and points between 0 and 1, for forms that draw by themselves; waterfalls as stacks; widths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from kaname.reports.document import Chart, ChartKind, Table
from kaname.web.charts.axes import ticks
from kaname.web.formats.quantities import short, signed

# Steps that are small against the totals would be slivers on an axis from zero: it begins below the smallest level.
FROM_ZERO_BELOW, BELOW = 0.1, 0.25
# A column of text is wide as its longest text asks for, within these. [characters]
SHORTEST, LONGEST = 8, 40


def text_weight(table: Table, place: int) -> float:
    """How wide a column of text is beside one of short words, so that a sentence gets the room that names leave."""
    longest = max(len(row.cells[place].text) for row in table.rows) if table.rows else 0
    return min(max(longest, SHORTEST), LONGEST) / SHORTEST


@dataclass(frozen=True)
class Bar:
    """From one level to another, in the chart's unit; `role` is total, good, bad or plain."""

    name: str
    start: float
    end: float
    text: str
    role: str


@dataclass(frozen=True)
class Drawn:
    """A chart with the ends of its axis. [unit of the chart]"""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...] = ()
    points: tuple[tuple[float, float, str] | None, ...] = ()

    def at(self, value: float) -> float:
        """Where a value stands on the axis. [0-1]"""
        return (value - self.low) / (self.high - self.low)


def bars_of(chart: Chart, *, language: str) -> list[Bar]:
    """One bar per label; of a waterfall each step begins where the one before ended."""
    values = [value or 0.0 for value in chart.series[0].values]
    if chart.kind is ChartKind.WATERFALL:
        return _steps(chart, values, language=language)
    texts = [short(value, chart.unit, language=language) for value in chart.series[0].values]
    return [Bar(name, 0.0, value, text, "total") for name, value, text in zip(chart.labels, values, texts, strict=True)]


def _steps(chart: Chart, values: Sequence[float], *, language: str) -> list[Bar]:
    levels = list(accumulate(values[1:-1], initial=values[0]))
    bars = [Bar(chart.labels[0], 0.0, values[0], short(values[0], chart.unit, language=language), "total")]
    for name, step, level in zip(chart.labels[1:-1], values[1:-1], levels, strict=False):
        text = signed(step, chart.unit, language=language)
        bars.append(Bar(name, level, level + step, text, _role(step, chart.better)))
    last = short(values[-1], chart.unit, language=language)
    return [*bars, Bar(chart.labels[-1], 0.0, values[-1], last, "total")]


def _role(step: float, better: str) -> str:
    if not step or better == "range":
        return "plain"
    return "good" if (step > 0) == (better == "higher") else "bad"


def drawn(chart: Chart, *, language: str) -> Drawn:
    """The chart on its axis."""
    if chart.kind is ChartKind.LINES:
        return _lines(chart, language=language)
    bars = bars_of(chart, language=language)
    levels = [level for bar in bars for level in (bar.start, bar.end)]
    zero = True
    if chart.kind is ChartKind.WATERFALL:
        levels = [bars[0].end, bars[-1].end, *(level for bar in bars[1:-1] for level in (bar.start, bar.end))]
        span = max(levels) - min(levels)
        zero = min(levels) <= 0 or span > FROM_ZERO_BELOW * max(levels)
        levels += [] if zero else [min(levels) - BELOW * span]
    at = ticks(levels, whole=chart.unit.kind == "count", zero=zero)
    return Drawn(at[0], at[-1], _named(at, chart, language), bars=tuple(bars))


def _lines(chart: Chart, *, language: str) -> Drawn:
    values = chart.series[0].values
    at = ticks(values, whole=chart.unit.kind == "count")
    steps = max(1, len(values) - 1)
    points = tuple(
        None if value is None else (place / steps, value, short(value, chart.unit, language=language))
        for place, value in enumerate(values)
    )
    return Drawn(at[0], at[-1], _named(at, chart, language), points=points)


def _named(at: Sequence[float], chart: Chart, language: str) -> tuple[tuple[float, str], ...]:
    return tuple((tick, short(tick, chart.unit, language=language)) for tick in at)


@dataclass(frozen=True)
class Stacked:
    """A waterfall for programs that draw stacked bars: what is not seen, totals, steps up and steps down.

    Levels on both sides of zero cannot be stacked; `whole` says whether they can.
    """

    unseen: tuple[float, ...]
    totals: tuple[float, ...]
    rises: tuple[float, ...]
    falls: tuple[float, ...]
    whole: bool


def stacked(chart: Chart) -> Stacked:
    """The bars as four series that add up. [unit of the chart]"""
    bars = bars_of(chart, language="en")
    ends = (True, *(False for _ in bars[1:-1]), True)
    return Stacked(
        unseen=tuple(0.0 if end else min(bar.start, bar.end) for bar, end in zip(bars, ends, strict=True)),
        totals=tuple(bar.end if end else 0.0 for bar, end in zip(bars, ends, strict=True)),
        rises=tuple(0.0 if end else max(0.0, bar.end - bar.start) for bar, end in zip(bars, ends, strict=True)),
        falls=tuple(0.0 if end else max(0.0, bar.start - bar.end) for bar, end in zip(bars, ends, strict=True)),
        whole=all(min(bar.start, bar.end) >= 0 for bar in bars),
    )
