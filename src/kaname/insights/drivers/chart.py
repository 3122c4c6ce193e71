"""Both series over each other, the driver moved by its lag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.insights.events.marks import concerned, marks_of
from kaname.insights.models import Driver
from kaname.measures.periods import Period
from kaname.people.team_lines import Teams
from kaname.web.charts import lines
from kaname.web.charts.chart import Chart, Mark, Series
from kaname.web.formats.periods import day_name
from kaname.web.formats.units import Unit

FEWEST = 2


def course_chart(driver: Driver, target: str, name: str, marks: Sequence[Mark], reader: Reader) -> Chart:
    """In standard deviations from the means, so that both have one scale and nobody's totals are told."""
    course = driver.course or {"days": [], "target": [], "driver": []}
    days = [day_name(day, language=reader.language, today=reader.today) for day in _days(driver)]
    return lines.line(
        key=f"driver-{driver.pk}",
        title=_("Both series, the driver moved by its lag"),
        summary=_("How far both are from their means, in standard deviations; the driver is moved by its lag."),
        labels=days,
        series=[Series(target, course["target"]), Series(name, course["driver"], role="comparison")],
        unit=Unit("number"),
        language=reader.language,
        period_label=_("From"),
        height=200,
        marks=marks,
    )


def marks_for(found: Sequence[Driver], team: str) -> list[Mark]:
    """What happened to the team: all charts of a search have the same blocks of days."""
    days = _days(found[0]) if found else []
    if len(days) < FEWEST:
        return []
    last = Period(days[-1], days[-1] + (days[-1] - days[-2]))
    blocks = [*(Period(first, following) for first, following in pairwise(days)), last]
    return marks_of(blocks, teams=concerned(team or None, Teams.read()))


def _days(driver: Driver) -> list[date]:
    """The first day of each block."""
    return [date.fromisoformat(day) for day in (driver.course or {}).get("days", [])]
