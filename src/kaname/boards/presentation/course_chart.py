"""The course of one metric through the period as a chart."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaname.boards.presentation.style import Style
from kaname.boards.queries.course import Course, Reading
from kaname.boards.queries.earlier import Progress
from kaname.boards.queries.ledger import BoardLedger
from kaname.insights.events.marks import concerned, marks_of
from kaname.web.charts import lines
from kaname.web.charts.chart import Band, Chart, Series


def course_chart(course: Course, ledger: BoardLedger, progress: Progress, style: Style) -> Chart:
    definition = ledger.definitions[course.key]
    words = {
        "metric": style.name(definition),
        "period": style.period(ledger.selection, today=progress.today),
    }
    series = [Series(_("Actual"), course.actual)]
    if any(value is not None for value in course.pace):
        name = _("Pace") if ledger.natures[course.key].additive else _("Target")
        series.append(Series(name, course.pace, role="pace"))
    band = None
    if course.ahead:
        series.append(Series(_("Expected"), course.ahead.expected, role="outlook"))
        band = Band(_("Eight-in-ten interval"), course.ahead.low, course.ahead.high)
    return lines.line(
        key="course",
        title=_title(course.reading) % words,
        summary=_summary(course, ledger, progress, style),
        labels=[style.short_day(step.starts_on) for step in course.steps],
        series=series,
        unit=style.unit(definition),
        language=style.language,
        period_label=_("Week from") if course.weekly else _("Day"),
        height=190,
        band=band,
        marks=marks_of(course.steps, teams=teams_of(ledger), state=ledger.state),
    )


def teams_of(ledger: BoardLedger) -> list[str]:
    """The teams whose events stand on the charts of a board; on a person's and the organisation's everybody's alone."""
    return concerned(ledger.selection.subject.team, ledger.teams)


def _title(reading: Reading) -> str:
    match reading:
        case Reading.SUMMED:
            return _("%(metric)s, added up over %(period)s")
        case Reading.TO_DATE:
            return _("%(metric)s since the beginning of %(period)s")
        case Reading.EACH:
            return _("%(metric)s in %(period)s, step by step")


def _summary(course: Course, ledger: BoardLedger, progress: Progress, style: Style) -> str:
    """What the chart shows, in a sentence."""
    definition = ledger.definitions[course.key]
    known = [number for number, value in enumerate(course.actual) if value is not None]
    if not known:
        return _("There are no numbers yet.")
    last = known[-1]
    words = {
        "day": style.day(course.steps[last].starts_on, today=progress.today),
        "actual": style.short(course.actual[last], definition),
        "pace": style.pace(course.pace[last], definition),
    }
    if course.pace[last] is None:
        return _("%(actual)s on %(day)s.") % words
    return _("%(actual)s on %(day)s; the pace is %(pace)s.") % words
