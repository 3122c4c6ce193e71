"""A KPI's history in phases: when its course turned, and by how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kaname.facts.asking.question import Moment, Question
from kaname.goals.journal import organisation_and_journal
from kaname.goals.reader import Reader
from kaname.insights.changes.names import Names
from kaname.insights.events.marks import concerned, marks_of
from kaname.measures.changes.looking_back import History, Turn, phases
from kaname.measures.periods import Grain, Period, period_of, periods_between
from kaname.people.team_lines import Teams
from kaname.web.charts.chart import Chart, Mark, Series
from kaname.web.charts.lines import line
from kaname.web.formats.periods import dated, short_period_name
from kaname.web.store import facts

YEARS, SEASON = 5, 12
MONTHS = {"ja": "yyyy年M月", "en": "MMM yyyy"}


@dataclass(frozen=True)
class Back:
    """What the past says, in sentences and as a chart."""

    headline: str
    sentences: Sequence[str]
    chart: Chart | None
    note: str


def look_back(key: str, team: str, names: Names) -> Back:
    """By whole months, from the month after the first fact on."""
    reader = names.reader
    months, values = _monthly(key, team, reader)
    if not months:
        return Back(_("There is no whole month of facts yet."), [], None, "")
    found = phases(values=values, season=SEASON)
    if found.missing:
        text = ngettext(
            "The history is too short to see phases: %(n)s more month is needed.",
            "The history is too short to see phases: %(n)s more months are needed.",
            found.missing,
        ) % {"n": found.missing}
        return Back(text, [], None, "")
    chart = _chart(found, months, values, key, team, names)
    chart = _chart(found, months, values, key, team, names)
    return Back(_headline(found), _sentences(found, months, key, names), chart, _note(found))


def _monthly(key: str, team: str, reader: Reader) -> tuple[list[Period], np.ndarray]:
    running = period_of(reader.today, grain=Grain.MONTH, calendar=reader.calendar).starts_on
    since = date(running.year - YEARS, running.month, 1)
    _organisation, journal = organisation_and_journal()
    where: dict[str, Sequence[str | None]] = {"team": [team]} if team else {}
    with Moment.of(facts()) as moment:
        question = Question(moment, reader.definitions, reader.calendar, journal)
        days = Period(since, running)
        found = question.past_series([key], days=days, grain=Grain.MONTH, where=where)[key]
    values = np.array([np.nan if value is None else float(value) for value in found])
    seen = np.flatnonzero(np.nan_to_num(values) != 0)
    months = periods_between(since=since, until=running, grain=Grain.MONTH, calendar=reader.calendar)
    if len(seen) == 0:
        return [], values
    # Nobody knows whether the first month with facts was recorded from its first day on.
    first = int(seen[0]) + (1 if seen[0] > 0 else 0)
    return list(months)[first:], values[first:]


def _headline(found: History) -> str:
    if found.is_restless:
        return _("The course changes all the time; no phases can be told apart.")
    if not found.turns:
        return _("One phase: the course never turned.")
    n = len(found.turns)
    return ngettext("The course turned %(n)s time", "The course turned %(n)s times", n) % {"n": n}


def _sentences(found: History, months: Sequence[Period], key: str, names: Names) -> list[str]:
    return [_sentence(turn, months, key, names) for turn in found.turns]


def _sentence(turn: Turn, months: Sequence[Period], key: str, names: Names) -> str:
    unit = names.unit(key)
    words = {
        "month": _month(months[turn.at], names.reader),
        "earliest": _month(months[turn.earliest], names.reader),
        "latest": _month(months[min(turn.latest, len(months) - 1)], names.reader),
        "size": names.amount(abs(turn.step), unit),
        "low": names.amount(min(abs(turn.low), abs(turn.high)), unit),
        "high": names.amount(max(abs(turn.low), abs(turn.high)), unit),
    }
    if turn.low <= 0 <= turn.high:
        words["direction"] = _direction(turn)
        return _("%(month)s (between %(earliest)s and %(latest)s): the course bends %(direction)s.") % words
    if turn.step > 0:
        return _("%(month)s (between %(earliest)s and %(latest)s): %(size)s up (%(low)s to %(high)s).") % words
    return _("%(month)s (between %(earliest)s and %(latest)s): %(size)s down (%(low)s to %(high)s).") % words


def _direction(turn: Turn) -> str:
    if turn.slope_after > turn.slope_before:
        return pgettext("course of a KPI", "upward")
    return pgettext("course of a KPI", "downward")


def _month(month: Period, reader: Reader) -> str:
    return dated(month.starts_on, MONTHS, language=reader.language)


def _note(found: History) -> str:
    if found.indices:
        return _("The season was taken out first; the lines are without it.")
    return _("No season was taken out: this needs three years whose months agree.")


def _chart(found: History, months: Sequence[Period], values: np.ndarray, key: str, team: str, names: Names) -> Chart:
    reader = names.reader
    course: list[float | None] = [None] * len(months)
    for phase in found.phases:
        for place in range(phase.first, min(phase.last, len(months))):
            course[place] = phase.level_first + phase.slope * (place - phase.first)
    turns = [
        Mark(turn.at, _month(months[turn.at], reader), until=turn.latest, since=turn.earliest) for turn in found.turns
    ]
    return line(
        key="phases",
        title=pgettext("title of a chart", "%(metric)s by month, in phases") % {"metric": names.metric(key)},
        summary=_headline(found),
        labels=[_label(month, reader) for month in months],
        series=[
            Series(_("Actual"), [None if np.isnan(value) else float(value) for value in values]),
            Series(_("Course"), course, role="target"),
        ],
        unit=names.unit(key),
        language=reader.language,
        period_label=_("Month"),
        height=240,
        marks=[*turns, *marks_of(months, teams=concerned(team or None, Teams.read()))],
    )


def _label(month: Period, reader: Reader) -> str:
    return short_period_name(month, grain=Grain.MONTH, calendar=reader.calendar, language=reader.language)
