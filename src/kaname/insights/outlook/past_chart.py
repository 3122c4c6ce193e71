"""Past outlooks of one number as a chart: what was said of each month, what came true, and what happened."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.goals.resolution.owners import Owner
from kaname.insights.events.marks import concerned, marks_of
from kaname.insights.models import PastOutlook
from kaname.measures.periods import Grain, Period, period_of
from kaname.people.team_lines import Teams
from kaname.web.charts.chart import Band, Chart, Series
from kaname.web.charts.lines import line
from kaname.web.formats.periods import short_period_name
from kaname.web.formats.units import Unit

FEWEST, MOST = 3, 24


def past_chart(rows: Mapping[Period, PastOutlook], owner: Owner, unit: Unit, reader: Reader) -> Chart | None:
    """By months, of which there are most; None of fewer than three."""
    months = sorted((one for one in rows if _is_month(one, reader)), key=lambda one: one.starts_on)[-MOST:]
    if len(months) < FEWEST:
        return None
    told = [rows[month] for month in months]
    held = sum(row.low <= row.outcome <= row.high for row in told if row.outcome is not None)
    title = _("What was said at half time, and what came true")
    summary = _("The interval held what came true in %(held)s of %(n)s months.") % {"held": held, "n": len(months)}
    return line(
        key="past",
        title=title,
        summary=summary,
        labels=[_label(month, reader) for month in months],
        series=[
            Series(_("Came true"), [row.outcome for row in told]),
            Series(_("Expected"), [row.expected for row in told], role="outlook"),
        ],
        unit=unit,
        language=reader.language,
        period_label=_("Month"),
        band=Band(_("Eight-in-ten interval"), [row.low for row in told], [row.high for row in told]),
        marks=marks_of(months, teams=concerned(owner.team, Teams.read())),
    )


def _label(month: Period, reader: Reader) -> str:
    return short_period_name(month, grain=Grain.MONTH, calendar=reader.calendar, language=reader.language)


def _is_month(period: Period, reader: Reader) -> bool:
    return period == period_of(period.starts_on, grain=Grain.MONTH, calendar=reader.calendar)
