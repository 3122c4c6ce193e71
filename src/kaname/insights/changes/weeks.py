"""The weekly course of one group's number, with its levels and what happened, as a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaname.facts.asking.question import Moment, Number, Question
from kaname.facts.metrics.definition import MetricDefinition
from kaname.goals.journal import organisation_and_journal
from kaname.goals.reader import Reader
from kaname.insights.changes.groups import Group
from kaname.insights.changes.names import Names
from kaname.insights.changes.segments import known_fields
from kaname.insights.changes.sentences import subject
from kaname.insights.changes.watching import NUMBER, SIZE
from kaname.insights.events.marks import concerned, marks_of
from kaname.insights.models import Change
from kaname.insights.series import Parts, parts_of
from kaname.measures.periods import Grain, Period, periods_between
from kaname.people.team_lines import Teams
from kaname.web.charts.chart import Chart, Mark, Series
from kaname.web.charts.lines import line
from kaname.web.formats.periods import short_period_name
from kaname.web.formats.quantities import as_pace
from kaname.web.formats.units import Unit
from kaname.web.store import facts

BEFORE, AFTER = timedelta(days=182), timedelta(days=120)
PLAIN = Unit("number")


def change_chart(change: Change, names: Names) -> Chart | None:
    """Half a year before the change and what came after it; None of a metric or field that is no more."""
    reader = names.reader
    definition = reader.definitions.get(change.metric_key)
    parts = parts_of(definition, reader.definitions) if definition else None
    if parts is None or change.field not in ("", *known_fields(change.metric_key, reader.definitions)):
        return None
    weeks = _whole_weeks(change, reader)
    if not weeks:
        return None
    values = weekly_values(change, parts, weeks, reader)
    at = next((place for place, week in enumerate(weeks) if week.ends_on > change.changed_on), len(weeks))
    unit = PLAIN if change.aspect == NUMBER else names.unit(change.metric_key)
    level = [change.before if place < at else change.after for place in range(len(weeks))]
    summary = _("%(metric)s by week, and the level before and after the change.") % {"metric": subject(change, names)}
    return line(
        key="change",
        title=pgettext("title of a chart", "%(metric)s by week") % {"metric": subject(change, names)},
        summary=summary,
        labels=[_label(week, reader) for week in weeks],
        series=[Series(_("Actual"), _short(values, unit)), Series(_("Level"), _short(level, unit), role="target")],
        unit=unit,
        language=reader.language,
        period_label=_("Week from"),
        height=240,
        marks=[_mark(change, weeks), *marks_of(weeks, teams=concerned(change.team_key or None, Teams.read()))],
    )


def _short(values: Sequence[Number | None], unit: Unit) -> list[Number | None]:
    """Without decimals that say nothing."""
    return [as_pace(None if value is None else float(value), unit) for value in values]


def _whole_weeks(change: Change, reader: Reader) -> list[Period]:
    since, until = change.changed_on - BEFORE, min(reader.today, change.changed_on + AFTER)
    weeks = periods_between(since=since, until=until, grain=Grain.WEEK, calendar=reader.calendar)
    return [week for week in weeks if week.ends_on <= reader.today]


def weekly_values(change: Change, parts: Parts, weeks: Sequence[Period], reader: Reader) -> list[Number | None]:
    """What was watched, by week; where nothing was tried, nothing stands."""
    definition = reader.definitions[change.metric_key]
    metric = {NUMBER: parts.events, SIZE: None}.get(change.aspect, definition)
    asked = [metric] if metric is not None else [parts.value, *([parts.events] if parts.events else [])]
    known: Mapping[str, MetricDefinition] = {**reader.definitions, **{one.key: one for one in asked}}
    where = Group(change.team_key or None, change.field, change.value).where
    _organisation, journal = organisation_and_journal()
    with Moment.of(facts()) as moment:
        question = Question(moment, known, reader.calendar, journal)
        keys = [one.key for one in asked]
        since, until = weeks[0].starts_on, weeks[-1].ends_on
        found = question.series(keys, since=since, until=until, grain=Grain.WEEK, where=where)
    if len(keys) == 1:
        return list(found[keys[0]])
    top, bottom = (found[key] for key in keys)
    return [None if not n or value is None else value / n for value, n in zip(top, bottom, strict=True)]


def _mark(change: Change, weeks: Sequence[Period]) -> Mark:
    at, first, last = (_place(day, weeks) for day in (change.changed_on, change.first_on, change.last_on))
    return Mark(at, pgettext("mark on a chart", "Change"), until=last, since=first)


def _place(day: date, weeks: Sequence[Period]) -> int:
    return next((place for place, week in enumerate(weeks) if day < week.ends_on), len(weeks) - 1)


def _label(week: Period, reader: Reader) -> str:
    return short_period_name(week, grain=Grain.WEEK, calendar=reader.calendar, language=reader.language)


__all__ = ["change_chart", "weekly_values"]
