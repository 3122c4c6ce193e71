"""What was reached: goals, KPIs and the other numbers of the month."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.boards.presentation.titles import headline
from kaname.boards.queries.board import Change, Kpi
from kaname.goals.figures import GOOD, JUDGED
from kaname.reports.document import Cell, Chart, ChartKind, Column, Row, Section, Series, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.numbers import GoalStand, MonthNumbers
from kaname.web.components.pills import status_word


def results_section(numbers: MonthNumbers) -> Section:
    """The numbers of the month beside what was asked and what was before."""
    return Section(
        key="results",
        title=_("Results"),
        sentences=tuple(sentence for stand in numbers.goals if (sentence := goal_sentence(stand, numbers))),
        tables=tuple(table for table in (_goals(numbers), _kpis(numbers), _others(numbers)) if table.rows),
        charts=_attained(numbers),
        empty="" if numbers.kpis or numbers.others or numbers.goals else _("There are no numbers of this month."),
    )


def goal_sentence(stand: GoalStand, numbers: MonthNumbers) -> str:
    """Where the goal stands at the end of the month."""
    figure, style = stand.figure, numbers.asked.style
    definition = numbers.asked.reader.metrics[stand.line.goal.metric_key].definition
    if figure.actual is None or figure.target is None or figure.attainment is None:
        return ""
    params = {
        "goal": stand.line.name,
        "actual": style.short(figure.actual, definition),
        "target": style.short(figure.target.value, definition),
        "share": style.percent(figure.attainment),
        "status": status_word(figure.status),
    }
    return _("%(goal)s: %(actual)s of %(target)s are reached (%(share)s). %(status)s.") % params


def _goals(numbers: MonthNumbers) -> Table:
    columns = (
        Column("goal", _("Goal (KGI)"), numeric=False),
        Column("period", _("Period"), numeric=False),
        Column("actual", _("Actual")),
        Column("target", pgettext("of a KPI", "Target")),
        Column("attainment", _("Attainment")),
        Column("pace", _("Pace at the end of the month")),
        Column("status", _("Status"), numeric=False),
    )
    rows = tuple(_goal_row(stand, numbers) for stand in numbers.goals)
    return Table("goals", _("Final goals (KGI)"), columns, rows)


def _goal_row(stand: GoalStand, numbers: MonthNumbers) -> Row:
    style, figure = numbers.asked.style, stand.figure
    definition = numbers.asked.reader.metrics[stand.line.goal.metric_key].definition
    return Row(
        stand.line.goal.key,
        (
            cells.words(stand.line.name),
            cells.words(stand.line.period_name),
            cells.amount(figure.actual, definition, style),
            cells.asked(figure.target, definition, style),
            cells.share(figure.attainment, style),
            cells.expected(figure.expected, definition, style),
            cells.words(status_word(figure.status)),
        ),
    )


def _kpis(numbers: MonthNumbers) -> Table:
    columns = (
        Column("kpi", "KPI", numeric=False),
        Column("actual", _("Actual")),
        Column("target", pgettext("of a KPI", "Target")),
        Column("attainment", _("Attainment")),
        # At the end of a month its pace is its target.
        *(() if numbers.asked.over else (Column("pace", _("Pace today")),)),
        Column("status", _("Status"), numeric=False),
        *_change_columns(),
    )
    gaps = any(kpi.figure.target is not None and kpi.figure.target.baseline is not None for kpi in numbers.kpis)
    note = _("Where a target has a baseline, attainment is the share of the gap between them that is covered.")
    rows = tuple(_kpi_row(kpi, numbers) for kpi in numbers.kpis)
    return Table("kpis", _("KPIs of the month"), columns, rows, note=note if gaps else "")


def _change_columns() -> tuple[Column, ...]:
    return (
        Column("previous", _("Month before")),
        Column("previous_change", pgettext("of a number", "Change")),
        Column("year_before", _("Year before")),
        Column("year_before_change", _("Change on the year")),
    )


def _kpi_row(kpi: Kpi, numbers: MonthNumbers) -> Row:
    style, figure = numbers.asked.style, kpi.figure
    return Row(
        kpi.key,
        (
            cells.words(style.name(kpi.definition)),
            cells.amount(figure.actual, kpi.definition, style),
            cells.asked(figure.target, kpi.definition, style),
            cells.share(figure.attainment, style),
            *(() if numbers.asked.over else (cells.expected(figure.expected, kpi.definition, style),)),
            cells.words(status_word(figure.status)),
            *_changes(kpi, numbers),
        ),
    )


def _changes(kpi: Kpi, numbers: MonthNumbers) -> tuple[Cell, ...]:
    style = numbers.asked.style

    def both(change: Change | None) -> tuple[Cell, Cell]:
        before, difference = (change.before, change.difference) if change else (None, None)
        return cells.amount(before, kpi.definition, style), cells.change(difference, kpi.definition, style)

    return (*both(kpi.previous), *both(kpi.year_before))


def _others(numbers: MonthNumbers) -> Table:
    columns = (Column("metric", _("Metric"), numeric=False), Column("actual", _("Actual")), *_change_columns())
    style = numbers.asked.style
    rows = tuple(
        Row(
            kpi.key,
            (
                cells.words(style.name(kpi.definition)),
                cells.amount(kpi.figure.actual, kpi.definition, style),
                *_changes(kpi, numbers),
            ),
        )
        for kpi in numbers.others
        if kpi.figure.actual is not None
    )
    return Table("others", _("Other numbers"), columns, rows)


def _attained(numbers: MonthNumbers) -> tuple[Chart, ...]:
    """Attainment of every KPI side by side."""
    known = [kpi for kpi in numbers.kpis if kpi.figure.attainment is not None]
    if len(known) < FEWEST_BARS:
        return ()
    chart = Chart(
        key="attainment",
        kind=ChartKind.BARS,
        title=_("Attainment of the KPIs"),
        sentence=attained_sentence(numbers.kpis) or headline(numbers.board, numbers.asked.style),
        labels=tuple(numbers.asked.style.name(kpi.definition) for kpi in known),
        series=(Series(_("Attainment"), tuple(kpi.figure.attainment for kpi in known)),),
        unit=cells.RATIO,
    )
    return (chart,)


FEWEST_BARS = 2


def attained_sentence(kpis: Sequence[Kpi]) -> str:
    """How many of the targets were reached; nothing where none is judged yet."""
    judged = [kpi for kpi in kpis if kpi.figure.status in JUDGED]
    good = sum(kpi.figure.status in GOOD for kpi in judged)
    if not judged:
        return ""
    return _("%(good)s of %(all)s KPIs are where they should be.") % {"good": good, "all": len(judged)}
