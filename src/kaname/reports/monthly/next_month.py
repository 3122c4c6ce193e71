"""The month after: its targets beside what was reached, the actions that go on, KPIs to look at again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaname.measures.periods import Grain
from kaname.reports.document import Column, Row, Section, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.numbers import MonthNumbers
from kaname.reports.monthly.plans import next_actions
from kaname.reports.monthly.reconsidering import reconsider_table


def next_month_section(numbers: MonthNumbers) -> Section:
    """Targets of the next month, and KPIs for which none is set yet."""
    asked = numbers.asked
    period = asked.style.period_name(numbers.next_month, Grain.MONTH)
    missing = [kpi for kpi in numbers.kpis if kpi.key not in numbers.next_targets]
    sentences = [
        _("%(metric)s has no target for %(period)s yet.")
        % {"metric": asked.style.name(kpi.definition), "period": period}
        for kpi in missing
    ]
    tables = (_targets(numbers, period), next_actions(numbers), reconsider_table(numbers))
    return Section(
        key="next",
        title=_("Next month"),
        sentences=tuple(sentences),
        tables=tuple(table for table in tables if table.rows),
        empty="" if numbers.kpis else _("Targets of the next month stand here once they are set."),
    )


def _targets(numbers: MonthNumbers, period: str) -> Table:
    columns = (
        Column("kpi", "KPI", numeric=False),
        Column("reached", _("Actual of this month")),
        Column("target", _("Target of %(period)s") % {"period": period}),
    )
    style = numbers.asked.style
    rows = tuple(
        Row(
            kpi.key,
            (
                cells.words(style.name(kpi.definition)),
                cells.amount(kpi.figure.actual, kpi.definition, style),
                cells.asked(numbers.next_targets.get(kpi.key), kpi.definition, style),
            ),
        )
        for kpi in numbers.kpis
        if kpi.key in numbers.next_targets
    )
    return Table("next_targets", _("Targets of the next month"), columns, rows, settled=False)
