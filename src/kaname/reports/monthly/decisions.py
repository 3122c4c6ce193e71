"""What was decided in the month: in meetings of the subject, and about its targets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaname.reports.document import Section
from kaname.reports.monthly.decided import decided_table
from kaname.reports.monthly.kpi_checks import kpi_checks_table
from kaname.reports.monthly.numbers import MonthNumbers
from kaname.reports.monthly.revisions import revisions_table


def decisions_section(numbers: MonthNumbers) -> Section:
    """Decisions, and targets that were changed with their reasons."""
    found = (decided_table(numbers.asked), kpi_checks_table(numbers), revisions_table(numbers.asked))
    tables = [table for table in found if table.rows]
    return Section(
        key="decisions",
        title=_("Decisions"),
        tables=tuple(tables),
        empty="" if tables else _("Nothing was written down as decided in this month."),
    )
