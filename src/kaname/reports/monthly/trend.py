"""How the KPIs went through the last thirteen months."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.boards.presentation.course_chart import teams_of
from kaname.boards.queries.board import Kpi
from kaname.insights.events.marks import marks_of
from kaname.measures.direction import Direction
from kaname.measures.periods import Grain, Period
from kaname.reports.document import Chart, ChartKind, Column, Mark, Row, Section, Series, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.numbers import MonthNumbers

MOST_CHARTS = 6
FEWEST_MONTHS = 3


def trend_section(numbers: MonthNumbers) -> Section:
    """A line for each KPI, and all their numbers in one table."""
    shown = [kpi for kpi in numbers.kpis or numbers.others if sum(bool(one) for one in kpi.series) > 1][:MOST_CHARTS]
    marks = _marks(numbers)
    return Section(
        key="trend",
        title=_("The last 13 months"),
        sentences=tuple(sentence for kpi in shown if (sentence := best_sentence(kpi, numbers))),
        tables=(_table(shown, numbers),) if shown else (),
        charts=tuple(_chart(kpi, marks, numbers) for kpi in shown),
        empty="" if shown else _("After a second month with numbers, their course stands here."),
    )


def known_series(kpi: Kpi) -> list[float | None]:
    """Values from the first month with anything on: a 0 before that may well be no data."""
    first = next((place for place, value in enumerate(kpi.series) if value), len(kpi.series))
    return [None if place < first or value is None else float(value) for place, value in enumerate(kpi.series)]


def best_sentence(kpi: Kpi, numbers: MonthNumbers) -> str:
    """The month is the best one that is known; nothing where it is not, or hardly any others are.

    A running month is none yet, unless what it counts can only become more, and better.
    """
    growing = kpi.figure.nature.additive and kpi.definition.direction is Direction.HIGHER
    if not numbers.asked.over and not growing:
        return ""
    series = known_series(kpi)
    earlier, now = [value for value in series[:-1] if value is not None], series[-1]
    if now is None or len(earlier) < FEWEST_MONTHS or kpi.definition.direction is Direction.RANGE:
        return ""
    lower = kpi.definition.direction is Direction.LOWER
    if (now >= min(earlier)) if lower else (now <= max(earlier)):
        return ""
    params = {
        "metric": numbers.asked.style.name(kpi.definition),
        "value": numbers.asked.style.short(now, kpi.definition),
        "months": len(earlier) + 1,
    }
    if lower:
        return _("%(metric)s: %(value)s is the lowest of the last %(months)s months, and the best.") % params
    return _("%(metric)s: %(value)s is the best of the last %(months)s months.") % params


def _periods(numbers: MonthNumbers) -> tuple[Period, ...]:
    return numbers.board.values.periods


def _marks(numbers: MonthNumbers) -> tuple[Mark, ...]:
    """What happened to everybody, to the team and to those above it."""
    found = marks_of(_periods(numbers), teams=teams_of(numbers.board.ledger), state=numbers.board.ledger.state)
    return tuple(Mark(one.place, one.until or one.place, one.text, one.words) for one in found)


def _chart(kpi: Kpi, marks: tuple[Mark, ...], numbers: MonthNumbers) -> Chart:
    style = numbers.asked.style
    name = style.name(kpi.definition)
    params = {
        "metric": name,
        "now": style.short(kpi.figure.actual, kpi.definition),
        "period": style.period_name(numbers.asked.month, Grain.MONTH),
    }
    return Chart(
        key=f"trend-{kpi.key}",
        kind=ChartKind.LINES,
        title=name,
        sentence=best_sentence(kpi, numbers) or _("%(metric)s in %(period)s: %(now)s") % params,
        labels=tuple(style.short_period(period, Grain.MONTH) for period in _periods(numbers)),
        series=(Series(pgettext("of a KPI", "Actual"), tuple(known_series(kpi))),),
        unit=style.unit(kpi.definition),
        better=str(kpi.definition.direction),
        marks=marks,
    )


def _table(shown: list[Kpi], numbers: MonthNumbers) -> Table:
    """Months downwards, so that the table fits a sheet of paper."""
    style, periods = numbers.asked.style, _periods(numbers)
    columns = (
        Column("month", _("Month"), numeric=False),
        *(Column(kpi.key, style.name(kpi.definition)) for kpi in shown),
    )
    series = [known_series(kpi) for kpi in shown]
    rows = tuple(
        Row(
            period.starts_on.isoformat(),
            (
                cells.words(style.period_name(period, Grain.MONTH)),
                *(cells.amount(one[place], kpi.definition, style) for one, kpi in zip(series, shown, strict=True)),
            ),
        )
        for place, period in enumerate(periods)
    )
    return Table("trend", _("The last 13 months"), columns, rows)
