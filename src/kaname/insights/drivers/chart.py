"""Both series over each other, the driver moved by its lag."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from kaname.goals.reader import Reader
from kaname.insights.models import Driver
from kaname.web.charts import lines
from kaname.web.charts.chart import Chart, Series
from kaname.web.formats.periods import day_name
from kaname.web.formats.units import Unit


def course_chart(driver: Driver, target: str, name: str, reader: Reader) -> Chart:
    """In standard deviations from the means, so that both have one scale and nobody's totals are told."""
    course = driver.course or {"days": [], "target": [], "driver": []}
    days = [day_name(date.fromisoformat(day), language=reader.language, today=reader.today) for day in course["days"]]
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
    )
