"""KPIs to look at again in the next month, with the evidence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.reports.document import Column, Row, Table
from kaname.reports.monthly import cells
from kaname.reports.monthly.numbers import MonthNumbers
from kaname.reviews.adjusting.finding import GRADE_WORDS
from kaname.reviews.adjusting.findings import findings_for


def reconsider_table(numbers: MonthNumbers) -> Table:
    """The same findings as on the page of the KPI check, as they are when the report is made; of a person none."""
    columns = (
        Column("kpi", "KPI", numeric=False),
        Column("finding", pgettext("about a KPI", "Finding"), numeric=False),
        Column("why", pgettext("of a finding", "Evidence"), numeric=False),
        Column("grade", pgettext("of a finding", "Grade"), numeric=False),
    )
    return Table("reconsider", _("KPIs to look at again"), columns, _rows(numbers), settled=False)


def _rows(numbers: MonthNumbers) -> tuple[Row, ...]:
    asked = numbers.asked
    if asked.subject.person:
        return ()
    return tuple(
        Row(
            f"{look.kpi.pk}-{found.kind}-{place}",
            (
                cells.words(look.name),
                cells.words(found.word),
                cells.words(found.text),
                cells.words(str(GRADE_WORDS.get(found.grade, found.grade))),
            ),
        )
        for look in findings_for(asked.team, reader=asked.reader_now)
        for place, found in enumerate(look.findings)
    )
