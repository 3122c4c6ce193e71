"""KPIs that were looked at in the month because of what the numbers said, and what was decided about them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.measures.periods import instants_of
from kaname.reports.document import Column, Row, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.numbers import MonthNumbers
from kaname.reviews.kinds import Kind
from kaname.reviews.models import KpiCheck


def kpi_checks_table(numbers: MonthNumbers) -> Table:
    """Of the subject's own KPIs; what two people said in a 1on1 is not told."""
    columns = (
        Column("kpi", "KPI", numeric=False),
        Column("outcome", pgettext("of a meeting", "Decision"), numeric=False),
        Column("reason", _("Reason"), numeric=False),
        Column("on", _("Decided on"), numeric=False),
    )
    rows = tuple(_row(one, numbers) for one in _checks(numbers))
    return Table("kpi_checks", _("KPIs that were looked at again"), columns, rows, settled=False)


def _checks(numbers: MonthNumbers) -> list[KpiCheck]:
    asked = numbers.asked
    since, until = instants_of(asked.month, zone=asked.organisation.zone)
    found = KpiCheck.objects.filter(kpi__in=numbers.agreed, at__gte=since, at__lt=until)
    found = found.exclude(meeting__kind=Kind.ONE_ON_ONE)
    return list(found.select_related("kpi").order_by("at", "pk"))


def _row(check: KpiCheck, numbers: MonthNumbers) -> Row:
    asked = numbers.asked
    definition = asked.reader.metrics[check.kpi.metric_key].definition
    return Row(
        str(check.pk),
        (
            cells.words(asked.style.name(definition)),
            cells.words(check.get_outcome_display()),
            cells.words(check.reason),
            cells.words(asked.style.full_day(asked.organisation.today(check.at))),
        ),
    )
